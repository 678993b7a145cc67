package dev.nightlatch.testkit;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/// One client's connection through a proxy: two sockets and a pump for each direction.
final class Link {
  private final Socket client;
  private final Socket server;
  private final Gate gate;
  private final AtomicInteger running = new AtomicInteger(2);

  Link(Socket client, Socket server, Gate gate) {
    this.client = client;
    this.server = server;
    this.gate = gate;
  }

  /// Passes bytes until both directions have ended, and then does `afterwards`.
  void start(Runnable afterwards) {
    Runnable end =
        () -> {
          if (running.decrementAndGet() == 0) {
            close(client);
            close(server);
            afterwards.run();
          }
        };
    new Pump(client, server, gate, end).start();
    new Pump(server, client, gate, end).start();
  }

  /// Ends the connection at both ends, by a reset and not by an orderly end.
  void reset() {
    for (Socket socket : new Socket[] {client, server}) {
      try {
        socket.setSoLinger(true, 0);
      } catch (IOException _) {
        // It is closed already.
      }
      close(socket);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // Nothing more can be done for it, and nobody waits for it.
    }
  }
}
