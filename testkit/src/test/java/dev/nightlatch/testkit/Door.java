package dev.nightlatch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A network policy that lets somebody in, and the latch that is to take it away: the Job `latch`
/// and the NetworkPolicy `door` in one test's namespace.
final class Door {
  /// How long something may take that the cluster does at once, on a machine that is busy.
  static final Duration SOON = Duration.ofSeconds(30);

  /// A latch as it should be, each of its lines in the place where a trap changes one.
  static final String LATCH =
      """
      apiVersion: batch/v1
      kind: Job
      metadata:
        name: latch
        labels: {nightlatch.dev/latch: "true"}
        finalizers: [foregroundDeletion]
      spec:
        parallelism: 0
        activeDeadlineSeconds: 3
        ttlSecondsAfterFinished: 0
        suspend: false
        managedBy: kubernetes.io/job-controller
        template:
          spec:
            restartPolicy: Never
            containers: [{name: latch, image: never-pulled}]
      """;

  /// A policy that lets one namespace in, owned by the latch and by nobody else.
  static final String POLICY =
      """
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata:
        name: door
        finalizers: []
        ownerReferences:
        - {apiVersion: batch/v1, kind: Job, name: latch, uid: UID-OF-LATCH}
      spec:
        podSelector: {matchLabels: {app: database}}
        policyTypes: [Ingress]
        ingress:
        - from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: support-tools}}}]
      """;

  private final TestCluster cluster;
  private String latchUid = "";

  Door(TestCluster cluster) {
    this.cluster = cluster;
  }

  /// `yaml` with one line written otherwise, so that a trap and its twin differ in nothing else.
  static String with(String yaml, String line, String otherwise) {
    assertThat(yaml.lines().filter(l -> l.strip().equals(line))).as(line).hasSize(1);
    return yaml.replaceFirst("(?m)^( *)\\Q" + line + "\\E$", "$1" + otherwise);
  }

  /// Creates the latch, whether or not anything comes of it.
  void place(String latch) {
    latchUid = create(latch);
  }

  /// Creates the latch and waits until the job controller has started its clock; returns when.
  Instant arm(String latch) {
    place(latch);
    return Wait.forValue(SOON, this::started, () -> "the latch was not started");
  }

  /// Creates the policy under the latch.
  void open(String policy) {
    create(policy.replace("UID-OF-LATCH", latchUid));
  }

  /// Creates an object and returns its UID.
  String create(String yaml) {
    Kubectl.Result result =
        cluster.kubectl().run(yaml, "create", "-f", "-", "-o", "jsonpath={.metadata.uid}");
    assertThat(result.succeeded()).as(result.error()).isTrue();
    return result.output();
  }

  /// When the latch's clock was started, if it was.
  Optional<Instant> started() {
    String time = cluster.kubectl("get", "job", "latch", "-o", "jsonpath={.status.startTime}");
    return time.isBlank() ? Optional.empty() : Optional.of(Instant.parse(time));
  }

  /// Whether the policy is there with its rule; a network plugin obeys it then, whatever its
  /// metadata say.
  boolean isOpen() {
    return policy("{.spec.ingress[0].from[0].namespaceSelector.matchLabels}")
        .contains("support-tools");
  }

  /// A field of the policy, empty where the policy or the field is not there.
  String policy(String path) {
    return cluster.kubectl(
        "get", "networkpolicy", "door", "--ignore-not-found", "-o", "jsonpath=" + path);
  }

  void awaitClosed() {
    Wait.until(
        SOON,
        "the policy is still there",
        () -> !cluster.kubectl().exists("networkpolicy", "door"));
  }

  /// Asserts that the policy outlasts its time: a flawless latch of the same length, armed later
  /// than all that was done so far, has closed its own policy, and this one is still open.
  void assertStaysOpen() {
    String witness = create(LATCH.replace("name: latch", "name: witness"));
    create(
        POLICY
            .replace("name: latch, uid: UID-OF-LATCH", "name: witness, uid: " + witness)
            .replace("name: door", "name: witness"));
    Wait.until(
        SOON,
        "the witness is still there",
        () -> !cluster.kubectl().exists("networkpolicy", "witness"));
    assertThat(isOpen()).as("the policy is open when the witness has closed").isTrue();
  }

  /// A DELETE of the latch that says nothing but `query`, as a plain HTTP client sends it.
  void deleteLatch(String query) {
    cluster.kubectl(
        "delete",
        "--raw",
        "/apis/batch/v1/namespaces/%s/jobs/latch%s".formatted(cluster.namespace(), query));
  }

  /// When the garbage collector deleted the policy, from the audit log.
  AuditEvent closing() {
    return cluster
        .audit()
        .await(
            event -> event.is("delete", "networkpolicies", cluster.namespace(), "door"),
            Duration.ofSeconds(5));
  }
}
