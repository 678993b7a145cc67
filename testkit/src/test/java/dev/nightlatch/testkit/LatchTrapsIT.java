package dev.nightlatch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.controlplane.Component;
import java.time.Instant;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Six ways in which a latch fails open, each beside a twin that differs in one line and closes.
/// They are what the product guards against; [Door] holds the objects that they change.
@RealCluster
@Execution(ExecutionMode.CONCURRENT)
class LatchTrapsIT {

  /// The garbage collector deletes an object only when *all* its owners are gone; with one left it
  /// drops the others from the list and leaves the object.
  @Nested
  class Trap1TwoOwners {
    private static final String LATCH_ALONE =
        "- {apiVersion: batch/v1, kind: Job, name: latch, uid: UID-OF-LATCH}";

    @Test
    void aPolicyWithASecondOwnerStaysOpen(TestCluster cluster) {
      Door door = new Door(cluster);
      String other =
          door.create("{apiVersion: v1, kind: ConfigMap, metadata: {name: somebody-else}}");
      door.arm(Door.LATCH);
      door.open(
          Door.with(
              Door.POLICY,
              LATCH_ALONE,
              LATCH_ALONE
                  + "\n  - {apiVersion: v1, kind: ConfigMap, name: somebody-else, uid: "
                  + other
                  + "}"));

      door.assertStaysOpen();

      assertThat(door.policy("{.metadata.ownerReferences[*].kind}")).isEqualTo("ConfigMap");
    }

    @Test
    void aPolicyThatTheLatchAloneOwnsCloses(TestCluster cluster) {
      Door door = new Door(cluster);
      door.create("{apiVersion: v1, kind: ConfigMap, metadata: {name: somebody-else}}");
      door.arm(Door.LATCH);
      door.open(Door.with(Door.POLICY, LATCH_ALONE, LATCH_ALONE));

      door.awaitClosed();
    }
  }

  /// For a Job of batch/v1 a DELETE that does not say what is to become of the dependents orphans
  /// them. An existing finalizer `foregroundDeletion` overrides that; an explicit Orphan overrides
  /// the finalizer.
  @Nested
  class Trap2APlainDelete {
    private static final String NOT_YET =
        Door.with(Door.LATCH, "activeDeadlineSeconds: 3", "activeDeadlineSeconds: 3600");
    private static final String CASCADING = "finalizers: [foregroundDeletion]";

    @Test
    void aPlainDeleteOfALatchWithoutTheFinalizerLeavesThePolicyOpen(TestCluster cluster) {
      Door door = new Door(cluster);
      door.arm(Door.with(NOT_YET, CASCADING, "finalizers: []"));
      door.open(Door.POLICY);

      door.deleteLatch("");

      assertOrphaned(cluster, door);
    }

    @Test
    void aPlainDeleteOfALatchWithTheFinalizerCloses(TestCluster cluster) {
      Door door = new Door(cluster);
      door.arm(Door.with(NOT_YET, CASCADING, CASCADING));
      door.open(Door.POLICY);

      door.deleteLatch("");

      door.awaitClosed();
    }

    @Test
    void aDeleteThatAsksForOrphansLeavesThePolicyOpenInSpiteOfTheFinalizer(TestCluster cluster) {
      Door door = new Door(cluster);
      door.arm(NOT_YET);
      door.open(Door.POLICY);

      door.deleteLatch("?propagationPolicy=Orphan");

      assertOrphaned(cluster, door);
    }

    @Test
    void aDeleteThatAsksForForegroundCloses(TestCluster cluster) {
      Door door = new Door(cluster);
      door.arm(NOT_YET);
      door.open(Door.POLICY);

      door.deleteLatch("?propagationPolicy=Foreground");

      door.awaitClosed();
    }

    private static void assertOrphaned(TestCluster cluster, Door door) {
      Wait.until(Door.SOON, "the latch is there", () -> !cluster.kubectl().exists("job", "latch"));
      door.assertOutlastsDeletion();
      assertThat(door.policy("{.metadata.ownerReferences}")).isEmpty();
    }
  }

  /// A Job that is suspended, or that another controller is to manage, is never started by the job
  /// controller: no start, no deadline. Queueing systems suspend Jobs that they do not know.
  @Nested
  class Trap3NeverStarted {
    @Test
    void aSuspendedLatchNeverCloses(TestCluster cluster) {
      assertNeverStarts(cluster, Door.with(Door.LATCH, "suspend: false", "suspend: true"));
    }

