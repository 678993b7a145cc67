package dev.nightlatch.kube;

import dev.nightlatch.kube.crd.Crds;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a cluster needs before Nightlatch can work there, as manifests.
///
/// In an order in which one `kubectl apply -f -` succeeds: the kinds, the operator's namespace and
/// account, the roles, the guards.
public final class InstallManifests {
  private static final List<String> FILES = List.of("10-account.yaml", "20-roles.yaml");
  private static final String GUARDS = "30-guards.yaml";
  private static final String STAMPS = "40-stamps.yaml";

  private InstallManifests() {}

  /// All manifests as one YAML text of several documents.
  public static String text() {
    return text(List.of(GUARDS));
  }

  /// The same with [#stamps], for a cluster that serves the kind they are of.
  public static String stamping() {
    return text(List.of(GUARDS, STAMPS));
  }

  /// The same without the guards, for a test of what comes about where nobody refuses it.
  static String withoutGuards() {
    return text(List.of());
  }

  private static String text(List<String> more) {
    return Stream.of(
            Crds.all().stream(),
            FILES.stream().map(InstallManifests::file),
            more.stream().map(InstallManifests::file))
        .flatMap(texts -> texts)
        .map(String::strip)
        .map(text -> text.startsWith("---") ? text : "---\n" + text)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /// What the API server itself is to refuse: each a `ValidatingAdmissionPolicy` with its binding,
  /// with every default said, so that the API server holds them as they stand here. They count a
  /// second or two after they are applied.
  public static String guards() {
    return file(GUARDS);
  }

  /// What the API server itself is to write: who asks, into a grant that does not say it. A
  /// `MutatingAdmissionPolicy` with its binding, admissionregistration.k8s.io/v1, Kubernetes 1.36
  /// and later.
  public static String stamps() {
    return file(STAMPS);
  }

  private static String file(String name) {
    try (InputStream file = InstallManifests.class.getResourceAsStream("install/" + name)) {
      if (file == null) {
        throw new IllegalStateException("the manifest " + name + " is not in the jar");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
