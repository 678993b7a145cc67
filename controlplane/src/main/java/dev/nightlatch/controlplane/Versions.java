package dev.nightlatch.controlplane;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/// The pinned versions, from the file that `dev/control-plane` reads too.
record Versions(String kubernetes, String etcd) {

  static Versions pinned() {
    Properties properties = new Properties();
    try (InputStream file =
        Objects.requireNonNull(Versions.class.getResourceAsStream("versions.properties"))) {
      properties.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Versions(
        Objects.requireNonNull(properties.getProperty("kubernetes")),
        Objects.requireNonNull(properties.getProperty("etcd")));
  }
}
