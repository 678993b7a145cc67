package dev.nightlatch.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the queue promises, on its own threads and the real monotonic clock.
@Timeout(30)
class WorkQueueTest {
  private static final Next LATER = new Next.In(Duration.ofHours(1));

  private final BlockingQueue<String> passes = new LinkedBlockingQueue<>();

  private static WorkQueue<String> start(Function<String, Next> pass) {
    return WorkQueue.start(pass, _ -> {}, () -> {});
  }

  private @Nullable String next() throws InterruptedException {
    return passes.poll(10, TimeUnit.SECONDS);
  }

  @Test
  void aWokenKeyGetsAPass() throws InterruptedException {
    try (WorkQueue<String> queue = start(key -> noted(key, LATER))) {
      queue.wake("a");
      assertThat(next()).isEqualTo("a");
    }
  }

  private Next noted(String key, Next next) {
    passes.add(key);
    return next;
  }

  @Test
  void aStepThatWasDoneLeadsToAnotherPassAtOnceAndAPauseToOneLater() throws InterruptedException {
    AtomicInteger count = new AtomicInteger();
    try (WorkQueue<String> queue =
        start(
            key ->
                noted(
                    key,
                    switch (count.incrementAndGet()) {
                      case 1 -> new Next.AtOnce();
                      case 2 -> new Next.In(Duration.ofMillis(20));
                      default -> LATER;
                    }))) {
      queue.wake("a");
      assertThat(List.of("" + next(), "" + next(), "" + next())).containsExactly("a", "a", "a");
    }
    assertThat(count).hasValue(3);
  }

