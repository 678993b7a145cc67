package dev.nightlatch.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.nightlatch.manifests.Json;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/// Tells over HTTP how the operator stands: `/healthz` whether its loops turn, `/readyz` whether
/// all is well. Answers 200 or 503 with one JSON object, and nothing that is secret.
///
/// Anybody who reaches the address may ask. So there are at most [#CONNECTIONS] connections, each
/// on a thread of its own, a request must be there within five seconds, and its answer must be
/// taken within five more; nothing that a request brings along is read but its first line and its
/// heads.
public final class HealthDoor implements AutoCloseable {
  /// One more is closed at once.
  static final int CONNECTIONS = 64;

  private static final String SECONDS = "5";
  private final HttpServer server;
  private final ExecutorService threads;

  private HealthDoor(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /// Opens the door.
  ///
  /// @param health asked once for each request
  /// @throws IOException if the address cannot be listened on
  public static HealthDoor open(InetSocketAddress address, Supplier<Health> health)
      throws IOException {
    // The server's only way to be told; it reads them when its first instance is made.
    System.setProperty("jdk.httpserver.maxConnections", String.valueOf(CONNECTIONS));
    System.setProperty("sun.net.httpserver.maxReqTime", SECONDS);
    System.setProperty("sun.net.httpserver.maxRspTime", SECONDS);
    System.setProperty("sun.net.httpserver.idleInterval", SECONDS);
    System.setProperty("sun.net.httpserver.maxReqHeaders", "50");
    System.setProperty("sun.net.httpserver.maxReqHeaderSize", "16384");
    System.setProperty("sun.net.httpserver.drainAmount", "0");
    HttpServer server = HttpServer.create(address, CONNECTIONS);
    ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("nightlatch-health").factory());
    server.setExecutor(threads);
    server.createContext("/", exchange -> answer(exchange, health));
    server.start();
    return new HealthDoor(server, threads);
  }

  /// Where it listens: the port is the one that was found where none was asked for.
  public InetSocketAddress address() {
    return server.getAddress();
  }

  private static void answer(HttpExchange exchange, Supplier<Health> health) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Connection", "close");
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      String path = exchange.getRequestURI().getRawPath();
      switch (path) {
        case "/healthz" -> tell(exchange, health.get().loops());
        case "/readyz" -> tell(exchange, health.get());
        case null, default -> exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  private static void tell(HttpExchange exchange, Health health) throws IOException {
    String method = exchange.getRequestMethod();
    boolean isHead = method.equals("HEAD");
    if (!isHead && !method.equals("GET")) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      exchange.sendResponseHeaders(405, -1);
      return;
    }
    byte[] body = (Json.line(health.tree()) + "\n").getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(health.isReady() ? 200 : 503, isHead ? -1 : body.length);
    if (!isHead) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
