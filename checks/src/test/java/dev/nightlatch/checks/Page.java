package dev.nightlatch.checks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A page of the documentation, as far as it can be wrong.
///
/// @param path where it lies
/// @param prose its lines outside of fenced blocks
/// @param blocks the fenced blocks, each as its lines
record Page(Path path, List<String> prose, List<List<String>> blocks) {
  private static final Pattern LINK = Pattern.compile("(?<!`)\\[[^\\]]*\\]\\(([^)\\s]+)[^)]*\\)");
  private static final Pattern HEADING = Pattern.compile("#{1,6}\\s+(.*?)\\s*#*");

  Page {
    prose = List.copyOf(prose);
    blocks = blocks.stream().map(List::copyOf).toList();
  }

  /// All pages of a project, sorted by path; what builds made or git keeps is none.
  static List<Page> of(Path root) {
    try (Stream<Path> top = Files.list(root)) {
      return top.sorted()
          .filter(path -> !String.valueOf(path.getFileName()).startsWith("."))
          .flatMap(
              path ->
                  Files.isDirectory(path)
                      ? Room.files(path, ".md").stream()
                      : Stream.of(path).filter(file -> file.toString().endsWith(".md")))
          .filter(path -> !root.relativize(path).toString().contains("target/"))
          .map(Page::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Page read(Path path) {
    List<String> prose = new ArrayList<>();
    List<List<String>> blocks = new ArrayList<>();
    Optional<List<String>> open = Optional.empty();
    for (String line : lines(path)) {
      if (line.strip().startsWith("```")) {
        open.ifPresent(blocks::add);
        open = open.isPresent() ? Optional.empty() : Optional.of(new ArrayList<>());
      } else {
        open.orElse(prose).add(line);
      }
    }
    if (open.isPresent()) {
      throw new IllegalStateException(path + " has a fenced block without an end");
    }
    return new Page(path, prose, blocks);
  }

  private static List<String> lines(Path path) {
    try {
      return Files.readAllLines(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The text of its first heading; empty if there is none.
  String title() {
    return headings().findFirst().orElse("");
  }

  /// Its links to files that are not there and to headings that are not there.
  List<String> deadLinks() {
    return targets()
        .filter(target -> !target.contains("://") && !target.startsWith("mailto:"))
        .filter(this::isDead)
        .map(target -> path + " links to " + target)
        .toList();
  }

  private Stream<String> targets() {
    return prose.stream()
        .flatMap(line -> LINK.matcher(line).results())
        .map(result -> result.group(1));
  }

  private boolean isDead(String target) {
    int hash = target.indexOf('#');
    String file = hash < 0 ? target : target.substring(0, hash);
    Path there = file.isEmpty() ? path : path.resolveSibling(file).normalize();
    if (!Files.exists(there)) {
      return true;
    }
    String anchor = hash < 0 ? "" : target.substring(hash + 1);
    return !anchor.isEmpty()
        && (!there.toString().endsWith(".md")
            || read(there).headings().map(Page::anchor).noneMatch(anchor::equals));
  }

  private Stream<String> headings() {
    return prose.stream()
        .map(HEADING::matcher)
        .filter(matcher -> matcher.matches())
        .map(matcher -> matcher.group(1));
  }

  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
  }
}
