package dev.nightlatch.grants.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// A small latch that is let out to see whether it goes by itself.
public interface CanaryContract extends Stage {
  private static String fresh() {
    return "nl-canary-" + UUID.randomUUID();
  }

  @Test
  default void aCanaryGoesByItselfAtItsEnd() {
    String canary = fresh();
    operator().release(canary, Duration.ofSeconds(3));
    assertThat(operator().isOut(canary)).isTrue();
    soon(() -> !operator().isOut(canary));
  }

  @Test
  default void aCanaryStaysWhileTheControllersAreAway() {
    String canary = fresh();
    world().stopControllers();
    operator().release(canary, Duration.ofSeconds(1));
    stays(WHILE.plusSeconds(1), () -> operator().isOut(canary));
    world().startControllers();
    soon(() -> !operator().isOut(canary));
  }

  @Test
  default void aCanaryThatIsCalledBackGoesBeforeItsEnd() {
    String canary = fresh();
    operator().release(canary, Duration.ofMinutes(10));
    operator().recall(canary);
    soon(() -> !operator().isOut(canary));
    operator().recall(canary);
  }

  @Test
  default void aCanaryThatWasNeverLetOutIsNotOut() {
    assertThat(operator().isOut(fresh())).isFalse();
    operator().recall(fresh());
  }
}
