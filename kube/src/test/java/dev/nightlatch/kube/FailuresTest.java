package dev.nightlatch.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightlatch.grants.port.ClusterException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Calls that do not come back by themselves.
@Timeout(60)
final class FailuresTest {

  @Test
  void aCallThatTakesTooLongFailsForNowAndIsInterrupted() throws InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(1);
    assertThatThrownBy(
            () ->
                Failures.translated(
                    "listing pods", () -> endless(interrupted), Duration.ofMillis(50)))
        .isInstanceOfSatisfying(
            ClusterException.class,
            failed -> assertThat(failed.kind()).isEqualTo(ClusterException.Kind.TRANSIENT))
        .hasMessage("listing pods: the API server cannot be reached: no whole answer in time");
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }

  private static boolean endless(CountDownLatch interrupted) {
    try {
      new CountDownLatch(1).await();
      return true;
    } catch (InterruptedException stopped) {
      interrupted.countDown();
      return false;
    }
  }

  @Test
  void aBugInACallIsNotTakenForTheClusters() {
    assertThatThrownBy(
            () ->
                Failures.translated(
                    "listing pods",
                    () -> {
                      throw new IllegalStateException("a bug");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a bug");
  }
}
