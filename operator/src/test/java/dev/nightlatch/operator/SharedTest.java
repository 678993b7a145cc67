package dev.nightlatch.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightlatch.grants.model.Surroundings;
import dev.nightlatch.grants.port.ClusterException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SharedTest {
  private static final Instant NIGHT = Instant.parse("2026-03-01T02:14:00Z");
  private static final Surroundings NOTHING = Surroundings.of(List.of(), List.of());

  private volatile Instant now = NIGHT;
  private Duration takes = Duration.ZERO;
  private boolean fails;
  private int readings;
  private final Hearing hearing = new Hearing();
  private final Shared<Surroundings> shared = new Shared<>(this::read, () -> now, hearing);

  private Surroundings read() {
    readings++;
    now = now.plus(takes);
    if (fails) {
      throw new ClusterException(ClusterException.Kind.TRANSIENT, "on purpose");
    }
    return NOTHING;
  }

  private Instant got() {
    return shared.get(Instant.MIN).begun();
  }

  @Test
  void aReadingIsSharedForSomeSeconds() {
    assertThat(got()).isEqualTo(NIGHT);
    now = NIGHT.plus(Shared.AT_LEAST).minusNanos(1);
    assertThat(got()).isEqualTo(NIGHT);
    now = NIGHT.plus(Shared.AT_LEAST);
    assertThat(got()).isEqualTo(now);
    assertThat(readings).isEqualTo(2);
  }

  @Test
  void oneThatTookLongIsSharedLonger() {
    takes = Duration.ofSeconds(4);
    assertThat(got()).isEqualTo(NIGHT);
    now = NIGHT.plusSeconds(11);
    assertThat(got()).isEqualTo(NIGHT);
    now = NIGHT.plusSeconds(12);
    assertThat(got()).isEqualTo(NIGHT.plusSeconds(12));
  }

  @Test
  void whatWasReadBeforeAChangeIsSharedNoMore() {
    got();
    hearing.changed();
    now = NIGHT.plusMillis(1);
    assertThat(got()).isEqualTo(now);
    assertThat(readings).isEqualTo(2);
  }

  @Test
  void nobodyGetsAnOlderOneThanHeWants() {
    got();
    now = NIGHT.plusMillis(2);
    assertThat(shared.get(NIGHT).begun()).isEqualTo(NIGHT);
    assertThat(shared.get(NIGHT.plusMillis(1)).begun()).isEqualTo(now);
  }

  @Test
  void whoeverHasTimeWaitsForAReadingThatIsMadeAnyway() {
    got();
    now = NIGHT.plusSeconds(1);
    assertThat(shared.inTime(NIGHT)).isPresent();
    assertThat(shared.inTime(now)).isEmpty();
    assertThat(readings).isEqualTo(1);
    now = NIGHT.plus(Shared.AT_LEAST);
    assertThat(shared.inTime(NIGHT.plusSeconds(1)).orElseThrow().begun()).isEqualTo(now);
    assertThat(readings).isEqualTo(2);
  }

  @Test
  void whatIsHeardToChangeMakesNoReadingForWhoeverHasTime() {
    got();
    hearing.changed();
    assertThat(shared.inTime(NIGHT)).isPresent();
    assertThat(readings).isEqualTo(1);
  }

  @Test
  void whatFailedIsReadAgainForWhoeverHasTime() {
    fails = true;
    assertThatThrownBy(() -> shared.inTime(NIGHT)).isInstanceOf(ClusterException.class);
    fails = false;
    assertThat(shared.inTime(NIGHT)).isPresent();
  }

  @Test
  void aClockThatWasSetBackMakesNothingYoung() {
    got();
    now = NIGHT.minusSeconds(60);
    assertThat(got()).isEqualTo(now);
  }

  @Test
  void aFailureIsToldAndSharedWithNobodyLater() {
    fails = true;
    assertThatThrownBy(this::got).isInstanceOf(ClusterException.class);
    fails = false;
    assertThat(got()).isEqualTo(NIGHT);
  }

  @Test
  void whoMayOpenGetsOneThatWasNotBegunBefore() {
    assertThat(got()).isEqualTo(NIGHT);
    assertThat(shared.anew().begun()).isEqualTo(NIGHT);
    assertThat(readings).isEqualTo(2);
    assertThat(got()).isEqualTo(NIGHT);
    assertThat(readings).isEqualTo(2);
  }

  @Test
  void whoOnlyAsksWhetherItIsThereWaitsForNobodyElse() throws InterruptedException {
    BlockingQueue<CountDownLatch> begun = new ArrayBlockingQueue<>(10);
    Shared<Surroundings> slow = new Shared<>(() -> readSlowly(begun), () -> now, hearing);
    CompletableFuture<Boolean> first = asked(() -> slow.isThere(Instant.MIN));
    CountDownLatch made = begun.poll(10, TimeUnit.SECONDS);
    assertThat(slow.isThere(Instant.MIN)).isFalse();
    made.countDown();
    assertThat(first.join()).isTrue();
    assertThat(slow.isThere(Instant.MIN)).isTrue();
    assertThat(begun).isEmpty();
  }

  /// However many there are, no more than one is made at a time, and one waits.
  @Test
  void whoComesWhileOneIsMadeSharesTheNextWithTheOthers() throws InterruptedException {
    BlockingQueue<CountDownLatch> begun = new ArrayBlockingQueue<>(10);
    Shared<Surroundings> slow = new Shared<>(() -> readSlowly(begun), () -> now, hearing);
    CompletableFuture<Instant> first = asked(() -> slow.anew().begun());
    CountDownLatch made = begun.poll(10, TimeUnit.SECONDS);
    Queue<Thread> askers = new ConcurrentLinkedQueue<>();
    List<CompletableFuture<Instant>> later =
        Stream.generate(
                () ->
                    asked(
                        () -> {
                          askers.add(Thread.currentThread());
                          return slow.anew().begun();
                        }))
            .limit(8)
            .toList();
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (askers.size() < 8
        || !askers.stream().allMatch(asker -> asker.getState() == Thread.State.WAITING)) {
      assertThat(System.nanoTime()).as("all of them wait").isLessThan(end);
      Thread.onSpinWait();
    }
    assertThat(begun).as("one at a time").isEmpty();
    made.countDown();
    begun.poll(10, TimeUnit.SECONDS).countDown();
    assertThat(first.join()).isEqualTo(NIGHT);
    assertThat(later).allMatch(asked -> asked.join().equals(NIGHT.plusMillis(1)));
    assertThat(begun).isEmpty();
  }

  private static <T> CompletableFuture<T> asked(Supplier<T> question) {
    return CompletableFuture.supplyAsync(question, call -> Thread.ofVirtual().start(call));
  }

  /// Those who ask while one is being made share it; those who ask after a change share the next.
  @Test
  void manyAtOnceShareOneReadingAndAnotherOneAfterAChange() throws InterruptedException {
    BlockingQueue<CountDownLatch> begun = new ArrayBlockingQueue<>(10);
    Shared<Surroundings> slow = new Shared<>(() -> readSlowly(begun), () -> now, hearing);
    List<CompletableFuture<Shared.Reading<Surroundings>>> before = askers(slow);
    CountDownLatch first = begun.poll(10, TimeUnit.SECONDS);
    hearing.changed();
    List<CompletableFuture<Shared.Reading<Surroundings>>> after = askers(slow);
    first.countDown();
    begun.poll(10, TimeUnit.SECONDS).countDown();
    before.forEach(CompletableFuture::join);
    after.forEach(CompletableFuture::join);
    assertThat(after.stream().map(asked -> asked.join().begun()))
        .allMatch(NIGHT.plusMillis(1)::equals);
    assertThat(before.stream().map(asked -> asked.join().begun())).contains(NIGHT);
    assertThat(begun).isEmpty();
  }

  private Surroundings readSlowly(BlockingQueue<CountDownLatch> begun) {
    CountDownLatch release = new CountDownLatch(1);
    begun.add(release);
    try {
      assertThat(release.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
    now = now.plusMillis(1);
    return NOTHING;
  }

  private static List<CompletableFuture<Shared.Reading<Surroundings>>> askers(
      Shared<Surroundings> shared) {
    return Stream.generate(() -> asked(() -> shared.get(Instant.MIN))).limit(8).toList();
  }
}
