package dev.nightlatch.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VirtualTimeTest {
  private static final Instant START = Instant.parse("2026-03-01T02:14:05Z");

  private final VirtualTime time = new VirtualTime(START);
  private final List<String> ran = new ArrayList<>();

  private void note(String name) {
    ran.add(name + " at " + Duration.between(START, time.instant()).toSeconds());
  }

  @Test
  void tasksRunAtTheirInstantsInOrder() {
    time.at(START.plusSeconds(3), () -> note("c"));
    time.at(START.plusSeconds(1), () -> note("a"));
    time.at(START.plusSeconds(3), () -> note("d"));
    time.at(START.plusSeconds(2), () -> note("b"));
    time.advance(Duration.ofSeconds(2));
    assertThat(ran).containsExactly("a at 1", "b at 2");
    time.advance(Duration.ofSeconds(5));
    assertThat(ran).containsExactly("a at 1", "b at 2", "c at 3", "d at 3");
    assertThat(time.instant()).isEqualTo(START.plusSeconds(7));
  }

  @Test
  void whatATaskGivesRunsInTheSameAdvanceIfItIsDue() {
    time.at(
        START.plusSeconds(1),
        () -> {
          note("first");
          time.at(time.instant().plusSeconds(1), () -> note("second"));
          time.at(START, () -> note("overdue"));
        });
    time.advance(Duration.ofSeconds(2));
    assertThat(ran).containsExactly("first at 1", "overdue at 1", "second at 2");
  }

  @Test
  void noTimeIsEnoughForWhatIsDue() {
    time.at(START, () -> note("now"));
    assertThat(ran).isEmpty();
    time.advance(Duration.ZERO);
    assertThat(ran).containsExactly("now at 0");
  }

  @Test
  void timeDoesNotGoBack() {
    assertThatThrownBy(() -> time.advance(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(time.instant()).isEqualTo(START);
  }
}
