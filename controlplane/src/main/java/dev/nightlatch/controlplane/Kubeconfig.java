package dev.nightlatch.controlplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;

/// One user's way to one API server: what a kubeconfig file says, with everything inside it.
///
/// @param server where to connect to; the server's own address, or that of something in between
/// @param user a name for the reader; the server believes only the credentials
public record Kubeconfig(URI server, String authority, String user, Credentials credentials) {

  /// How a user proves who he is.
  public sealed interface Credentials {
    /// A client certificate and its key, both in PEM.
    record Certificate(String certificate, String key) implements Credentials {
      @Override
      public String toString() {
        return "Certificate[...]";
      }
    }

    /// A ServiceAccount's token.
    record Token(String token) implements Credentials {
      @Override
      public String toString() {
        return "Token[...]";
      }
    }
  }

  /// The same user by way of another address on this machine, such as a proxy's. The server's
  /// certificate holds for every port of 127.0.0.1 and for `localhost`.
  public Kubeconfig at(InetSocketAddress address) {
    return new Kubeconfig(
        URI.create("https://%s:%d".formatted(address.getHostString(), address.getPort())),
        authority,
        user,
        credentials);
  }

  /// The file's text.
  ///
  /// Source: kubernetes.io, Reference, `Config`, client API v1.
  public String text() {
    String secret =
        switch (credentials) {
          case Credentials.Certificate(String certificate, String key) ->
              """
              client-certificate-data: %s
                  client-key-data: %s"""
                  .formatted(base64(certificate), base64(key));
          case Credentials.Token(String token) -> "token: " + quoted(token);
        };
    return """
        apiVersion: v1
        kind: Config
        clusters:
        - name: nightlatch
          cluster:
            server: %s
            certificate-authority-data: %s
        users:
        - name: %s
          user:
            %s
        contexts:
        - name: nightlatch
          context:
            cluster: nightlatch
            user: %s
        current-context: nightlatch
        """
        .formatted(
            quoted(server.toString()), base64(authority), quoted(user), secret, quoted(user));
  }

  /// Writes the file, readable by its owner alone, in one step: a reader sees the old or the new.
  public Path write(Path file) {
    try {
      PrivateFiles.write(file, text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
