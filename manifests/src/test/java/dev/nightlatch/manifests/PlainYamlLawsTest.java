package dev.nightlatch.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.manifests.TreeBuilder.Excess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import org.junit.jupiter.api.Test;

/// What the fast reader reads, it reads as the whole parser does.
final class PlainYamlLawsTest {
  private static final List<String> WORDS =
      List.of(
          "a",
          "b: c",
          "b:",
          "b: 1",
          "\"q\": x",
          "'q': 'it'",
          "yes: no",
          "<<: x",
          "k: {}",
          "k: []",
          "k: [a, \"b\", 'c d']",
          "k: {x: y, z: [1, 2]}",
          "k: { }",
          "k: [a,]",
          "k: {a}",
          "k: [a b, c:d]",
          "k: \"a\\n\"",
          "k: \"unclosed",
          "k: 'it''s'",
          "k: *x",
          "k: &x y",
          "k: !t y",
          "k: |",
          "k: >-",
          "k: a: b",
          "k: a:",
          "k: a #b",
          "k: a#b",
          "k: -",
          "k: - a",
          "k: -1",
          "k: ---",
          "k: ...",
          "k: ~",
          "k: null",
          "k: 0x1f",
          "k: 1e3",
          "k: %x",
          "k: @x",
          "k: `x",
          "k: ?x",
          "k: :x",
          "k:v",
          "k : v",
          "? k",
          "# c",
          "",
          "...",
          "---",
          "--- a",
          "{a: b}",
          "[a]",
          "\"q\"",
          "\ta",
          "a\tb: c",
          "k: \u00e9",
          "k: a\r");

  @Provide
  Arbitrary<String> scribbles() {
    Arbitrary<String> indent = Arbitraries.integers().between(0, 6).map(" "::repeat);
    Arbitrary<String> dashes =
        Arbitraries.frequency(
            Tuple.of(6, ""),
            Tuple.of(3, "- "),
            Tuple.of(1, "-   "),
            Tuple.of(1, "- - "),
            Tuple.of(1, "-"));
    Arbitrary<String> lines =
        Combinators.combine(indent, dashes, Arbitraries.of(WORDS))
            .as((blanks, dash, word) -> blanks + dash + word);
    Arbitrary<String> ends = Arbitraries.of("", "\n", "  # c\n", "\n\n", "  ");
    return Combinators.combine(lines.list().ofMinSize(1).ofMaxSize(8), ends)
        .as((all, last) -> String.join("\n", all) + last);
  }

  /// Texts that are likelier to be whole: indents that fit.
  @Provide
  Arbitrary<String> manifests() {
    return nodes(0).map(text -> "---\n" + text);
  }

  private static Arbitrary<String> nodes(int depth) {
    Arbitrary<String> leaves =
        Arbitraries.of("a", "\"b\"", "'c'", "{}", "[]", "[x, y]", "{m: n}", "", "1", "yes", "v1.2");
    if (depth >= 3) {
      return leaves.map(leaf -> leaf + "\n");
    }
    Arbitrary<String> mappings =
        Combinators.combine(
                Arbitraries.of("k", "l", "m", "\"n\""), Arbitraries.lazy(() -> nodes(depth + 1)))
            .as((key, value) -> key + ":" + placed(value, "  "))
            .list()
            .ofMinSize(1)
            .ofMaxSize(3)
            .map(all -> String.join("", all));
    Arbitrary<String> sequences =
        Arbitraries.lazy(() -> nodes(depth + 1))
            .map(value -> "- " + indented(value, "  ").stripLeading())
            .list()
            .ofMinSize(1)
            .ofMaxSize(3)
            .map(all -> String.join("", all));
    return Arbitraries.oneOf(leaves.map(leaf -> leaf + "\n"), mappings, sequences);
  }

  private static String placed(String value, String indent) {
    boolean isBlock = (value.contains(":") && !value.startsWith("{")) || value.startsWith("- ");
    return isBlock ? "\n" + indented(value, indent) : " " + value;
  }

  private static String indented(String value, String indent) {
    return value.lines().map(line -> indent + line + "\n").reduce("", String::concat);
  }

  @Property(tries = 20_000)
  @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
  void whatItReadsOfScribblesIsWhatTheParserReads(@ForAll("scribbles") String text) throws Excess {
    agrees(text);
  }

  @Property(tries = 5_000)
  @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
  void whatItReadsOfManifestsIsWhatTheParserReads(@ForAll("manifests") String text) throws Excess {
    agrees(text);
  }

  private static void agrees(String text) throws Excess {
    Place start = new Place("f.yaml", 1, 7);
    TreeBuilder builder = new TreeBuilder();
    Optional<Tree> plain = PlainYaml.read(text, start, builder);
    Statistics.collect(plain.isPresent());
    Statistics.coverage(read -> read.check(true).percentage(share -> share > 3));
    if (plain.isPresent()) {
      TreeBuilder other = new TreeBuilder();
      List<Problem> problems = new ArrayList<>();
      Optional<Tree> parsed = YamlParser.parse(text, start, other, into(problems));
      assertThat(plain).isEqualTo(parsed);
      assertThat(problems).isEmpty();
      assertThat(builder.flaws().in(plain.get())).isEqualTo(other.flaws().in(parsed.get()));
    }
  }

  private static Sink into(List<Problem> problems) {
    return new Sink() {
      @Override
      public void object(Tree object, Flaws flaws) {
        throw new IllegalStateException("the parser gives no objects");
      }

      @Override
      public void problem(Problem problem) {
        problems.add(problem);
      }

      @Override
      public void lost(Problem problem, String text) {
        problems.add(problem);
      }
    };
  }

  @Test
  void theShopIsReadFast() throws IOException, Excess {
    try (Stream<Path> files = Files.walk(Path.of("../examples/shop"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".yaml")).toList()) {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        for (String document : text.split("(?m)^---\n", -1)) {
          if (!document.isBlank()) {
            Tree tree =
                PlainYaml.read(document, new Place("f", 1, 1), new TreeBuilder())
                    .orElseThrow(() -> new AssertionError(file + ": " + document));
            assertThat(tree).isInstanceOf(Tree.Mapping.class);
          }
        }
      }
    }
  }
}
