package dev.nightlatch.kube;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;

/// Which algorithm a client's key is for. The Kubernetes client takes every key in PKCS #8 for an
/// RSA key, which those of many clusters are not.
final class ClientKey {
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";

  private ClientKey() {}

  /// The algorithm's name as the client wants it; what the client assumes itself where the
  /// kubeconfig has no such key.
  static String algorithm(Config config) {
    return pem(config)
        .filter(ClientKey::isElliptic)
        .map(_ -> "EC")
        .orElse(config.getClientKeyAlgo());
  }

  private static Optional<String> pem(Config config) {
    try {
      if (config.getClientKeyData() != null) {
        byte[] pem = Base64.getMimeDecoder().decode(config.getClientKeyData());
        return Optional.of(new String(pem, StandardCharsets.US_ASCII));
      }
      if (config.getClientKeyFile() != null) {
        return Optional.of(Files.readString(Path.of(config.getClientKeyFile())));
      }
      return Optional.empty();
    } catch (IOException | IllegalArgumentException unreadable) {
      // The client reads it again, and says what is wrong with it.
      return Optional.empty();
    }
  }

  private static boolean isElliptic(String pem) {
    int begin = pem.indexOf(BEGIN);
    int end = pem.indexOf(END);
    if (begin < 0 || end < begin) {
      return false;
    }
    try {
      byte[] key = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
      return "EC"
          .equals(
              KeyFactory.getInstance("EC")
                  .generatePrivate(new PKCS8EncodedKeySpec(key))
                  .getAlgorithm());
    } catch (GeneralSecurityException | IllegalArgumentException another) {
      return false;
    }
  }
}