    @Test
    void aLatchThatIsNotSuspendedCloses(TestCluster cluster) {
      assertCloses(cluster, Door.with(Door.LATCH, "suspend: false", "suspend: false"));
    }

    @Test
    void aLatchThatSomebodyElseManagesNeverCloses(TestCluster cluster) {
      assertNeverStarts(
          cluster,
          Door.with(
              Door.LATCH,
              "managedBy: kubernetes.io/job-controller",
              "managedBy: example.com/somebody-else"));
    }

    @Test
    void aLatchThatTheJobControllerManagesCloses(TestCluster cluster) {
      assertCloses(
          cluster,
          Door.with(
              Door.LATCH,
              "managedBy: kubernetes.io/job-controller",
              "managedBy: kubernetes.io/job-controller"));
    }

    private static void assertNeverStarts(TestCluster cluster, String latch) {
      Door door = new Door(cluster);
      door.place(latch);
      door.open(Door.POLICY);

      door.assertStaysOpen();

      assertThat(door.started()).isEmpty();
    }

    private static void assertCloses(TestCluster cluster, String latch) {
      Door door = new Door(cluster);
      door.place(latch);
      door.open(Door.POLICY);

      door.awaitClosed();
    }
  }

  /// The deadline counts from the moment in which the job controller first sees the Job, and not
  /// from its creation. Hence "arm, then open": no policy before the latch's start is on record.
  @Nested
  @RealCluster(isolated = true)
  @Execution(ExecutionMode.SAME_THREAD)
  class Trap4NobodyWatchesTheClock {
    private static final int SECONDS = 6;
    private static final String LATCH =
        Door.with(Door.LATCH, "activeDeadlineSeconds: 3", "activeDeadlineSeconds: " + SECONDS);

    @Test
    void aLatchThatWasNotSeenToStartCountsItsTimeFromTheControllersReturn(TestCluster cluster) {
      Door door = closedAfterAnAbsence(cluster, (_, _) -> {});

      assertThat(door.closing().staged()).isAfter(door.closing(Door.WITNESS).staged());
    }

    @Test
    void aLatchThatWasSeenToStartClosesAsSoonAsTheControllersReturn(TestCluster cluster) {
      Door door = closedAfterAnAbsence(cluster, Trap4NobodyWatchesTheClock::haveItSeen);

      assertThat(door.closing().staged()).isBefore(door.closing(Door.WITNESS).staged());
    }

    /// Places the latch while the controllers are away, and keeps them away for longer than its
    /// time. A witness of half that time is placed just before they return, so that its time counts
    /// from their return and from nothing else.
    private static Door closedAfterAnAbsence(
        TestCluster cluster, BiConsumer<Door, Component> meanwhile) {
      Door door = new Door(cluster);
      Component controllers = cluster.plane().controllerManager();
      controllers.kill();
      door.place(LATCH);
      meanwhile.accept(door, controllers);
      Instant away = serverTime(cluster);
      door.open(Door.POLICY);
      Wait.until(
          Door.SOON,
          "time stands still",
          () -> serverTime(cluster).isAfter(away.plusSeconds(SECONDS)));
      assertThat(door.isOpen()).as("its time is over, the controllers are away").isTrue();

      door.witness(Door.LATCH);
      controllers.start();
      door.awaitClosed();
      door.awaitClosed(Door.WITNESS);
      return door;
    }

    private static void haveItSeen(Door door, Component controllers) {
      controllers.start();
      door.awaitStarted();
      controllers.kill();
    }

    /// The API server stamps an object before it throws it away in a dry run.
    private static Instant serverTime(TestCluster cluster) {
      return Instant.parse(
          cluster.kubectl(
              "create",
              "configmap",
              "clock",
              "--dry-run=server",
              "-o",
              "jsonpath={.metadata.creationTimestamp}"));
    }
  }

