package dev.nightlatch.kube.crd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// One object of a file of YAML documents. Its comment says what it shows, in a first line, and
/// for one that must be refused, in lines that start with `refused:`, what the answer must say.
record Example(Path file, String title, List<String> refusals, String yaml) {
  private static final String REFUSED = "refused: ";

  Example {
    refusals = List.copyOf(refusals);
  }

  /// All objects of a folder's files, in the order of the files' names.
  static List<Example> in(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().flatMap(file -> of(file).stream()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Example> of(Path file) {
    try {
      return Stream.of(Files.readString(file).split("(?m)^---\n", -1))
          .map(document -> of(file, document))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Example of(Path file, String document) {
    List<String> comment =
        document
            .lines()
            .takeWhile(line -> line.startsWith("# "))
            .map(line -> line.substring(2))
            .toList();
    return new Example(
        file,
        comment.getFirst(),
        comment.stream()
            .filter(line -> line.startsWith(REFUSED))
            .map(line -> line.substring(REFUSED.length()))
            .toList(),
        document);
  }

  @Override
  public String toString() {
    return file.getFileName() + ": " + title;
  }
}
