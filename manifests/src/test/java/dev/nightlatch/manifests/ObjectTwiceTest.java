package dev.nightlatch.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.Kind;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.PodScope;
import dev.nightlatch.engine.model.PolicyRef;
import dev.nightlatch.engine.model.Tier;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// One object that is written twice.
final class ObjectTwiceTest {
  private static final Gap NO_NODES = new Gap.Unlisted(Kind.NODE, "");

  private static String policy(String app, String ingress) {
    return """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: p, namespace: shop}
        spec: {podSelector: {matchLabels: {app: %s}}, ingress: %s}
        """
        .formatted(app, ingress);
  }

  private static String pod(String app, String annotation) {
    return """
        apiVersion: v1
        kind: Pod
        metadata: {name: a, namespace: shop, labels: {app: %s}, annotations: {a: %s}}
        spec: {}
        """
        .formatted(app, annotation);
  }

  private static ReadSnapshot read(String... documents) {
    return SnapshotReader.read(Stream.of(documents).collect(Collectors.joining("---\n")), "a.yaml");
  }

  private static List<String> texts(ReadSnapshot read) {
    return read.problems().stream()
        .map(problem -> problem.weight() + " " + problem.text())
        .toList();
  }

  private static Gap gap(String app) {
    return new Gap.UnreadablePolicy(
        "shop", "p", LabelSelector.labels(Map.of("app", app)), EnumSet.of(Direction.INGRESS));
  }

  @Test
  void alikeItIsANotice() {
    ReadSnapshot read = read(policy("web", "[{}]"), policy("web", "[{from: []}]"));
    assertThat(read.snapshot().networkPolicies()).hasSize(1);
    assertThat(texts(read))
        .containsExactly(
            "NOTICE a.yaml:6: NL-OBJECT-TWICE: found NetworkPolicy shop/p again, as it is in"
                + " a.yaml:1; wanted each object once");
  }

  @Test
  void ofTwoPoliciesThatDifferNeitherCountsAndBothMay() {
    ReadSnapshot read = read(policy("web", "[]"), policy("db", "[]"));
    assertThat(read.snapshot().networkPolicies()).isEmpty();
    assertThat(read.snapshot().gaps()).containsExactlyInAnyOrder(NO_NODES, gap("web"), gap("db"));
    assertThat(texts(read))
        .containsExactly(
            "SEVERE a.yaml:6: NL-OBJECT-TWICE: found NetworkPolicy shop/p again, other than in"
                + " a.yaml:1; wanted each object once");
  }

  @Test
  void aThirdTextAndAnUnreadableOneCountToo() {
    ReadSnapshot read =
        read(policy("web", "[]"), policy("db", "[{form: []}]"), policy("web", "[]"));
    assertThat(read.snapshot().networkPolicies()).isEmpty();
    assertThat(read.snapshot().gaps()).containsExactlyInAnyOrder(NO_NODES, gap("web"), gap("db"));
  }

  @Test
  void ofOtherObjectsTheLastCounts() {
    ReadSnapshot alike = read(pod("web", "x"), pod("web", "y"));
    assertThat(texts(alike)).singleElement().asString().startsWith("NOTICE a.yaml:6");
    ReadSnapshot others = read(pod("web", "x"), pod("db", "x"));
    assertThat(texts(others)).singleElement().asString().startsWith("SEVERE a.yaml:6");
    assertThat(others.snapshot().pods())
        .containsExactly(new Pod("shop", "a", Map.of("app", "db"), false, false));
    ReadSnapshot unreadable = read(pod("web", "x"), pod("[]", "x"));
    assertThat(unreadable.snapshot().pods()).isEmpty();
    assertThat(unreadable.snapshot().gaps())
        .containsExactlyInAnyOrder(NO_NODES, new Gap.UnreadablePod("shop", "Pod", "a"));
  }

  @Test
  void eachTextOfAClusterWidePolicyKeepsItsPriority() {
    String yaml =
        """
        apiVersion: policy.networking.k8s.io/v1alpha2
        kind: ClusterNetworkPolicy
        metadata: {name: p}
        spec:
          tier: Admin
          priority: %d
          subject: {namespaces: {}}
          ingress: [{action: Deny, from: [{namespaces: {}}]}]
        """;
    assertThat(read(yaml.formatted(1), yaml.formatted(2)).snapshot().gaps())
        .containsExactlyInAnyOrder(NO_NODES, gap(1), gap(2));
  }