  /// A finalizer on the policy lets the garbage collector's DELETE only mark it: the object stays
  /// with its rules, and a network plugin goes on to obey them.
  @Nested
  class Trap5AFinalizerOnThePolicy {
    @Test
    void aPolicyWithAFinalizerStaysOpen(TestCluster cluster) {
      Door door = new Door(cluster);
      door.arm(Door.LATCH);
      door.open(Door.with(Door.POLICY, "finalizers: []", "finalizers: [example.com/hold]"));

      door.assertStaysOpen();

      assertThat(door.policy("{.metadata.deletionTimestamp}")).isNotBlank();
    }

    @Test
    void aPolicyWithoutAFinalizerCloses(TestCluster cluster) {
      Door door = new Door(cluster);
      door.arm(Door.LATCH);
      door.open(Door.with(Door.POLICY, "finalizers: []", "finalizers: []"));

      door.awaitClosed();
    }
  }

  /// Whoever may patch the Job can put its time off, suspend it or have it stay when it is done. An
  /// admission policy that compares the spec prevents it, but only if nobody can take away the
  /// label by which it knows a latch.
  @Nested
  class Trap6AMeddler {
    private static final String LATCH =
        Door.with(Door.LATCH, "activeDeadlineSeconds: 3", "activeDeadlineSeconds: 6");
    private static final String LATER = "{\"spec\": {\"activeDeadlineSeconds\": 3600}}";
    private static final String SUSPENDED = "{\"spec\": {\"suspend\": true}}";
    private static final String LASTING = "{\"spec\": {\"ttlSecondsAfterFinished\": null}}";
    private static final String UNLABELLED =
        "{\"metadata\": {\"labels\": {\"nightlatch.dev/latch\": null}}}";

    private static final String PERMANENT_LABEL =
        "- {expression: \"'nightlatch.dev/latch' in object.metadata.?labels.orValue({})\","
            + " message: a latch stays labelled}";

    @ParameterizedTest
    @ValueSource(strings = {LATER, SUSPENDED, LASTING})
    void aLatchThatIsPatchedStaysOpen(String patch, TestCluster cluster) {
      Meddler meddler = Meddler.in(cluster);
      Door door = new Door(cluster);
      door.arm(LATCH);
      assertThat(meddler.patch(patch).succeeded()).isTrue();
      door.open(Door.POLICY);

      awaitSpentOrEndless(cluster, patch);
      door.assertStaysOpen();
    }

    @ParameterizedTest
    @ValueSource(strings = {LATER, SUSPENDED, LASTING})
    void aLatchUnderAGuardCannotBePatchedAndCloses(String patch, TestCluster cluster) {
      Meddler meddler = Meddler.in(cluster);
      Door door = new Door(cluster);
      LatchGuard.COMPLETE.install(cluster);
      door.arm(LATCH);
      assertThat(meddler.patch(patch).error()).contains("a latch does not change");
      door.open(Door.POLICY);

      door.awaitClosed();
    }

    @Test
    void aGuardWhoseLabelCanBeTakenAwayLeavesThePolicyOpen(TestCluster cluster) {
      Meddler meddler = Meddler.in(cluster);
      Door door = new Door(cluster);
      LatchGuard.COMPLETE.without(PERMANENT_LABEL).install(cluster);
      door.arm(LATCH);
      assertThat(meddler.patch(UNLABELLED).succeeded()).isTrue();
      assertThat(meddler.patch(LATER).succeeded()).isTrue();
      door.open(Door.POLICY);

      door.assertStaysOpen();
    }

    @Test
    void aGuardWhoseLabelIsPermanentCloses(TestCluster cluster) {
      Meddler meddler = Meddler.in(cluster);
      Door door = new Door(cluster);
      LatchGuard.COMPLETE.install(cluster);
      door.arm(LATCH);
      assertThat(meddler.patch(UNLABELLED).error()).contains("a latch stays labelled");
      assertThat(meddler.patch(LATER).error()).contains("a latch does not change");
      door.open(Door.POLICY);

      door.awaitClosed();
    }

    /// Where the patch leaves the deadline alone it is reached first, and nothing comes of it.
    private static void awaitSpentOrEndless(TestCluster cluster, String patch) {
      if (patch.equals(LASTING)) {
        Wait.until(
            Door.SOON,
            "the latch has not fired",
            () ->
                cluster
                    .kubectl("get", "job", "latch", "-o", "jsonpath={.status.conditions[*].type}")
                    .contains("Failed"));
      }
    }
  }
}
