package dev.nightlatch.embedded;

import dev.nightlatch.grants.port.Change;
import dev.nightlatch.grants.port.Cluster.Watch;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// The watches of a cluster, and what they are yet to be told.
final class Watches {

  private final class Subscription implements Watch {
    private final Consumer<Change> listener;
    private boolean closed;

    private Subscription(Consumer<Change> listener) {
      this.listener = listener;
    }

    private synchronized void hear(Change change) {
      if (!closed) {
        listener.accept(change);
      }
    }

    @Override
    public synchronized void close() {
      closed = true;
      open.remove(this);
    }
  }

  private record Message(Subscription to, Change change) {}

  private final List<Subscription> open = new CopyOnWriteArrayList<>();
  private final Queue<Message> untold = new ConcurrentLinkedQueue<>();

  /// Adds a watch, which is to be told of the unknown first.
  Watch open(Consumer<Change> listener) {
    Subscription subscription = new Subscription(listener);
    untold.add(new Message(subscription, new Change.Unknown()));
    open.add(subscription);
    return subscription;
  }

  /// All that are open are to be told this.
  void note(List<Change> changes) {
    for (Change change : changes) {
      open.forEach(subscription -> untold.add(new Message(subscription, change)));
    }
  }

  /// Tells what is yet to be told. Never called with a lock held that a listener could want.
  void tell() {
    for (Message next = untold.poll(); next != null; next = untold.poll()) {
      next.to().hear(next.change());
    }
  }
}
