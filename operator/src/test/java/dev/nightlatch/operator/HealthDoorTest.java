package dev.nightlatch.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who could come through this door.
@Timeout(60)
class HealthDoorTest {
  private volatile Health health = health(true, true);
  private final HealthDoor door;
  private final HttpClient client = HttpClient.newHttpClient();

  HealthDoorTest() throws IOException {
    door =
        HealthDoor.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), () -> health);
  }

  @AfterEach
  void close() {
    client.close();
    door.close();
  }

  private static Health health(boolean loop, boolean fact) {
    return new Health(
        Health.Role.ALONE,
        List.of(
            new Health.Check("queue", true, loop, Instant.EPOCH, loop ? "" : "silent"),
            new Health.Check("guards", false, fact, Instant.EPOCH, fact ? "" : "gone")),
        OptionalInt.of(3));
  }

  private HttpResponse<String> ask(String method, String path)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.address().getPort() + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .timeout(Duration.ofSeconds(20))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private int status(String path) throws IOException, InterruptedException {
    return ask("GET", path).statusCode();
  }

  @Test
  void itTellsApartWhetherTheLoopsTurnAndWhetherAllIsWell()
      throws IOException, InterruptedException {
    assertThat(List.of(status("/healthz"), status("/readyz"))).containsExactly(200, 200);
    health = health(true, false);
    assertThat(List.of(status("/healthz"), status("/readyz"))).containsExactly(200, 503);
    health = health(false, true);
    assertThat(List.of(status("/healthz"), status("/readyz"))).containsExactly(503, 503);
    assertThat(ask("GET", "/readyz").body())
        .isEqualTo(
            "{\"well\":false,\"role\":\"alone\",\"checks\":["
                + "{\"name\":\"queue\",\"well\":false,\"since\":\"1970-01-01T00:00:00Z\","
                + "\"why\":\"silent\"},"
                + "{\"name\":\"guards\",\"well\":true,\"since\":\"1970-01-01T00:00:00Z\"}],"
                + "\"overdueReviews\":3}\n");
    assertThat(ask("GET", "/healthz").body()).doesNotContain("overdueReviews");
  }

  @Test
  void aHeadIsAnsweredWithoutABody() throws IOException, InterruptedException {
    HttpResponse<String> answer = ask("HEAD", "/healthz");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"})
  void nothingCanBeDoneHere(String method) throws IOException, InterruptedException {
    HttpResponse<String> answer = ask(method, "/healthz");
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/healthz/",
        "/healthzz",
        "/metrics",
        "//healthz",
        "/a/../healthz",
        "/%68ealthz"
      })
  void thereIsNothingElseHere(String path) throws IOException, InterruptedException {
    assertThat(status(path)).isEqualTo(404);
  }

  private Socket knock() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), door.address().getPort());
    socket.setSoTimeout(20_000);
    return socket;
  }

  /// Reads until the other side closes; how it closes is its own affair.
  private static String rest(Socket socket) throws IOException {
    try {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (SocketException reset) {
      return "";
    }
  }

  @Test
  void aClientThatNeverFinishesItsRequestIsSentAwayAndKeepsNobodyOut()
      throws IOException, InterruptedException {
    try (Socket slow = knock()) {
      slow.getOutputStream()
          .write("GET /healthz HTTP/1.1\r\nHost: a\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(status("/healthz")).isEqualTo(200);
      assertThat(rest(slow)).doesNotContain("200");
    }
  }

  @Test
  void aClientThatSaysNothingIsSentAway() throws IOException {
    try (Socket silent = knock()) {
      assertThat(rest(silent)).isEmpty();
    }
  }

  @Test
  void manyConnectionsAreNotAllHeldAndTheDoorOpensAgainOnceTheyAreSentAway()
      throws IOException, InterruptedException {
    List<Socket> many = new ArrayList<>();
    try {
      for (int i = 0; i < 3 * HealthDoor.CONNECTIONS; i++) {
        many.add(knock());
      }
      for (Socket socket : many) {
        assertThat(rest(socket)).isEmpty();
      }
      assertThat(status("/healthz")).isEqualTo(200);
    } finally {
      for (Socket socket : many) {
        socket.close();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /healthz HTTP/1.1\r\nX: ", "GET /", ""})
  void aHugeRequestIsNotReadToItsEnd(String begin) throws IOException, InterruptedException {
    byte[] much = "a".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);
    try (Socket huge = knock()) {
      OutputStream out = huge.getOutputStream();
      out.write(begin.getBytes(StandardCharsets.US_ASCII));
      long sent = 0;
      try {
        while (sent < 256L * 1024 * 1024) {
          out.write(much);
          sent += much.length;
        }
      } catch (IOException closed) {
        // As hoped.
      }
      assertThat(sent).isLessThan(64L * 1024 * 1024);
    }
    assertThat(status("/healthz")).isEqualTo(200);
  }

  @Test
  void aHugeBodyIsNotRead() throws IOException, InterruptedException {
    try (Socket huge = knock()) {
      huge.getOutputStream()
          .write(
              "POST /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(rest(huge)).startsWith("HTTP/1.1 405 ");
    }
    assertThat(status("/healthz")).isEqualTo(200);
  }
}