  private static Gap gap(int priority) {
    return new Gap.UnreadableClusterPolicy(
        new PolicyRef(PolicyRef.Kind.CLUSTER_NETWORK_POLICY, "", "p"),
        EnumSet.of(Tier.ADMIN),
        new Gap.Rank.Known(priority),
        PodScope.EVERYTHING,
        EnumSet.of(Direction.INGRESS));
  }

  @Test
  void oneNameInTwoNamespacesOrOfTwoKindsIsTwoObjects() {
    ReadSnapshot read =
        read(
            pod("web", "x"),
            pod("web", "x").replace("namespace: shop", "namespace: other"),
            pod("web", "x").replace("kind: Pod", "kind: ReplicationController"));
    assertThat(read.problems()).isEmpty();
    assertThat(read.snapshot().pods()).hasSize(2);
  }

  private static String unnamed(String object, String beginning) {
    return object
        .replace("{name: a,", "{generateName: %s,".formatted(beginning))
        .replace("{name: p,", "{generateName: %s,".formatted(beginning));
  }

  @Test
  void oneBeginningOfANameIsAnotherObjectEachTime() {
    ReadSnapshot read =
        read(
            unnamed(policy("web", "[]"), "deny-"),
            unnamed(policy("db", "[]"), "deny-"),
            unnamed(policy("db", "[]"), "deny-"),
            unnamed(pod("web", "x"), "deny-"),
            unnamed(pod("db", "x"), "deny-"),
            unnamed(pod("db", "x"), "deny-").replace("namespace: shop", "namespace: other"));
    assertThat(read.problems()).isEmpty();
    assertThat(read.snapshot().gaps()).containsExactly(NO_NODES);
    assertThat(read.snapshot().networkPolicies())
        .extracting(NetworkPolicy::name)
        .containsExactly("deny-", "deny-~2", "deny-~3");
    assertThat(read.snapshot().pods())
        .extracting(pod -> pod.namespace() + "/" + pod.name())
        .containsExactly("other/deny-", "shop/deny-", "shop/deny-~2");
  }

  @Test
  void eachOfOneBeginningKeepsItsOwnLine() {
    ReadSnapshot read =
        read(unnamed(policy("web", "[]"), "deny-"), unnamed(policy("db", "[]"), "deny-"));
    assertThat(read.snapshot().lines())
        .hasEntrySatisfying(
            PolicyRef.networkPolicy("shop", "deny-"), at -> assertThat(at.line()).isEqualTo(1))
        .hasEntrySatisfying(
            PolicyRef.networkPolicy("shop", "deny-~2"), at -> assertThat(at.line()).isEqualTo(6));
  }

  @Test
  void aBeginningThatIsANameIsNotTakenForIt() {
    ReadSnapshot read =
        read(pod("web", "x"), unnamed(pod("web", "x"), "a"), unnamed(pod("web", "x"), "a"));
    assertThat(read.problems()).isEmpty();
    assertThat(read.snapshot().pods()).extracting(Pod::name).containsExactly("a", "a~1", "a~2");
  }

  @Test
  void whereSomethingElseIsWrongOneBeginningIsAnotherObjectToo() {
    ReadSnapshot read =
        read(
            unnamed(policy("web", "[]"), "deny-"),
            unnamed(policy("db", "[{form: []}]"), "deny-"),
            unnamed(policy("api", "[]"), "deny-, generateName: allow-"));
    assertThat(read.snapshot().networkPolicies())
        .extracting(NetworkPolicy::name)
        .containsExactly("deny-");
    assertThat(read.snapshot().gaps()).hasSize(3).contains(NO_NODES);
  }

  @Test
  void theBeginningOfANameMayNotBeEmpty() {
    ReadSnapshot read = read(unnamed(policy("web", "[]"), "''"));
    assertThat(texts(read))
        .singleElement()
        .asString()
        .startsWith("SEVERE a.yaml:3: NL-FIELD-MISSING: found no metadata.name");
    assertThat(read.snapshot().gaps()).hasSize(2);
  }
}
