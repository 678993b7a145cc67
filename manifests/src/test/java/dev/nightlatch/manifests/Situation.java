package dev.nightlatch.manifests;

import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.Kind;
import dev.nightlatch.engine.model.Reading;
import dev.nightlatch.engine.model.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A file of the corpus: manifests, and in the comments before them what is to be learned from
/// them. `corpus/README.md` describes the format.
///
/// @param file its path in the corpus
/// @param sources the sentences that it holds to
/// @param problems the codes of all problems but notices, in the order in which they are found
/// @param unlisted what could not be listed
record Situation(
    String file,
    String text,
    String title,
    List<String> sources,
    List<String> problems,
    List<Gap.Unlisted> unlisted,
    List<Expectation> expectations) {
  private static final Pattern FIELD = Pattern.compile("# ([a-z]+): (\\S.*)");
  private static final Pattern MORE = Pattern.compile("# {2,}(\\S.*)");

  Situation {
    sources = List.copyOf(sources);
    problems = List.copyOf(problems);
    unlisted = List.copyOf(unlisted);
    expectations = List.copyOf(expectations);
  }

  /// Reads the header of a file.
  ///
  /// @throws IllegalArgumentException if a line of it is none that is known, or a part is missing
  static Situation of(String file, String text) {
    List<String> titles = new ArrayList<>();
    List<String> sources = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    List<Gap.Unlisted> unlisted = new ArrayList<>();
    List<Expectation> expectations = new ArrayList<>();
    CniProfile profile = CniProfile.DEFAULT;
    for (Field field : header(file, text)) {
      switch (field.name) {
        case "situation" -> titles.add(field.value);
        case "source" -> sources.add(field.value);
        case "problems" -> problems.addAll(List.of(field.value.split(" ", -1)));
        case "unlisted" -> unlisted.add(unlisted(field.value));
        case "profile" -> profile = profile(field.value);
        case "expect" -> expectations.add(Expectation.of(field.value, profile));
        default -> throw new IllegalArgumentException(file + ": no field: " + field.name);
      }
    }
    if (titles.size() != 1 || sources.isEmpty() || expectations.isEmpty()) {
      throw new IllegalArgumentException(
          file + ": wanted one situation, a source and an expectation at least");
    }
    return new Situation(file, text, titles.getFirst(), sources, problems, unlisted, expectations);
  }

  private record Field(String name, String value) {}

  private static List<Field> header(String file, String text) {
    List<Field> fields = new ArrayList<>();
    for (String line : text.lines().takeWhile(line -> line.startsWith("#")).toList()) {
      Matcher field = FIELD.matcher(line);
      Matcher more = MORE.matcher(line);
      if (field.matches()) {
        fields.add(new Field(field.group(1), field.group(2)));
      } else if (more.matches() && !fields.isEmpty()) {
        Field last = fields.removeLast();
        fields.add(new Field(last.name, last.value + " " + more.group(1)));
      } else {
        throw new IllegalArgumentException(file + ": no line of a header: " + line);
      }
    }
    return fields;
  }

  /// `NETWORK_POLICY shop` or, for the whole cluster, `NAMESPACE`.
  private static Gap.Unlisted unlisted(String value) {
    String[] parts = value.split(" ", 2);
    return new Gap.Unlisted(Kind.valueOf(parts[0]), parts.length > 1 ? parts[1] : "");
  }

  /// `calico` or, with other readings, `default, HOST_NETWORK_SELECTABLE`.
  private static CniProfile profile(String value) {
    String[] parts = value.split(", ", -1);
    Reading[] readings = Stream.of(parts).skip(1).map(Reading::valueOf).toArray(Reading[]::new);
    return CniProfile.named(parts[0]).orElseThrow().with(readings);
  }

  /// The same manifests in the opposite order.
  Situation reversed() {
    String header =
        text.lines().takeWhile(line -> line.startsWith("#")).collect(Collectors.joining("\n"));
    List<String> documents = List.of(text.substring(header.length()).split("\n---\n", -1));
    return of(
        file,
        header + "\n" + String.join("\n---\n", documents.reversed()).replaceAll("\n{2,}", "\n"));
  }

  /// What is read of the file, without what could not be listed.
  ReadSnapshot read() {
    return SnapshotReader.read(text, file);
  }

  /// The snapshot that questions are asked about.
  Snapshot snapshot() {
    Snapshot read = read().snapshot();
    return read.withGaps(Stream.concat(read.gaps().stream(), unlisted.stream()).toList());
  }

  /// Whether an address or a block of the manifests is IPv6.
  boolean hasIpv6() {
    return text.lines().filter(line -> !line.startsWith("#")).anyMatch(line -> line.contains("::"));
  }

  /// The mark that ends a line of the file: `[1]`; the line's number where it has none.
  String mark(int line) {
    String written = text.lines().skip(line - 1L).findFirst().orElse("");
    int mark = written.lastIndexOf("# [");
    return mark >= 0 ? written.substring(mark + 2) : "line " + line;
  }
}