  @Test
  void twoPassesOverOneKeyNeverOverlapAndAWakeMeanwhileIsNotLost() throws InterruptedException {
    CountDownLatch inFirst = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger running = new AtomicInteger();
    List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
    try (WorkQueue<String> queue =
        start(
            key -> {
              seen.add(running.incrementAndGet());
              inFirst.countDown();
              await(goOn);
              running.decrementAndGet();
              return noted(key, LATER);
            })) {
      queue.wake("a");
      assertThat(inFirst.await(10, TimeUnit.SECONDS)).isTrue();
      for (int i = 0; i < 50; i++) {
        queue.wake("a");
      }
      goOn.countDown();
      assertThat(List.of("" + next(), "" + next())).containsExactly("a", "a");
      assertThat(seen).containsExactly(1, 1);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      boolean _ = latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aSlowPassHoldsUpNoOtherKey() throws InterruptedException {
    CountDownLatch goOn = new CountDownLatch(1);
    try (WorkQueue<String> queue =
        start(
            key -> {
              if (key.equals("slow")) {
                await(goOn);
              }
              return noted(key, LATER);
            })) {
      queue.wake("slow");
      queue.wake("quick");
      assertThat(next()).isEqualTo("quick");
      goOn.countDown();
      assertThat(next()).isEqualTo("slow");
    }
  }

  /// What is called "shut" has nothing open any more after its first pass; its second one lasts
  /// until it may go on.
  private Function<String, Next> shuttingUntil(CountDownLatch goOn) {
    Set<String> shut = ConcurrentHashMap.newKeySet();
    return key -> {
      if (key.startsWith("shut") && shut.add(key)) {
        return new Next.AtOnce().shut();
      }
      passes.add(key);
      if (key.startsWith("shut")) {
        await(goOn);
      }
      return LATER;
    };
  }

  /// When many end at once, all are shut before any is accounted for.
  @Test
  void whatHasNothingOpenLetsOthersGoFirst() throws InterruptedException {
    CountDownLatch goOn = new CountDownLatch(1);
    try (WorkQueue<String> queue = start(shuttingUntil(goOn))) {
      Stream.of("shut 1", "shut 2", "shut 3", "shut 4").forEach(queue::wake);
      assertThat(List.of("" + next(), "" + next())).allMatch(key -> key.startsWith("shut"));
      queue.wake("shut 3");
      Stream.of("open 1", "open 2", "open 3").forEach(queue::wake);
      assertThat(List.of("" + next(), "" + next(), "" + next()))
          .containsExactlyInAnyOrder("open 1", "open 2", "open 3");
      assertThat(passes).isEmpty();
      goOn.countDown();
      assertThat(List.of("" + next(), "" + next())).allMatch(key -> key.startsWith("shut"));
    }
  }

  /// However long it has waited, it leaves the others their places.
  @Test
  void whatHasNothingOpenTakesFewPlacesHoweverLongItHasWaited() throws InterruptedException {
    CountDownLatch goOn = new CountDownLatch(1);
    try (WorkQueue<String> queue =
        WorkQueue.start(shuttingUntil(goOn), _ -> {}, () -> {}, Duration.ZERO)) {
      IntStream.range(0, 40).forEach(i -> queue.wake("shut " + i));
      assertThat(List.of("" + next(), "" + next())).allMatch(key -> key.startsWith("shut"));
      queue.wake("open");
      assertThat(next()).isEqualTo("open");
      goOn.countDown();
      for (int i = 2; i < 40; i++) {
        assertThat(next()).startsWith("shut");
      }
    }
  }

  @Test
  void whatFailsOnceItIsShutIsTriedAgain() throws InterruptedException {
    AtomicInteger count = new AtomicInteger();
    try (WorkQueue<String> queue =
        start(
            key ->
                switch (count.incrementAndGet()) {
                  case 1 -> new Next.AtOnce().shut();
                  case 2 -> throw new IllegalStateException("on purpose");
                  default -> noted(key, LATER);
                })) {
      queue.wake("a");
      assertThat(next()).isEqualTo("a");
    }
  }

  @Test
  void whateverAPassThrowsItIsMadeAgain() throws InterruptedException {
    AtomicInteger count = new AtomicInteger();
    try (WorkQueue<String> queue =
        start(
            key -> {
              passes.add(key);
              return switch (count.incrementAndGet()) {
                case 1 -> throw new IllegalStateException("on purpose");
                case 2 -> throw new StackOverflowError("on purpose");
                default -> LATER;
              };
            })) {
      queue.wake("a");
      assertThat(List.of("" + next(), "" + next(), "" + next())).containsExactly("a", "a", "a");
    }
  }

  @Test
  void aKeyThatFailsIsTriedWithAPauseHoweverOftenItIsWoken() throws InterruptedException {
    BlockingQueue<Long> times = new LinkedBlockingQueue<>();
    try (WorkQueue<String> queue =
        start(
            _ -> {
              times.add(System.nanoTime());
              throw new IllegalStateException("on purpose");
            })) {
      queue.wake("a");
      while (times.size() < 5) {
        queue.wake("a");
        Thread.onSpinWait();
      }
    }
    List<Long> tries = new ArrayList<>(times);
    for (int i = 1; i < 5; i++) {
      assertThat(Duration.ofNanos(tries.get(i) - tries.get(i - 1)))
          .isBetween(Duration.ofMillis(95), Duration.ofSeconds(5));
    }
  }

  @Test
  void aKeyThatIsDoneIsForgottenAndCanComeAgain() throws InterruptedException {
    CountDownLatch settled = new CountDownLatch(1);
    try (WorkQueue<String> queue = start(key -> noted(key, new Next.Done()))) {
      queue.wake("a");
      assertThat(next()).isEqualTo("a");
      while (!queue.keys().isEmpty()) {
        Thread.onSpinWait();
      }
      settled.countDown();
      queue.wake("a");
      assertThat(next()).isEqualTo("a");
    }
  }

  @Test
  void aPassThatGoesRoundInCirclesIsSlowedDownAndNotGivenUp() throws InterruptedException {
    AtomicInteger count = new AtomicInteger();
    try (WorkQueue<String> queue =
        start(
            _ -> {
              if (count.incrementAndGet() == 102) {
                passes.add("still at it");
              }
              return new Next.AtOnce();
            })) {
      queue.wake("a");
      assertThat(next()).isEqualTo("still at it");
      // Unhindered, these would be thousands by now.
      assertThat(count.get()).isLessThan(110);
    }
  }

  @Test
  void aClosedQueueBeginsNoPass() {
    WorkQueue<String> queue = start(key -> noted(key, LATER));
    queue.close();
    queue.wake("a");
    assertThat(queue.keys()).isEmpty();
    assertThat(passes).isEmpty();
  }

  @Test
  void aStopWaitsForThePassThatRunsAndBeginsNoOther() throws InterruptedException {
    CountDownLatch inPass = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger count = new AtomicInteger();
    WorkQueue<String> queue =
        start(
            _ -> {
              count.incrementAndGet();
              inPass.countDown();
              await(goOn);
              return new Next.AtOnce();
            });
    queue.wake("a");
    assertThat(inPass.await(10, TimeUnit.SECONDS)).isTrue();
    queue.close();
    queue.wake("b");
    assertThat(queue.isQuietWithin(Duration.ofMillis(50))).isFalse();
    goOn.countDown();
    assertThat(queue.isQuietWithin(Duration.ofSeconds(10))).isTrue();
    assertThat(count).hasValue(1);
  }

  @Test
  void anIdleQueueIsQuietAtOnce() throws InterruptedException {
    WorkQueue<String> queue = start(key -> noted(key, LATER));
    queue.close();
    assertThat(queue.isQuietWithin(Duration.ofSeconds(10))).isTrue();
  }
}
