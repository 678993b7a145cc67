package dev.nightlatch.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.Kind;
import dev.nightlatch.engine.model.Namespace;
import dev.nightlatch.engine.model.Snapshot;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Files, folders and a stream to one snapshot.
final class SnapshotReaderTest {
  @TempDir Path folder;

  private static ReadSnapshot read(String text) {
    return SnapshotReader.read(text, "a.yaml");
  }

  private static String namespace(String name) {
    return "{apiVersion: v1, kind: Namespace, metadata: {name: %s}}\n".formatted(name);
  }

  private static List<String> names(ReadSnapshot read) {
    return read.snapshot().namespaces().stream().map(Namespace::name).toList();
  }

  private static List<String> problems(ReadSnapshot read) {
    return read.problems().stream()
        .map(
            problem ->
                "%s %s %d:%d"
                    .formatted(
                        problem.weight(),
                        problem.code().text(),
                        problem.place().document(),
                        problem.place().line()))
        .toList();
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private Path file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  @Test
  void filesFoldersAndTheStreamMakeOneSnapshot() throws IOException {
    file("in/a.yaml", namespace("a") + "---\n" + namespace("b"));
    file(
        "in/deep/c.json",
        "{\"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": {\"name\": \"c\"}}");
    Path other = file("d.txt", namespace("d"));
    ReadSnapshot read =
        SnapshotReader.read(
            List.of(folder.resolve("in"), SnapshotReader.STREAM, other), stream(namespace("e")));
    assertThat(read.problems()).isEmpty();
    assertThat(names(read)).containsExactly("a", "b", "c", "d", "e");
  }

  @Test
  void aProblemOfTheStreamNamesIt() {
    ReadSnapshot read =
        SnapshotReader.read(List.of(SnapshotReader.STREAM), stream("# none\na: [\n"));
    assertThat(read.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.text()).startsWith("stdin:3: NL-SYNTAX: "));
  }

  @Test
  void theStreamIsLeftAloneWhereNobodyAsksForIt() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("asked");
          }

