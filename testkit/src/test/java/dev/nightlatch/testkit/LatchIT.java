package dev.nightlatch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// The latch closes a network policy with nothing of ours running: the cluster's own controllers
/// for jobs, finished jobs and garbage do it.
@RealCluster
@Execution(ExecutionMode.CONCURRENT)
class LatchIT {
  private static final Duration DEADLINE = Duration.ofSeconds(3);

  /// The whole object, as it is meant for clusters with admission rules for pods.
  private static final String LATCH =
      """
      apiVersion: batch/v1
      kind: Job
      metadata:
        name: latch
        labels: {nightlatch.dev/latch: "true"}
        finalizers: [foregroundDeletion]           # makes a plain DELETE cascade
      spec:
        parallelism: 0
        activeDeadlineSeconds: 3
        ttlSecondsAfterFinished: 0
        backoffLimit: 0
        template:
          spec:
            restartPolicy: Never
            automountServiceAccountToken: false
            securityContext:
              runAsNonRoot: true
              runAsUser: 65532
              seccompProfile: {type: RuntimeDefault}
            containers:
            - name: latch                           # never runs
              image: never-pulled
              securityContext:
                allowPrivilegeEscalation: false
                readOnlyRootFilesystem: true
                capabilities: {drop: [ALL]}
              resources:
                requests: {cpu: 1m, memory: 1Mi}
                limits: {cpu: 1m, memory: 1Mi}
      """;

  @Test
  void theLatchClosesThePolicyAtItsDeadlineAndGoesItself(TestCluster cluster) {
    Door door = new Door(cluster);

    Instant started = door.arm(LATCH);
    door.open(Door.POLICY);
    door.awaitClosed();

    AuditEvent closing = door.closing();
    assertThat(closing.user())
        .isEqualTo("system:serviceaccount:kube-system:generic-garbage-collector");
    // The start is stored in whole seconds, rounded down, so that it is never too late by that.
    assertThat(closing.staged())
        .isBetween(started.plus(DEADLINE), started.plus(DEADLINE).plus(Door.SOON));
    Wait.until(Door.SOON, "the latch is there", () -> !cluster.kubectl().exists("job", "latch"));
  }

  @Test
  void noPodIsEverMade(TestCluster cluster) {
    Door door = new Door(cluster);
    door.arm(LATCH);
    door.open(Door.POLICY);
    door.awaitClosed();

    assertThat(
            cluster
                .audit()
                .events(
                    event ->
                        event.verb().equals("create")
                            && event
                                .object()
                                .filter(ref -> ref.resource().equals("pods"))
                                .filter(ref -> ref.namespace().equals(cluster.namespace()))
                                .isPresent()))
        .isEmpty();
  }

  @Test
  void deletingTheLatchClosesEarly(TestCluster cluster) {
    Door door = new Door(cluster);
    door.arm(Door.with(LATCH, "activeDeadlineSeconds: 3", "activeDeadlineSeconds: 3600"));
    door.open(Door.POLICY);

    cluster.kubectl("delete", "job", "latch", "--cascade=foreground", "--wait=false");

    door.awaitClosed();
  }

  @Test
  void aPolicyThatComesAfterItsLatchHasFiredIsTakenAwayToo(TestCluster cluster) {
    Door door = new Door(cluster);
    door.place(LATCH);
    Wait.until(Door.SOON, "the latch is there", () -> !cluster.kubectl().exists("job", "latch"));

    door.open(Door.POLICY);

    door.awaitClosed();
  }

  @Test
  void aLatchWithNoTimeAtAllClosesAtOnce(TestCluster cluster) {
    Door door = new Door(cluster);
    door.place(Door.with(LATCH, "activeDeadlineSeconds: 3", "activeDeadlineSeconds: 0"));
    door.open(Door.POLICY);

    door.awaitClosed();
  }
}
