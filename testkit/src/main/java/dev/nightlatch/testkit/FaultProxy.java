package dev.nightlatch.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A TCP proxy on loopback between a client and the API server, which breaks the way on demand. It
/// passes bytes and knows nothing of TLS, so the client still sees the server's own certificate.
public final class FaultProxy implements AutoCloseable {
  private static final Duration REBIND = Duration.ofSeconds(10);

  private final InetSocketAddress target;
  private final InetSocketAddress address;
  private final Gate gate = new Gate();
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private ServerSocket listener;

  private FaultProxy(int targetPort) throws IOException {
    this.target = onLoopback(targetPort);
    this.listener = new ServerSocket();
    listener.bind(onLoopback(0));
    this.address = onLoopback(listener.getLocalPort());
    acceptFrom(listener);
  }

  /// A proxy in front of a port of 127.0.0.1, which passes everything.
  public static FaultProxy to(int targetPort) {
    try {
      return new FaultProxy(targetPort);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where clients connect to; stays the same through all faults.
  public InetSocketAddress address() {
    return address;
  }

  /// Ends all faults: what a blackhole held back goes on its way, refused clients are let in again.
  public synchronized void heal() {
    gate.set(new Gate.Mode.Passing(Duration.ZERO));
    listen();
  }

  /// Lets each byte through `delay` late, in both directions; the throughput stays.
  public synchronized void delay(Duration delay) {
    gate.set(new Gate.Mode.Passing(delay));
    listen();
  }

  /// Resets all connections and refuses new ones.
  public synchronized void cut() {
    close(listener);
    gate.set(new Gate.Mode.Passing(Duration.ZERO));
    links.forEach(Link::reset);
  }

  /// Holds back everything in both directions: connections stay and new ones are taken, and nothing
  /// is ever answered. It is what lost packets look like to both ends.
  public synchronized void blackhole() {
    gate.set(new Gate.Mode.Holding());
    listen();
  }

  @Override
  public synchronized void close() {
    cut();
  }

  private void listen() {
    if (!listener.isClosed()) {
      return;
    }
    listener =
        Wait.forValue(
            REBIND,
            () -> {
              try {
                ServerSocket again = new ServerSocket();
                again.bind(address);
                return Optional.of(again);
              } catch (IOException e) {
                return Optional.empty();
              }
            },
            () -> "the proxy's port " + address.getPort() + " was taken by somebody else");
    acceptFrom(listener);
  }

  private void acceptFrom(ServerSocket socket) {
    Thread.ofVirtual()
        .name("proxy-" + address.getPort())
        .start(
            () -> {
              while (!socket.isClosed()) {
                try {
                  connect(socket.accept());
                } catch (IOException _) {
                  // The listener was closed, or the server refuses; the client sees the reset.
                }
              }
            });
  }

  /// Runs on the accepting thread: to connect on loopback takes no time, also to a paused server.
  private void connect(Socket client) throws IOException {
    Socket server = new Socket();
    try {
      server.connect(target);
    } catch (IOException e) {
      client.setSoLinger(true, 0);
      client.close();
      server.close();
      throw e;
    }
    Link link = new Link(client, server, gate);
    synchronized (this) {
      if (listener.isClosed()) {
        link.reset();
        return;
      }
      links.add(link);
    }
    link.start(() -> links.remove(link));
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InetSocketAddress onLoopback(int port) {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
  }
}
