package dev.nightlatch.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.HeldLatch;
import dev.nightlatch.grants.model.LatchOrder;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Uid;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// When a Job is a latch that closes.
final class LatchDecoderTest {
  private static final Uid GRANT = new Uid("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
  private static final LatchOrder ORDER =
      new LatchOrder("shop", GRANT, "db-shell-x7k2p", Duration.ofMinutes(30));

  /// A latch as it stands in a cluster.
  private static final String HELD =
      Yaml.write(Encoder.latch(ORDER, "pause"))
          .replace("  namespace: shop\n", "  namespace: shop\n  uid: 1a\n");

  private static HeldLatch latch(String yaml) {
    Decoded<HeldLatch> decoded = Decoder.latch(Yaml.read(yaml, "a.yaml").trees().getFirst());
    assertThat(decoded.problems()).isEmpty();
    return decoded.value().orElseThrow();
  }

  private static HeldLatch changed(String from, String to) {
    assertThat(HELD).contains(from);
    return latch(HELD.replace(from, to));
  }

  @Test
  void whatWeOrderIsSoundAndHasNotStarted() {
    HeldLatch latch = latch(HELD);
    assertThat(latch.sound()).isTrue();
    assertThat(latch.fired()).isFalse();
    assertThat(latch.startedAt()).isEmpty();
    assertThat(latch.deadline()).contains(Duration.ofMinutes(30));
    assertThat(latch.meta().key()).isEqualTo(new ObjectKey("shop", "nl-" + GRANT));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "parallelism: 0 | parallelism: 1",
        "parallelism: 0 | suspend: false",
        "ttlSecondsAfterFinished: 0 | ttlSecondsAfterFinished: 60",
        "ttlSecondsAfterFinished: 0 | suspend: false",
        "backoffLimit: 0 | suspend: true",
        "backoffLimit: 0 | managedBy: kueue.x-k8s.io/multikueue",
        "backoffLimit: 0 | completions: 0",
        "backoffLimit: 0 | completions: 1",
        "- foregroundDeletion | - example.com/else",
        "kind: AccessGrant | kind: ConfigMap",
        "apiVersion: nightlatch.dev/v1alpha1 | apiVersion: nightlatch.dev/v1beta1",
        "uid: 6ba7b810-9dad-11d1-80b4-00c04fd430c8 | uid: another",
        "nightlatch.dev/grant: 6ba7b810-9dad-11d1-80b4-00c04fd430c8 | a: b",
        "nightlatch.dev/grant: 6ba7b810-9dad-11d1-80b4-00c04fd430c8 | nightlatch.dev/grant: other",
        "name: nl-6ba7b810-9dad-11d1-80b4-00c04fd430c8 | name: nl-another"
      })
  void oneThingThatIsOtherwiseMakesItUnsound(String from, String to) {
    assertThat(changed(from, to).sound()).isFalse();
  }

  @Test
  void aLatchThatLetsGoOfWhatItOwnsIsUnsound() {
    assertThat(changed("- foregroundDeletion\n", "- foregroundDeletion\n  - orphan\n").sound())
        .isFalse();
  }

  @Test
  void twoOwnersMakeItUnsoundSinceBothMustGo() {
    String another = "\n  - {apiVersion: v1, kind: Node, name: a, uid: b}\n";
    assertThat(changed("ownerReferences:\n", "ownerReferences:" + another).sound()).isFalse();
    assertThat(changed("blockOwnerDeletion: true\n", "blockOwnerDeletion: true" + another).sound())
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"suspend: false", "suspend: null", "managedBy: kubernetes.io/job-controller"})
  void whatChangesNothingLeavesItSound(String field) {
    assertThat(changed("  backoffLimit: 0\n", "  backoffLimit: 0\n  " + field + "\n").sound())
        .isTrue();
  }

  @Test
  void aLatchBeingDeletedNeedsItsFinalizerNoMore() {
    HeldLatch latch =
        changed(
            "  finalizers:\n  - foregroundDeletion\n",
            "  deletionTimestamp: 2026-11-24T02:44:00Z\n");
    assertThat(latch.sound()).isTrue();
    assertThat(latch.meta().terminating()).isTrue();
  }

  @Test
  void aLatchWhoseDeadlineWasTakenAwaySaysSo() {
    assertThat(changed("  activeDeadlineSeconds: 1800\n", "").deadline()).isEmpty();
  }

  @Test
  void aStartedLatchEndsAfterItsDeadline() {
    HeldLatch latch = latch(HELD + "status: {startTime: 2026-11-24T02:14:07Z}\n");
    assertThat(latch.startedAt()).contains(Instant.parse("2026-11-24T02:14:07Z"));
    assertThat(latch.expiresAt()).contains(Instant.parse("2026-11-24T02:44:07Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "Failed,True,true", "FailureTarget,True,true", "Complete,True,true",
    "SuccessCriteriaMet,True,true", "Failed,False,false", "Failed,Unknown,false",
    "Suspended,True,false"
  })
  void aLatchHasFiredOnceItHasFailedOrCompletedOrIsAboutTo(
      String type, String status, boolean fired) {
    String conditions =
        "status: {conditions: [{type: Other, status: \"True\"}, {type: %s, status: \"%s\"}]}\n"
            .formatted(type, status);
    assertThat(latch(HELD + conditions).fired()).isEqualTo(fired);
  }
}
