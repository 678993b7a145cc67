package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// The words wait for the end of the process only as long as somebody waits.
class LastWordsTest {
  private final Printed printed = new Printed();

  @Test
  void theyAreSaidOnStderrAndNoMoreOnceTheWaitingIsOver() throws InterruptedException {
    LastWords words = LastWords.of(printed.screen(), List.of("one", "two"));
    words.close();
    assertThat(Runtime.getRuntime().removeShutdownHook(words.hook())).as("still there").isFalse();

    words.hook().start();
    words.hook().join();
    assertThat(printed.err().lines()).containsExactly("one", "two");
    assertThat(printed.out()).isEmpty();
  }
}
