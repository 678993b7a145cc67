package dev.nightlatch.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The proxy in front of a server that says back what it hears.
class FaultProxyTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final int A_WHILE_MILLIS = 300;

  private final ServerSocket echo;
  private final FaultProxy proxy;

  FaultProxyTest() throws IOException {
    this.echo = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    this.proxy = FaultProxy.to(echo.getLocalPort());
  }

  @BeforeEach
  void startEcho() {
    Thread.ofVirtual().start(this::acceptAll);
  }

  @AfterEach
  void end() throws IOException {
    proxy.close();
    echo.close();
  }

  @Test
  void bytesPassBothWays() throws IOException {
    try (Socket client = connect()) {
      assertThat(ask(client, "hello")).isEqualTo("hello");
    }
  }

  @Test
  void anEndIsPassedOn() throws IOException {
    try (Socket client = connect()) {
      say(client, "last words");
      client.shutdownOutput();
      assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .isEqualTo("last words");
    }
  }

  @Test
  void whatIsDelayedComesThatMuchLateInBothDirections() throws IOException {
    try (Socket client = connect()) {
      assertThat(ask(client, "warm")).isEqualTo("warm");
      proxy.delay(Duration.ofMillis(200));
      long start = System.nanoTime();
      assertThat(ask(client, "late")).isEqualTo("late");
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThanOrEqualTo(Duration.ofMillis(400));
    }
  }

  @Test
  void aCutResetsConnectionsAndRefusesNewOnes() throws IOException {
    try (Socket client = connect()) {
      assertThat(ask(client, "before")).isEqualTo("before");
      proxy.cut();
      assertThatIOException().isThrownBy(() -> client.getInputStream().read());
      assertThatIOException().isThrownBy(this::connect).isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void aHealedCutTakesConnectionsAtTheSameAddress() throws IOException {
    InetSocketAddress before = proxy.address();
    proxy.cut();
    proxy.heal();
    assertThat(proxy.address()).isEqualTo(before);
    try (Socket client = connect()) {
      assertThat(ask(client, "again")).isEqualTo("again");
    }
  }

  @Test
  void aBlackholeKeepsConnectionsAndAnswersNothing() throws IOException {
    try (Socket old = connect()) {
      assertThat(ask(old, "before")).isEqualTo("before");
      proxy.blackhole();
      assertSilent(old);
      try (Socket fresh = connect()) {
        assertSilent(fresh);
      }
    }
  }

  @Test
  void aHealedBlackholeDeliversWhatItHeldBack() throws IOException {
    try (Socket client = connect()) {
      proxy.blackhole();
      assertSilent(client);
      proxy.heal();
      assertThat(hear(client, "anybody?".length())).isEqualTo("anybody?");
      assertThat(ask(client, "again")).isEqualTo("again");
    }
  }

  @Test
  void aServerThatRefusesIsSeenAsAReset() throws IOException {
    // Nobody ever accepted there, so it is closed for certain once it is closed.
    ServerSocket nobody = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
    nobody.close();
    try (FaultProxy refused = FaultProxy.to(nobody.getLocalPort())) {
      assertThatIOException()
          .isThrownBy(
              () -> {
                // The reset may overtake the end of the connecting itself.
                try (Socket client = new Socket()) {
                  client.connect(refused.address());
                  hear(client, 1);
                }
              })
          .withMessageContaining("reset");
    }
  }

  private void acceptAll() {
    while (!echo.isClosed()) {
      try {
        Socket socket = echo.accept();
        Thread.ofVirtual().start(() -> echo(socket));
      } catch (IOException _) {
        // The test is over.
      }
    }
  }

  private static void echo(Socket socket) {
    try (socket) {
      socket.getInputStream().transferTo(socket.getOutputStream());
    } catch (IOException _) {
      // The client is gone.
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.connect(proxy.address(), Math.toIntExact(SOON.toMillis()));
    socket.setSoTimeout(Math.toIntExact(SOON.toMillis()));
    return socket;
  }

  private static String ask(Socket socket, String text) throws IOException {
    say(socket, text);
    return hear(socket, text.length());
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String hear(Socket socket, int length) throws IOException {
    return new String(socket.getInputStream().readNBytes(length), StandardCharsets.US_ASCII);
  }

  /// Asks, and hears nothing for a while.
  private static void assertSilent(Socket socket) throws IOException {
    say(socket, "anybody?");
    socket.setSoTimeout(A_WHILE_MILLIS);
    assertThatIOException()
        .isThrownBy(() -> socket.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    socket.setSoTimeout(Math.toIntExact(SOON.toMillis()));
  }
}