          @Override
          public int read(byte[] into, int from, int length) throws IOException {
            throw new IOException("asked");
          }
        };
    assertThat(SnapshotReader.read(List.of(), broken).problems()).isEmpty();
    assertThat(problems(SnapshotReader.read(List.of(SnapshotReader.STREAM), broken)))
        .containsExactly("FATAL NL-FILE-UNREADABLE 1:0");
  }

  @Test
  void aLinkToAFolderIsFollowedAndNamed() throws IOException {
    file("in/a.yaml", namespace("a") + "---\n[\n");
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("in"));
    ReadSnapshot read = SnapshotReader.read(List.of(link), stream(""));
    assertThat(names(read)).containsExactly("a");
    assertThat(read.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.place().file()).isEqualTo(link + "/a.yaml"));
  }

  @Test
  void nothingThatIsWrongStopsTheRest() {
    ReadSnapshot read =
        read(
            String.join(
                "---\n",
                namespace("a"),
                "kind: [\n",
                namespace("'b c'"),
                "{apiVersion: v1, kind: Pod, kind: Node}\n",
                namespace("d"),
                "{apiVersion: v1, kind: List, items: 5}\n",
                namespace("f")));
    assertThat(names(read)).containsExactly("a", "d", "f");
    assertThat(problems(read))
        .containsExactly(
            "FATAL NL-SYNTAX 2:4",
            "SEVERE NL-VALUE-WRONG 3:5",
            "FATAL NL-KEY-TWICE 4:7",
            "FATAL NL-TYPE-WRONG 6:11");
  }

  @Test
  void whatFollowsJsonThatIsTooDeepIsReadAndKnowsItsPlace() {
    String deep = "{\"a\":\n" + "[".repeat(200) + "]".repeat(200) + "}\n";
    String first =
        """
        {"apiVersion": "v1", "kind": "Namespace",
         "metadata": {"name": "a"}}
        """;
    ReadSnapshot read = read(first + deep + "---\n" + namespace("b") + "---\n[\n");
    assertThat(names(read)).containsExactly("a", "b");
    assertThat(problems(read)).containsExactly("FATAL NL-TOO-LARGE 2:4", "FATAL NL-SYNTAX 4:9");
  }

  @Test
  void whatIsNoObjectIsCountedAndNoProblem() {
    ReadSnapshot read =
        read(
            """
            # values for Helm
            image: {tag: 5, tag: 6}
            ---
            - a list
            ---
            a text
            ---
            apiVersion: v2
            name: a-chart
            ---
            kind: of blue
            ---
            """
                + namespace("a"));
    assertThat(read.problems()).isEmpty();
    assertThat(read.passedOver().noObjects()).isEqualTo(5);
    assertThat(names(read)).containsExactly("a");
  }

  @Test
  void otherKindsAreCountedByTheirNames() {
    ReadSnapshot read =
        read(
            """
            {apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {a: b, a: c}}
            ---
            {apiVersion: v1, kind: ConfigMap, metadata: 5}
            ---
            {apiVersion: networking.k8s.io/v1, kind: Ingress}
            ---
            {apiVersion: cilium.io/v2, kind: CiliumEndpoint}
            ---
            {apiVersion: nightlatch.dev/v1alpha1, kind: AccessRule, metadata: 5}
            """);
    assertThat(read.problems()).isEmpty();
    assertThat(read.passedOver().noObjects()).isZero();
    assertThat(read.passedOver().kinds())
        .isEqualTo(
            Map.of("ConfigMap", 2, "Ingress.networking.k8s.io", 1, "CiliumEndpoint.cilium.io", 1));
  }

  @Test
  void policiesOfOtherLayersAreNamedOncePerKindAndFile() throws IOException {
    String cilium = "{apiVersion: cilium.io/v2, kind: CiliumNetworkPolicy}\n";
    file("in/a.yaml", cilium + "---\n" + cilium);
    file(
        "in/b.yaml",
        """
        {apiVersion: projectcalico.org/v3, kind: NetworkPolicy}
        ---
        {apiVersion: crd.antrea.io/v1beta1, kind: NetworkPolicy}
        ---
        {apiVersion: v1, kind: List, items: [%s]}
        """
            .formatted(cilium.strip()));
    ReadSnapshot read = SnapshotReader.read(List.of(folder.resolve("in")), stream(""));
    assertThat(problems(read))
        .containsExactly(
            "NOTICE NL-OTHER-LAYER 1:1",
            "NOTICE NL-OTHER-LAYER 1:1",
            "NOTICE NL-OTHER-LAYER 2:3",
            "NOTICE NL-OTHER-LAYER 3:5");
    assertThat(read.problems())
        .extracting(Problem::found)
        .containsExactly(
            "CiliumNetworkPolicy of cilium.io",
            "NetworkPolicy of projectcalico.org",
            "NetworkPolicy of crd.antrea.io",
            "CiliumNetworkPolicy of cilium.io");
    assertThat(read.snapshot().networkPolicies()).isEmpty();
    assertThat(read.passedOver().kinds()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "v1, pod",
    "v1, Pods",
    "v1, Namespaces",
    "v1, Servce",
    "apps/v1, deployment",
    "batch/v1, Jobs",
    "discovery.k8s.io/v1, EndpointSlices",
    "networking.k8s.io/v1, NetworkPolicies",
    "policy.networking.k8s.io/v1alpha2, ClusterNetworkPolicies"
  })
  void aKindThatIsNearlyOneThatIsReadIsNotPassedOver(String version, String kind) {
    ReadSnapshot read =
        read("{apiVersion: %s, kind: %s, metadata: {name: a}}".formatted(version, kind));
    assertThat(problems(read)).containsExactly("SEVERE NL-KIND-UNKNOWN 1:1");
    assertThat(read.snapshot().gaps()).hasSize(2).contains(new Gap.Unlisted(Kind.NODE, ""));
  }

  @ParameterizedTest
  @CsvSource({
    "v1, Role",
    "v1, Secret",
    "v1, PodTemplate",
    "apps/v1, ControllerRevision",
    "networking.k8s.io/v1, Ingress",
    "example.com/v1, Pods"
  })
  void aKindThatIsAnotherIsPassedOver(String version, String kind) {
    ReadSnapshot read =
        read("{apiVersion: %s, kind: %s, metadata: {name: a}}".formatted(version, kind));
    assertThat(read.problems()).isEmpty();
    assertThat(read.passedOver().kinds()).hasSize(1);
  }

  private static ReadSnapshot failure(String rest) {
    return read("{apiVersion: v1, kind: Status, status: Failure%s}".formatted(rest));
  }

  @Test
  void anAnswerThatListsNothingIsNoEmptyList() {
    ReadSnapshot named = failure(", details: {kind: pods}, message: 'pods is forbidden'");
    assertThat(problems(named)).containsExactly("FATAL NL-NOT-LISTED 1:1");
    assertThat(named.problems().getFirst().found()).isEqualTo("a Status: pods is forbidden");
    assertThat(named.snapshot().gaps()).contains(new Gap.Unlisted(Kind.POD, ""));
    assertThat(failure(", details: {group: apps, kind: deployments}").snapshot().gaps())
        .contains(new Gap.Unlisted(Kind.WORKLOAD, ""));
    assertThat(failure(", details: {group: discovery.k8s.io, kind: EndpointSlice}").snapshot())
        .satisfies(
            snapshot ->
                assertThat(snapshot.gaps()).contains(new Gap.Unlisted(Kind.ENDPOINT_SLICE, "")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ", details: {}", ", details: 5", ", details: {kind: 5}"})
  void anAnswerThatDoesNotSayWhatItFailedToListMayHaveBeenAboutAnything(String details) {
    ReadSnapshot read = failure(details);
    assertThat(problems(read)).containsExactly("FATAL NL-NOT-LISTED 1:1");
    assertThat(read.problems().getFirst().found()).isEqualTo("a Status: Failure");
    assertThat(read.snapshot().gaps())
        .anyMatch(gap -> gap instanceof Gap.UnreadablePolicy)
        .anyMatch(gap -> gap instanceof Gap.UnreadableClusterPolicy)
        .anyMatch(gap -> gap instanceof Gap.UnreadablePod);
  }

  @Test
  void anAnswerAboutWhatDoesNotMatterIsPassedOver() {
    assertThat(failure(", details: {kind: secrets}").problems()).isEmpty();
    assertThat(failure(", details: {group: crd.antrea.io, kind: networkpolicies}").problems())
        .isEmpty();
    assertThat(read("{apiVersion: v1, kind: Status, status: Success}").problems()).isEmpty();
  }

  @Test
  void anObjectWithoutKindMayBeAnything() {
    assertThat(problems(read("apiVersion: networking.k8s.io/v1\nmetadata: {name: p}\nspec: {}\n")))
        .containsExactly("FATAL NL-NOT-AN-OBJECT 1:1");
    assertThat(problems(read("apiVersion: v1\nkind: 5\n")))
        .containsExactly("FATAL NL-NOT-AN-OBJECT 1:2");
  }

  @Test
  void twoDocumentsThatAreNotSeparatedAreNotReadAsOne() {
    ReadSnapshot read = read("apiVersion: v1\nkind: ConfigMap\napiVersion: v1\nkind: Namespace\n");
    assertThat(problems(read)).containsExactly("FATAL NL-KEY-TWICE 1:3", "FATAL NL-KEY-TWICE 1:4");
    assertThat(read.snapshot().namespaces()).isEmpty();
    assertThat(read.snapshot().gaps()).anyMatch(gap -> gap instanceof Gap.UnreadablePolicy);
    assertThat(problems(read("{apiVersion: apps/v1, apiVersion: v1, kind: Namespace}")))
        .containsExactly("FATAL NL-KEY-TWICE 1:1");
  }

  @Test
  void aBrokenItemOfAListDoesNotKeepTheOthers() {
    ReadSnapshot read =
        read(
            """
            apiVersion: v1
            kind: List
            metadata: {a: 1, a: 2}
            items:
              - {apiVersion: v1, kind: Namespace, metadata: {name: a}}
              - {apiVersion: v1, kind: Namespace, metadata: {name: b, name: c}}
              - 5
              - {metadata: {name: d}}
              - {apiVersion: v1, kind: NamespaceList, items: [{metadata: {name: e}}]}
              - {apiVersion: v1, kind: Namespace, metadata: {name: f}}
            """);
    assertThat(names(read)).containsExactly("a", "e", "f");
    assertThat(read.snapshot().gaps()).contains(new Gap.Unlisted(Kind.NAMESPACE, ""));
    assertThat(problems(read))
        .containsExactly(
            "NOTICE NL-KEY-TWICE 1:3",
            "SEVERE NL-KEY-TWICE 1:6",
            "SEVERE NL-NOT-AN-OBJECT 1:7",
            "SEVERE NL-NOT-AN-OBJECT 1:8");
  }

  @Test
  void aListThatIsItselfBrokenIsNotGuessedAt() {
    ReadSnapshot read =
        read("{apiVersion: v1, kind: List, items: [" + namespace("a") + "], items: []}");
    assertThat(names(read)).isEmpty();
    assertThat(problems(read)).containsExactly("FATAL NL-KEY-TWICE 1:2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"List", "PodList", "NetworkPolicyList"})
  void anEmptyListIsNothing(String kind) {
    ReadSnapshot read =
        read("apiVersion: v1\nkind: " + kind + "\nitems: []\n---\nkind: List\napiVersion: v1\n");
    assertThat(read.problems()).isEmpty();
    assertThat(read.passedOver().noObjects()).isZero();
    assertThat(read.passedOver().kinds()).isEmpty();
  }

  @Test
  void whatAnAnchorRepeatsIsReadInEachPlace() {
    ReadSnapshot read =
        read(
            """
            kind: List
            apiVersion: v1
            items:
              - apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: a, namespace: shop}
                spec: &deny {podSelector: {}, policyTypes: [Ingress], ingress: []}
              - apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: b, namespace: shop}
                spec: {<<: *deny, policyTypes: [Egress]}
            """);
    assertThat(read.problems()).isEmpty();
    assertThat(read.snapshot().networkPolicies())
        .extracting(policy -> policy.name() + policy.policyTypes())
        .containsExactly("a[INGRESS]", "b[EGRESS]");
  }

  @Test
  void theSampleShopIsReadWhole() {
    ReadSnapshot read =
        SnapshotReader.read(List.of(Path.of("../examples/shop")), InputStream.nullInputStream());
    assertThat(read.problems()).isEmpty();
    Snapshot snapshot = read.snapshot();
    assertThat(snapshot.namespaces()).isNotEmpty();
    assertThat(snapshot.workloads()).isNotEmpty();
    assertThat(snapshot.networkPolicies()).isNotEmpty();
    assertThat(snapshot.lines().keySet())
        .containsExactlyElementsOf(
            snapshot.networkPolicies().stream().map(policy -> policy.ref()).sorted().toList());
  }
}
