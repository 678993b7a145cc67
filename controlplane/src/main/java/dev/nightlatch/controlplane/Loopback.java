package dev.nightlatch.controlplane;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// HTTPS to a program on this machine, with a client certificate.
final class Loopback implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final char[] NO_PASSWORD = new char[0];

  private final HttpClient client;

  /// An answer, whatever its status.
  record Answer(int status, String body) {}

  Loopback(String authority, Identity identity) {
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .sslContext(context(authority, identity))
            .build();
  }

  /// Whether `GET uri` is answered with 200 within `timeout`, in a body that holds `part`.
  boolean isOk(URI uri, String part, Duration timeout) {
    try {
      Answer answer = send(HttpRequest.newBuilder(uri).GET(), timeout);
      return answer.status() == 200 && answer.body().contains(part);
    } catch (IOException e) {
      return false;
    }
  }

  Answer postJson(URI uri, String json, Duration timeout) throws IOException {
    return send(
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .POST(BodyPublishers.ofString(json)),
        timeout);
  }

  private Answer send(HttpRequest.Builder request, Duration timeout) throws IOException {
    try {
      HttpResponse<String> response =
          client.send(request.timeout(timeout).build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlPlaneException("interrupted while waiting for an answer", e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private static SSLContext context(String authority, Identity identity) {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, NO_PASSWORD);
      trusted.setCertificateEntry("authority", Pem.certificate(authority));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);

      KeyStore own = KeyStore.getInstance("PKCS12");
      own.load(null, NO_PASSWORD);
      Certificate certificate = Pem.certificate(identity.certificate());
      own.setKeyEntry(
          "own", Pem.privateKey(identity.key()), NO_PASSWORD, new Certificate[] {certificate});
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(own, NO_PASSWORD);

      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("our own certificates cannot be used", e);
    }
  }
}
