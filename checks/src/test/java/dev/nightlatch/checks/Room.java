package dev.nightlatch.checks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// One Maven module: a folder at the root.
///
/// @param sources its Java sources of each side, sorted by path
record Room(String name, Path folder, Map<Side, List<Source>> sources) {
  /// Whether a source or a class belongs to the product or to its tests.
  enum Side {
    MAIN,
    TEST;

    private String word() {
      return switch (this) {
        case MAIN -> "main";
        case TEST -> "test";
      };
    }

    private String classes() {
      return switch (this) {
        case MAIN -> "target/classes";
        case TEST -> "target/test-classes";
      };
    }
  }

  Room {
    sources = new EnumMap<>(sources);
  }

  static Room read(String name, Path folder) {
    Map<Side, List<Source>> sources = new EnumMap<>(Side.class);
    for (Side side : Side.values()) {
      Path java = folder.resolve("src").resolve(side.word()).resolve("java");
      sources.put(side, Source.read(files(java, ".java")));
    }
    return new Room(name, folder, sources);
  }

  Pom pom() {
    return Pom.read(folder.resolve("pom.xml"));
  }

  /// The package that all of its packages are in.
  String packageRoot() {
    return "dev.nightlatch." + name;
  }

  List<Source> sources(Side side) {
    return sources.getOrDefault(side, List.of());
  }

  /// Where its classes lie; the classes must be there where there are sources.
  Stream<Path> classFolders() {
    return Stream.of(Side.values())
        .filter(side -> !sources(side).isEmpty())
        .map(side -> built(folder.resolve(side.classes())));
  }

  private static Path built(Path classes) {
    if (!Files.isDirectory(classes)) {
      throw new IllegalStateException(classes + " is not there; build with ./mvnw verify");
    }
    return classes;
  }

  /// The files below `folder` whose names end so, sorted; none if there is no such folder.
  static List<Path> files(Path folder, String ending) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .filter(path -> path.toString().endsWith(ending))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
