package dev.nightlatch.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.nightlatch.controlplane.Kubeconfig;
import dev.nightlatch.engine.eval.Inquiry;
import dev.nightlatch.engine.explain.Answer;
import dev.nightlatch.engine.explain.Cause;
import dev.nightlatch.engine.explain.Doubt;
import dev.nightlatch.engine.explain.Unanswered;
import dev.nightlatch.engine.explain.Verdict;
import dev.nightlatch.engine.model.AskedPort;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.Kind;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.Target;
import dev.nightlatch.engine.set.Protocol;
import dev.nightlatch.manifests.ReadSnapshot;
import dev.nightlatch.testkit.AuditEvent;
import dev.nightlatch.testkit.RealCluster;
import dev.nightlatch.testkit.TestCluster;
import dev.nightlatch.testkit.Wait;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A snapshot of a real cluster, read by people who may list this and not that.
@RealCluster(isolated = true)
final class KubeSnapshotIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int PAGE = 4;

  private static final String POLICY =
      """
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: b}
      spec:
        podSelector: {matchLabels: {app: b}}
        policyTypes: [Ingress]
        ingress: [{from: [{podSelector: {matchLabels: {app: a}}}], ports: [{port: http}]}]
      ---
      """;

  @TempDir Path folder;

  private final List<String> notes = new ArrayList<>();
  private final List<String> progress = new ArrayList<>();

  private ReadSnapshot read(Kubeconfig user, String... near) {
    Path file = user.write(folder.resolve(user.user() + ".kubeconfig"));
    return KubeSnapshot.read(
        KubeAccess.of(Optional.of(file), Optional.empty()),
        PAGE,
        Set.of(near),
        notes::add,
        progress::add);
  }

  /// Somebody who may list these kinds, here or in the whole cluster, and do nothing else.
  private static Kubeconfig lister(
      TestCluster cluster, String name, boolean isEverywhere, String... kinds) {
    String scope = isEverywhere ? "Cluster" : "";
    cluster.apply(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: %1$sRole
        metadata: {name: %2$s}
        rules: [{apiGroups: ["*"], resources: [%3$s], verbs: [list]}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: %1$sRoleBinding
        metadata: {name: %2$s}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: %1$sRole, name: %2$s}
        subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: %2$s}]
        """
            .formatted(scope, name, String.join(", ", kinds)));
    Kubeconfig user = cluster.plane().user(name);
    Wait.until(
        SOON,
        "the role of " + name + " is not in force",
        () ->
            cluster
                .kubectl(user)
                .run(
                    "",
                    isEverywhere
                        ? new String[] {"get", kinds[0], "-A"}
                        : new String[] {"get", kinds[0]})
                .succeeded());
    return user;
  }

  private static String[] kinds(String... without) {
    Set<String> left = Set.of(without);
    return Resource.ALL.stream()
        .map(Resource::plural)
        .filter(plural -> !left.contains(plural))
        .sorted(Comparator.comparing(plural -> !plural.equals("pods")))
        .toArray(String[]::new);
  }

  private static void pods(TestCluster cluster, String... names) {
    Wait.until(
        SOON,
        "there is no service account yet",
        () -> cluster.kubectl().exists("serviceaccount", "default"));
    cluster.apply(List.of(names).stream().map(KubeSnapshotIT::pod).collect(Collectors.joining()));
  }

  private static String pod(String name) {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: %1$s, labels: {app: %1$s}}
    spec:
      containers: [{name: c, image: i, ports: [{name: http, containerPort: 80}]}]
    ---
    """
        .formatted(name);
  }

  private static Inquiry.Response asked(
      Snapshot snapshot, String namespace, String from, String to) {
    return Inquiry.of(snapshot, CniProfile.DEFAULT)
        .ask(
            new Target.OfPod(namespace, from),
            new Target.OfPod(namespace, to),
            new AskedPort.Numbered(80, Protocol.TCP));
  }

  private static Verdict verdict(Snapshot snapshot, String namespace, String from, String to) {
    return asked(snapshot, namespace, from, to) instanceof Inquiry.Response.Findings(var findings)
        ? findings.getFirst().verdict()
        : fail("nobody is there");
  }

  private static List<Pod> in(String namespace, Snapshot snapshot) {
    return snapshot.pods().stream().filter(pod -> pod.namespace().equals(namespace)).toList();
  }

  @Test
  void manyPagesAreReadToTheEndByNothingButLists(TestCluster cluster) {
    String[] names = IntStream.range(0, 3 * PAGE + 1).mapToObj(i -> "p" + i).toArray(String[]::new);
    pods(cluster, names);
    Kubeconfig reader = lister(cluster, "reader", true, kinds());

    ReadSnapshot read = read(reader);

    assertThat(in(cluster.namespace(), read.snapshot()))
        .extracting(Pod::name)
        .containsExactlyInAnyOrder(names);
    assertThat(read.snapshot().gaps()).isEmpty();
    assertThat(notes).isEmpty();
    assertThat(progress).contains("pods", "pods, " + PAGE + " so far", "namespaces");
    List<AuditEvent> calls =
        cluster.audit().events(event -> event.user().equals("reader")).stream()
            .filter(event -> event.userAgent().startsWith("nightlatch"))
            .toList();
    assertThat(calls).extracting(AuditEvent::verb).containsOnly("list");
    assertThat(calls)
        .filteredOn(event -> event.requestUri().contains("/pods?"))
        .hasSizeGreaterThan(3)
        .allSatisfy(event -> assertThat(event.requestUri()).contains("limit=" + PAGE));
  }

  @Test
  void policiesThatMayNotBeListedLeaveVerdictsUndetermined(TestCluster cluster) {
    pods(cluster, "a", "b");
    Kubeconfig blind = lister(cluster, "blind", true, kinds("networkpolicies"));

    Snapshot snapshot = read(blind).snapshot();

    assertThat(snapshot.gaps()).containsExactly(new Gap.Unlisted(Kind.NETWORK_POLICY, ""));
    assertThat(notes).singleElement().asString().contains("networkpolicies are not known: ");
    Verdict verdict = verdict(snapshot, cluster.namespace(), "a", "b");
    assertThat(verdict.answer()).isEqualTo(Answer.UNDETERMINED);
    assertThat(verdict.ingress().doubts())
        .extracting(Doubt::cause)
        .containsOnly(Cause.POLICIES_UNLISTED);
  }

  @Test
  void whoMayListOneNamespaceAloneIsAnsweredAboutItAsFarAsThatGoes(TestCluster cluster) {
    String here = cluster.namespace();
    pods(cluster, "a", "b", "c");
    cluster.apply(POLICY);
    Kubeconfig local =
        lister(cluster, "local", false, "pods", "networkpolicies", "services", "deployments");

    Snapshot snapshot = read(local, here).snapshot();

    assertThat(snapshot.pods()).extracting(Pod::namespace).containsOnly(here);
    assertThat(snapshot.gaps())
        .contains(new Gap.Unlisted(Kind.POD, ""), new Gap.Unlisted(Kind.NODE, ""))
        .doesNotContain(
            new Gap.Unlisted(Kind.NETWORK_POLICY, ""), new Gap.Unlisted(Kind.NETWORK_POLICY, here));
    // One note for all that may be listed there, and one for all that may be listed nowhere.
    assertThat(notes).hasSize(2);
    assertThat(notes)
        .anySatisfy(
            note ->
                assertThat(note)
                    .contains("networkpolicies", "pods", "deployments")
                    .contains(
                        " are known of namespace " + here + " alone: to list them is forbidden")
                    .contains("local"));
    assertThat(notes)
        .anySatisfy(
            note ->
                assertThat(note).contains("nodes", "statefulsets").contains(" are not known: "));
    Verdict verdict = verdict(snapshot, here, "c", "b");
    assertThat(verdict.answer())
        .as("cluster-wide policies may not be listed, and this cluster does not know them")
        .isEqualTo(Answer.DENIED);
    assertThat(asked(snapshot, "elsewhere", "a", "b"))
        .isEqualTo(new Inquiry.Response.None(Unanswered.UNREADABLE, true));
  }

  @Test
  void aFinishedPodHasNoNetworkAnyMore(TestCluster cluster) {
    pods(cluster, "a", "b");
    String _ =
        cluster.kubectl(
            "patch",
            "pod",
            "a",
            "--subresource=status",
            "--type=merge",
            "--patch={\"status\": {\"phase\": \"Succeeded\"}}");

    Snapshot snapshot = read(cluster.admin()).snapshot();

    assertThat(asked(snapshot, cluster.namespace(), "a", "b"))
        .isEqualTo(new Inquiry.Response.None(Unanswered.FINISHED, true));
    assertThat(asked(snapshot, cluster.namespace(), "b", "a"))
        .isEqualTo(new Inquiry.Response.None(Unanswered.FINISHED, false));
  }
}
