package dev.nightlatch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A network policy that lets somebody in, and the latch that is to take it away: the Job `latch`
/// and the NetworkPolicy `door` in one test's namespace.
final class Door {
  /// The policy that the latch is to close.
  static final String DOOR = "door";

  /// A latch whose closing shows that it was time, and its policy.
  static final String WITNESS = "witness";

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

  private static final Pattern TIME = Pattern.compile("activeDeadlineSeconds: ([0-9]+)");

  private final TestCluster cluster;
  private String placed = "";
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
    placed = latch;
    latchUid = create(latch);
  }

  /// Creates the latch and waits until the job controller has started its clock; returns when.
  Instant arm(String latch) {
    place(latch);
    return awaitStarted();
  }

  /// Waits until the job controller has started the latch's clock; returns when.
  Instant awaitStarted() {
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
        "get", "networkpolicy", DOOR, "--ignore-not-found", "-o", "jsonpath=" + path);
  }

  void awaitClosed() {
    awaitClosed(DOOR);
  }

  void awaitClosed(String policy) {
    Wait.until(
        SOON,
        "the policy " + policy + " is still there",
        () -> !cluster.kubectl().exists("networkpolicy", policy));
  }

  /// Asserts that the policy outlasts its latch's time: a flawless latch, armed later than all that
  /// was done so far and for a second more, has closed its own policy, and this one is still open.
  /// The second is for starts, which are stored in whole ones.
  void assertStaysOpen() {
    witness(LATCH.replace("activeDeadlineSeconds: 3", "activeDeadlineSeconds: " + (time() + 1)));
    awaitClosed(WITNESS);
    assertThat(isOpen()).as("the policy is open when the witness has closed").isTrue();
  }

  /// Asserts that the policy outlasts a deletion of its latch: a flawless latch of the same time,
  /// deleted later and in the foreground, has taken its own policy along.
  void assertOutlastsDeletion() {
    witness(LATCH.replace("activeDeadlineSeconds: 3", "activeDeadlineSeconds: " + time()));
    cluster.kubectl("delete", "job", WITNESS, "--cascade=foreground", "--wait=false");
    awaitClosed(WITNESS);
    assertThat(isOpen()).as("the policy is open when the witness is deleted").isTrue();
  }

  /// Creates a second latch from this text, and the policy that it is to close.
  void witness(String latch) {
    String uid = create(latch.replace("name: latch", "name: " + WITNESS));
    create(
        POLICY
            .replace("name: latch, uid: UID-OF-LATCH", "name: " + WITNESS + ", uid: " + uid)
            .replace("name: door", "name: " + WITNESS));
  }

  private int time() {
    Matcher time = TIME.matcher(placed);
    assertThat(time.find()).as(placed).isTrue();
    return Integer.parseInt(time.group(1));
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
    return closing(DOOR);
  }

  AuditEvent closing(String policy) {
    return cluster
        .audit()
        .await(
            event -> event.is("delete", "networkpolicies", cluster.namespace(), policy),
            Duration.ofSeconds(5));
  }
}
