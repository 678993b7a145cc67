package dev.nightlatch.operator;

import dev.nightlatch.grants.port.Announcement;
import dev.nightlatch.grants.port.Announcer;
import dev.nightlatch.grants.port.ClusterException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands announcements on from a thread of its own, so that none ever delays or fails a pass.
///
/// At most [#LONGEST] wait; one more is dropped, which is said once until there is room again. One
/// that cannot be handed on is tried a second time where that may help, and then dropped.
final class AnnouncementQueue implements Announcer, AutoCloseable {
  static final int LONGEST = 1000;

  /// How long [#close] waits for what is still to be handed on.
  static final Duration FLUSH = Duration.ofSeconds(2);

  private static final int REMEMBERED = 4096;
  private static final Logger log = LoggerFactory.getLogger(AnnouncementQueue.class);

  private final Announcer behind;
  private final BlockingQueue<Announcement> waiting = new ArrayBlockingQueue<>(LONGEST);
  private final Complaint announcing = new Complaint(log, "telling the cluster what was done");
  private final AtomicBoolean full = new AtomicBoolean();
  private final Thread thread;

  /// The names under which something was told already: a pass that is repeated asks nobody.
  private final Map<String, Boolean> told =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > REMEMBERED;
        }
      };

  private volatile boolean closed;

  private AnnouncementQueue(Announcer behind) {
    this.behind = behind;
    this.thread = Thread.ofPlatform().daemon().name("nightlatch-announcer").unstarted(this::run);
  }

  /// A queue at work.
  static AnnouncementQueue start(Announcer behind) {
    AnnouncementQueue queue = new AnnouncementQueue(behind);
    queue.thread.start();
    return queue;
  }

  /// Comes back at once, and never fails.
  @Override
  public void announce(Announcement announcement) {
    if (waiting.offer(announcement)) {
      full.set(false);
    } else if (!full.getAndSet(true)) {
      log.warn("{} announcements wait to be told, and those that come now are dropped", LONGEST);
    }
  }

  private void run() {
    try {
      while (true) {
        Announcement next = waiting.poll(100, TimeUnit.MILLISECONDS);
        if (next != null) {
          tell(next);
        } else if (closed) {
          return;
        }
      }
    } catch (InterruptedException stopped) {
      log.debug("stopped");
    }
  }

  @SuppressWarnings("CatchingUnchecked") // must outlive every failure
  private void tell(Announcement announcement) {
    String name = announcement.name();
    if (told.containsKey(name)) {
      return;
    }
    try {
      try {
        behind.announce(announcement);
      } catch (ClusterException failed) {
        if (failed.kind() != ClusterException.Kind.TRANSIENT || closed) {
          throw failed;
        }
        behind.announce(announcement);
      }
      told.put(name, true);
      announcing.worked();
    } catch (Throwable failed) {
      announcing.failed(failed);
    }
  }

  /// Waits a little until what is there is told; what is left then is dropped.
  @Override
  public void close() {
    closed = true;
    try {
      if (!thread.join(FLUSH)) {
        thread.interrupt();
      }
    } catch (InterruptedException stopped) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
