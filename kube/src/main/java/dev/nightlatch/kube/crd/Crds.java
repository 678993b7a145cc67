package dev.nightlatch.kube.crd;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// The CustomResourceDefinitions of Nightlatch's kinds, as texts to apply.
public final class Crds {

  /// The names of the definitions, which are also the names of their files.
  static final List<String> NAMES =
      List.of(
          "accesssources.nightlatch.dev",
          "accessrules.nightlatch.dev",
          "accessboundaries.nightlatch.dev",
          "incidentproviders.nightlatch.dev",
          "accessgrants.nightlatch.dev");

  private Crds() {}

  /// One YAML document each: sources, rules, boundaries, incident providers, grants.
  public static List<String> all() {
    return NAMES.stream().map(Crds::read).toList();
  }

  private static String read(String name) {
    String file = name + ".yaml";
    try (InputStream text = Crds.class.getResourceAsStream(file)) {
      return new String(
          Objects.requireNonNull(text, () -> "not packaged: " + file).readAllBytes(),
          StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
