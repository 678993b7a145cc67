package dev.nightlatch.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.port.Announcement;
import dev.nightlatch.grants.port.ClusterException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AnnouncementQueueTest {
  private final List<String> told = new CopyOnWriteArrayList<>();

  private static Announcement of(String occasion) {
    return new Announcement(
        new Announcement.About(
            Announcement.Kind.GRANT, new ObjectKey("", "db-shell-x"), Optional.of(new Uid("u"))),
        Announcement.Weight.NORMAL,
        "Opened",
        "Opened",
        "Open.",
        occasion);
  }

  @Test
  void whatIsSaidTwiceIsToldOnce() {
    try (AnnouncementQueue queue = AnnouncementQueue.start(it -> told.add(it.occasion()))) {
      queue.announce(of("a"));
      queue.announce(of("a"));
      queue.announce(of("b"));
    }
    assertThat(told).containsExactly("a", "b");
  }

  @Test
  void whatCannotBeToldKeepsNothingElseBack() {
    try (AnnouncementQueue queue =
        AnnouncementQueue.start(
            it -> {
              if (it.occasion().equals("bad")) {
                throw new IllegalStateException("on purpose");
              }
              told.add(it.occasion());
            })) {
      queue.announce(of("bad"));
      queue.announce(of("good"));
    }
    assertThat(told).containsExactly("good");
  }

  @Test
  void aFailureThatMayPassIsTriedASecondTime() {
    AtomicInteger calls = new AtomicInteger();
    CountDownLatch second = new CountDownLatch(1);
    try (AnnouncementQueue queue =
        AnnouncementQueue.start(
            it -> {
              if (calls.incrementAndGet() == 1) {
                throw new ClusterException(ClusterException.Kind.TRANSIENT, "on purpose");
              }
              told.add(it.occasion());
              second.countDown();
            })) {
      queue.announce(of("a"));
      await(second);
    }
    assertThat(told).containsExactly("a");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aFullQueueHoldsNobodyUpAndAStopDoesNotWaitForEver() {
    CountDownLatch never = new CountDownLatch(1);
    AnnouncementQueue queue = AnnouncementQueue.start(_ -> await(never));
    for (int i = 0; i < 3 * AnnouncementQueue.LONGEST; i++) {
      queue.announce(of("" + i));
    }
    long begun = System.nanoTime();
    queue.close();
    assertThat(System.nanoTime() - begun)
        .isLessThan(AnnouncementQueue.FLUSH.multipliedBy(5).toNanos());
  }
}
