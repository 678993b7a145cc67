package dev.nightlatch.testkit;

import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/// One direction of a connection. One thread reads and notes when each piece is due, another waits
/// and writes, so that a delay makes pieces late and not few. What is held back is bounded: in a
/// blackhole the sender's own buffers fill up in the end, as they do on a real network.
final class Pump {
  private static final int PIECE_BYTES = 16 * 1024;
  private static final int PIECES = 256;

  private final Socket from;
  private final Socket to;
  private final Gate gate;
  private final Runnable end;
  private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>(PIECES);

  Pump(Socket from, Socket to, Gate gate, Runnable end) {
    this.from = from;
    this.to = to;
    this.gate = gate;
    this.end = end;
  }

  private sealed interface Piece {
    /// Some bytes; `due` on the clock of [System#nanoTime].
    final class Bytes implements Piece {
      private final byte[] content;
      private final long due;

      Bytes(byte[] content, long due) {
        this.content = content;
        this.due = due;
      }
    }

    /// The sender will send no more.
    record End() implements Piece {}
  }

  void start() {
    Thread.ofVirtual().name("pump-read").start(this::read);
    Thread.ofVirtual().name("pump-write").start(this::write);
  }

  private void read() {
    try {
      readAll();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void readAll() throws InterruptedException {
    byte[] buffer = new byte[PIECE_BYTES];
    try {
      for (int n = from.getInputStream().read(buffer);
          n >= 0;
          n = from.getInputStream().read(buffer)) {
        byte[] content = Arrays.copyOf(buffer, n);
        pieces.put(new Piece.Bytes(content, System.nanoTime() + gate.delay().toNanos()));
      }
    } catch (IOException e) {
      // A reset is told to the other side as an end, as far as it can still be told.
      pieces.put(new Piece.End());
      return;
    }
    pieces.put(new Piece.End());
  }

  private void write() {
    try {
      while (pieces.take() instanceof Piece.Bytes bytes) {
        for (long left = bytes.due - System.nanoTime();
            left > 0;
            left = bytes.due - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        gate.awaitPassing();
        to.getOutputStream().write(bytes.content);
      }
      gate.awaitPassing();
      to.shutdownOutput();
    } catch (IOException e) {
      // The receiver is gone: the sender learns it by the end of the link.
      stopReading();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end.run();
    }
  }

  /// Lets the reader end, which may stand before a full queue that nobody empties any more.
  private void stopReading() {
    try {
      from.close();
    } catch (IOException _) {
      // It is closed already.
    } finally {
      pieces.clear();
    }
  }
}
