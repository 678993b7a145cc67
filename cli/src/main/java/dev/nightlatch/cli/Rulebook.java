package dev.nightlatch.cli;

import dev.nightlatch.grants.model.AccessBoundary;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.AccessSource;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.kube.KubeCluster;
import dev.nightlatch.manifests.Decoded;
import dev.nightlatch.manifests.Decoder;
import dev.nightlatch.manifests.Documents;
import dev.nightlatch.manifests.Manifest;
import dev.nightlatch.manifests.Tree;
import dev.nightlatch.manifests.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The emergency rules that are known, the sources that they name, and the boundaries that hold.
///
/// @param rules in the order in which they were read
/// @param boundaries as far as they can be read
record Rulebook(
    List<AccessRule> rules, Map<ObjectKey, AccessSource> sources, List<AccessBoundary> boundaries) {
  private static final String GROUP = "nightlatch.dev/";
  private static final Set<String> KINDS = Set.of("AccessRule", "AccessSource", "AccessBoundary");

  Rulebook {
    rules = List.copyOf(rules);
    sources = Map.copyOf(sources);
    boundaries = List.copyOf(boundaries);
  }

  /// The rules of these namespaces in a cluster.
  ///
  /// @param notes gets a sentence where they cannot be read
  /// @return empty where they cannot be read
  static Optional<Rulebook> of(
      ClusterOptions cluster, Set<String> namespaces, Consumer<String> notes) {
    try (KubeCluster connected = cluster.connect()) {
      List<AccessRule> rules = new ArrayList<>();
      namespaces.forEach(namespace -> rules.addAll(connected.rules(namespace)));
      Map<ObjectKey, AccessSource> sources = new HashMap<>();
      for (AccessRule rule : rules) {
        for (var ref : rule.sources()) {
          if (!sources.containsKey(ref.source())) {
            connected.source(ref.source()).ifPresent(found -> sources.put(ref.source(), found));
          }
        }
      }
      return Optional.of(
          new Rulebook(rules, sources, rules.isEmpty() ? List.of() : boundaries(connected, notes)));
    } catch (ClusterException unreadable) {
      notes.accept(
          switch (unreadable.kind()) {
            case NOT_FOUND -> "no AccessRules: Nightlatch is not installed in this cluster";
            case FORBIDDEN, CONFLICT, INVALID, TRANSIENT, PERMANENT ->
                "the AccessRules are not known: " + unreadable.getMessage();
          });
      return Optional.empty();
    }
  }

  private static List<AccessBoundary> boundaries(KubeCluster cluster, Consumer<String> notes) {
    try {
      return cluster.boundaries();
    } catch (ClusterException unreadable) {
      notes.accept("the AccessBoundaries are not known: " + unreadable.getMessage());
      return List.of();
    }
  }

  /// The rules that stand in files, folders and a stream.
  ///
  /// Only texts that name our group are read.
  ///
  /// @param notes gets a sentence for each problem of a rule or a source
  static Rulebook of(List<Path> paths, InputStream stream, Consumer<String> notes) {
    List<AccessRule> rules = new ArrayList<>();
    Map<ObjectKey, AccessSource> sources = new HashMap<>();
    List<AccessBoundary> boundaries = new ArrayList<>();
    for (Path path : paths) {
      for (Documents documents : documents(path, stream)) {
        documents.spoilt().stream()
            .filter(spoilt -> isOurs(spoilt.tree()))
            .flatMap(spoilt -> spoilt.problems().stream())
            .forEach(problem -> notes.accept(problem.text()));
        for (Tree tree : documents.trees()) {
          if (isOurs(tree)) {
            Decoded<Manifest> decoded = Decoder.decode(tree);
            decoded.problems().forEach(problem -> notes.accept(problem.text()));
            decoded.value().ifPresent(manifest -> add(manifest, rules, sources, boundaries));
          }
        }
      }
    }
    return new Rulebook(rules, sources, boundaries);
  }

  private static void add(
      Manifest manifest,
      List<AccessRule> rules,
      Map<ObjectKey, AccessSource> sources,
      List<AccessBoundary> boundaries) {
    switch (manifest) {
      case Manifest.OfRule(var rule) -> rules.add(rule);
      case Manifest.OfSource(var source) -> sources.putIfAbsent(source.meta().key(), source);
      case Manifest.OfBoundary(var boundary) -> boundaries.add(boundary);
      case Manifest.OfProvider _,
          Manifest.OfGrant _,
          Manifest.OfPolicy _,
          Manifest.OfLatch _,
          Manifest.OfPod _,
          Manifest.OfWorkload _,
          Manifest.OfNamespace _,
          Manifest.Other _ -> {}
    }
  }

  private static boolean isOurs(Tree tree) {
    return tree instanceof Tree.Mapping object
        && object.value("kind").orElse(null) instanceof Tree.Text(_, var kind)
        && KINDS.contains(kind)
        && object.value("apiVersion").orElse(null) instanceof Tree.Text(_, var version)
        && version.startsWith(GROUP);
  }

  private static List<Documents> documents(Path path, InputStream stream) {
    try {
      if (path.equals(FactsOptions.STDIN)) {
        String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        return text.contains(GROUP) ? List.of(Yaml.read(text, "stdin")) : List.of();
      }
      if (!Files.isDirectory(path)) {
        return Files.isRegularFile(path) && names(path) ? List.of(Yaml.read(path)) : List.of();
      }
      try (Stream<Path> walked = Files.walk(path, FileVisitOption.FOLLOW_LINKS)) {
        boolean isNamed = walked.filter(Rulebook::isManifest).anyMatch(Rulebook::names);
        return isNamed ? List.of(Yaml.read(path)) : List.of();
      }
    } catch (IOException | UncheckedIOException unreadable) {
      // Whoever read the facts has said it already.
      return List.of();
    }
  }

  private static boolean isManifest(Path file) {
    String name = String.valueOf(file.getFileName());
    return (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"))
        && Files.isRegularFile(file);
  }

  private static boolean names(Path file) {
    try {
      return Files.size(file) <= FactsOptions.LONGEST
          && new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(GROUP);
    } catch (IOException unreadable) {
      return false;
    }
  }
}
