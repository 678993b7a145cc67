package dev.nightlatch.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Calls that are made beside each other.
class MeanwhileTest {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  @Test
  void whatAllLedToIsInTheirOrder() {
    CountDownLatch second = new CountDownLatch(1);
    Meanwhile<Integer> slow =
        Meanwhile.begin(
            threads,
            () -> {
              await(second);
              return 1;
            });
    Meanwhile<Integer> quick =
        Meanwhile.begin(
            threads,
            () -> {
              second.countDown();
              return 2;
            });
    assertThat(Meanwhile.all(List.of(slow, quick))).containsExactly(1, 2);
  }

  @Test
  void aFailureIsThrownOnceAllTheOthersAreOver() {
    CountDownLatch failed = new CountDownLatch(1);
    List<String> done = new ArrayList<>();
    Meanwhile<String> first =
        Meanwhile.begin(
            threads,
            () -> {
              failed.countDown();
              throw new IllegalArgumentException("the first");
            });
    Meanwhile<String> second =
        Meanwhile.begin(
            threads,
            () -> {
              await(failed);
              done.add("the second");
              throw new IllegalStateException("the second");
            });
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Meanwhile.all(List.of(first, second)))
        .withMessage("the first");
    assertThat(done).containsExactly("the second");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }
}
