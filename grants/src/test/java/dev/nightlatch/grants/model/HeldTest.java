package dev.nightlatch.grants.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What strangers may have done to the objects that a pass finds.
class HeldTest {

  @Test
  void aLatchEndsItsDeadlineAfterItsStart() {
    assertThat(Samples.latch().expiresAt()).contains(Instant.parse("2026-03-01T02:44:00Z"));
  }

  @Test
  void aLatchWithoutAStartOrADeadlineHasNoEnd() {
    HeldLatch latch = Samples.latch();
    assertThat(
            new HeldLatch(latch.meta(), latch.deadline(), Optional.empty(), true, false)
                .expiresAt())
        .isEmpty();
    assertThat(
            new HeldLatch(latch.meta(), Optional.empty(), latch.startedAt(), false, false)
                .expiresAt())
        .isEmpty();
  }

  /// `JobSpec.activeDeadlineSeconds` is any positive int64: a pass must survive all of them.
  @ParameterizedTest
  @ValueSource(longs = {1L << 40, 31_556_889_864_403_199L, 1L << 60, Long.MAX_VALUE})
  void aDeadlineBeyondAllTimeIsAnEndAndNoException(long seconds) {
    HeldLatch latch = Samples.latch();
    Optional<Instant> end =
        new HeldLatch(
                latch.meta(),
                Optional.of(Duration.ofSeconds(seconds)),
                latch.startedAt(),
                true,
                false)
            .expiresAt();
    assertThat(end).isPresent();
    assertThat(end.get()).isAfter(Samples.NIGHT.plus(Duration.ofDays(10_000)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "never",
        "2026-03-01",
        "2026-03-01T02:44:00",
        "1772332800",
        "2026-02-30T00:00:00Z",
        "+1000000001-01-01T00:00:00Z",
        "2026-03-01T02:44:00Z "
      })
  void anEndThatCannotBeReadIsNone(String text) {
    assertThat(bearing(Map.of(Names.EXPIRES_AT, text)).expiresAt()).isEmpty();
  }

  @Test
  void anEndIsReadFromItsAnnotation() {
    assertThat(bearing(Map.of(Names.EXPIRES_AT, "2026-03-01T02:44:00Z")).expiresAt())
        .contains(Samples.NIGHT.plus(Samples.HALF_AN_HOUR));
    assertThat(bearing(Map.of()).expiresAt()).isEmpty();
  }

  private static HeldPolicy bearing(Map<String, String> annotations) {
    HeldPolicy policy = Samples.defaultDeny();
    return new HeldPolicy(Samples.annotated(policy.meta(), annotations), policy.policy());
  }
}
