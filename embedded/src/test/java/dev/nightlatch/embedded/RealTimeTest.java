package dev.nightlatch.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class RealTimeTest {

  @Test
  void nothingRunsBeforeItIsDue() throws Exception {
    try (RealTime time = new RealTime()) {
      Instant due = time.instant().plus(Duration.ofMillis(150));
      CompletableFuture<Instant> ran = new CompletableFuture<>();
      time.at(due, () -> ran.complete(time.instant()));
      assertThat(ran.get(10, TimeUnit.SECONDS)).isAfterOrEqualTo(due);
    }
  }

  @Test
  void everythingRunsOnOneDaemonThread() throws Exception {
    try (RealTime time = new RealTime()) {
      CompletableFuture<Thread> due = new CompletableFuture<>();
      CompletableFuture<Thread> soon = new CompletableFuture<>();
      time.at(time.instant().minusSeconds(1), () -> due.complete(Thread.currentThread()));
      time.soon(() -> soon.complete(Thread.currentThread()));
      Thread thread = due.get(10, TimeUnit.SECONDS);
      assertThat(thread.isDaemon()).isTrue();
      assertThat(soon.get(10, TimeUnit.SECONDS)).isSameAs(thread);
    }
  }

  @Test
  void aBugInOneTaskIsToldAndDoesNotStopTheNext() throws Exception {
    try (RealTime time = new RealTime()) {
      CompletableFuture<Throwable> told = new CompletableFuture<>();
      CountDownLatch next = new CountDownLatch(1);
      time.soon(
          () -> Thread.currentThread().setUncaughtExceptionHandler((_, bug) -> told.complete(bug)));
      time.soon(
          () -> {
            throw new IllegalStateException("a bug");
          });
      time.soon(next::countDown);
      assertThat(told.get(10, TimeUnit.SECONDS)).hasMessage("a bug");
      assertThat(next.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void nothingRunsOnceItIsClosed() throws Exception {
    RealTime time = new RealTime();
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    time.soon(() -> thread.complete(Thread.currentThread()));
    thread.get(10, TimeUnit.SECONDS);
    CountDownLatch ran = new CountDownLatch(1);
    time.at(time.instant().plusMillis(50), ran::countDown);
    time.close();
    time.at(time.instant(), ran::countDown);
    time.soon(ran::countDown);
    assertThat(thread.get().join(Duration.ofSeconds(10))).as("the thread ends").isTrue();
    assertThat(ran.getCount()).isEqualTo(1);
  }
}
