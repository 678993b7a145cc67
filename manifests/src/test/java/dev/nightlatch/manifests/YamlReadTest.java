package dev.nightlatch.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.manifests.Problem.Weight;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Texts and files to trees.
final class YamlReadTest {

  private static Documents read(String text) {
    return Yaml.read(text, "a.yaml");
  }

  private static Tree value(String yaml) {
    Documents documents = read("v: " + yaml);
    assertThat(documents.problems()).isEmpty();
    return ((Tree.Mapping) documents.trees().getFirst()).value("v").orElseThrow();
  }

  private static List<String> names(Documents documents) {
    return documents.trees().stream()
        .map(tree -> ((Tree.Text) ((Tree.Mapping) tree).value("id").orElseThrow()).written())
        .toList();
  }

  /// As kubectl answers; seen with `kubectl label --local -o json`.
  @ParameterizedTest
  @CsvSource({
    "yes,true",
    "Yes,true",
    "y,true",
    "Y,true",
    "on,true",
    "TRUE,true",
    "no,false",
    "n,false",
    "off,false",
    "False,false"
  })
  void yesAndOnAreBooleansAsForKubectl(String yaml, boolean wanted) {
    assertThat(value(yaml))
        .isInstanceOfSatisfying(
            Tree.Truth.class,
            truth -> {
              assertThat(truth.value()).isEqualTo(wanted);
              assertThat(truth.written()).isEqualTo(yaml);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "0644,420",
    "0o644,420",
    "0x1F,31",
    "0b101,5",
    "-0b11,-3",
    "1_000,1000",
    "+5,5",
    "-0,0",
    "9223372036854775807,9223372036854775807",
    "0_7,7",
    "00,0"
  })
  void wholeNumbersAreReadAsKubectlReadsThem(String yaml, long wanted) {
    assertThat(value(yaml))
        .isInstanceOfSatisfying(
            Tree.Whole.class, number -> assertThat(number.value()).isEqualTo(wanted));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1e3", ".5", "1.", "09.5", "9223372036854775808", ".inf", "-.INF", ".nan"})
  void otherNumbersAreNoWholeNumbers(String yaml) {
    assertThat(value(yaml)).isInstanceOf(Tree.Real.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tRue",
        "nuLL",
        "yes please",
        "12:30",
        "2026-11-24",
        "2026-11-24T02:14:00Z",
        "1.5.2",
        "10.0.0.1",
        "1h",
        "0b2",
        "0o8",
        "0x",
        "--1",
        "_1",
        "1-1",
        "NaN",
        "=",
        "'yes'",
        "\"5432\"",
        "!!str 5432",
        "! on"
      })
  void everythingElseIsAText(String yaml) {
    assertThat(value(yaml)).isInstanceOf(Tree.Text.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "~", "null", "NULL", "!!null ''"})
  void nothingIsNothing(String yaml) {
    assertThat(value(yaml)).isInstanceOf(Tree.Nothing.class);
  }

  @Test
  void aKeyThatIsNoTextBecomesOneAsForKubectl() {
    Tree.Mapping map = (Tree.Mapping) read("yes: 1\n0x10: 1\noff: 1\n8080: 1\n").trees().getFirst();
    assertThat(map.entries().keySet()).containsExactly("true", "16", "false", "8080");
  }

  @Test
  void twoSpellingsOfOneKeyAreOneKeyTwice() {
    Documents documents = read("a: {yes: 1, on: 2}\n");
    assertThat(documents.trees()).isEmpty();
    assertThat(documents.problems())
        .extracting(Problem::code)
        .containsExactly(ProblemCode.KEY_TWICE);
  }

  @Test
  void documentsAreCountedWithoutTheEmptyOnesAndKnowTheirLines() {
    Documents documents =
        read("# a comment\n---\n---\nid: a\n--- # another\n\nid: b\n---\n---\n  \n# end\n");
    assertThat(names(documents)).containsExactly("a", "b");
    assertThat(documents.trees())
        .extracting(Tree::place)
        .containsExactly(new Place("a.yaml", 1, 4), new Place("a.yaml", 2, 7));
  }

  @Test
  void aBrokenDocumentDoesNotKeepTheOthers() {
    Documents documents = read("id: a\n---\nid: [\n---\nid: b\n---\n\"\n---\nid: c\n");
    assertThat(names(documents)).containsExactly("a", "b", "c");
    assertThat(documents.problems())
        .allMatch(problem -> problem.weight() == Weight.FATAL)
        .extracting(problem -> problem.place().document())
        .containsExactly(2, 4);
  }

  @Test
  void windowsLinesAByteOrderMarkAndDirectivesAreRead() {
    Documents documents = read("\uFEFF%YAML 1.2\r\n---\r\nid: a\r\n---\r\nid: b\r\n");
    assertThat(documents.problems()).isEmpty();
    assertThat(names(documents)).containsExactly("a", "b");
    assertThat(documents.trees().getLast().place().line()).isEqualTo(5);
  }

  @Test
  void whatFollowsThreeDotsIsAProblemAndNotPassedOverAsByKubectl() {
    Documents documents = read("id: a\n...\nid: b\n");
    assertThat(documents.trees()).isEmpty();
    assertThat(documents.problems()).extracting(Problem::code).containsExactly(ProblemCode.SYNTAX);
  }

  @Test
  void jsonIsReadWithTabsSurrogatesAndSeveralValues() {
    Documents documents = read("{\n\t\"id\":\t\"\\ud83d\\ude00\\/\u007f\"}\n{\"id\": \"b\"}");
    assertThat(documents.problems()).isEmpty();
    assertThat(names(documents)).containsExactly("😀/\u007f", "b");
    assertThat(documents.trees().getLast().place()).isEqualTo(new Place("a.yaml", 2, 3));
  }

  @Test
  void aKeyTwiceInJsonIsAProblemWithItsLine() {
    Documents documents = read("{\"id\": \"a\",\n \"id\": \"b\"}");
    assertThat(documents.trees()).isEmpty();
    assertThat(documents.problems())
        .extracting(problem -> problem.code() + " " + problem.place().line())
        .containsExactly("KEY_TWICE 2");
  }

  @Test
  void flowYamlIsNotTakenForJson() {
    assertThat(names(read("{id: a}\n---\n[]\n").trees().size() == 2 ? read("{id: a}") : read("")))
        .containsExactly("a");
  }

  @Test
  void anchorsAreRepeatedAndMergedAndWhatIsWrittenCounts() {
    Documents documents =
        read("base: &b {x: 1, w: 2}\none: {<<: *b, w: 3}\ntwo: {w: 4, <<: [*b, {z: 5}]}\n");
    assertThat(documents.problems()).isEmpty();
    Tree.Mapping map = (Tree.Mapping) documents.trees().getFirst();
    assertThat(numbers(map, "one")).isEqualTo(Map.of("x", 1L, "w", 3L));
    assertThat(numbers(map, "two")).isEqualTo(Map.of("x", 1L, "w", 4L, "z", 5L));
  }

  private static Map<String, Long> numbers(Tree.Mapping map, String key) {
    return ((Tree.Mapping) map.value(key).orElseThrow())
        .entries().entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, entry -> ((Tree.Whole) entry.getValue().value()).value()));
  }

  @Test
  void whatIsSaidOfATabIsASentence() {
    assertThat(read("metadata:\n\tname: x\n").problems())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.found())
                    .isEqualTo("character '\\t(TAB)' that cannot start any token"));
  }

  @Test
  void anAliasInsideItsOwnAnchorNamesNothing() {
    Documents documents = read("a: &a [*a]\n");
    assertThat(documents.trees()).isEmpty();
    assertThat(documents.problems()).extracting(Problem::code).containsExactly(ProblemCode.SYNTAX);
  }

  @Test
  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aBombOfAliasesIsRefused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 30; i++) {
      String previous = "*a" + (i - 1);
      bomb.append("a").append(i).append(": &a").append(i).append(" [");
      bomb.append(String.join(", ", java.util.Collections.nCopies(10, previous))).append("]\n");
    }
    refusedAsTooLarge(bomb + "---\nid: b\n");
  }

  @Test
  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aBombOfListsInListsIsRefused() {
    StringBuilder bomb = new StringBuilder("x:\n- &a0 {kind: List, items: [{id: x}]}\n");
    for (int i = 1; i < 30; i++) {
      bomb.append("- &a%d {kind: List, items: [*a%d, *a%d]}\n".formatted(i, i - 1, i - 1));
    }
    bomb.append("kind: List\nitems: [*a29]\n");
    refusedAsTooLarge(bomb + "---\nid: b\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- ", "? "})
  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void depthIsBounded(String opening) {
    refusedAsTooLarge(opening.repeat(100_000) + "\n---\nid: b\n");
  }

  private static void refusedAsTooLarge(String text) {
    Documents documents = read(text);
    assertThat(documents.problems())
        .extracting(Problem::code)
        .containsExactly(ProblemCode.TOO_LARGE);
    assertThat(names(documents)).containsExactly("b");
  }

  @Test
  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void depthOfJsonIsBounded() {
    Documents documents = read("{\"a\":" + "[".repeat(400) + "]".repeat(400) + "}");
    assertThat(documents.trees()).isEmpty();
    assertThat(documents.problems())
        .extracting(Problem::code)
        .containsExactly(ProblemCode.TOO_LARGE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: \"\\U00110000\"",
        "a: \"\\ud800\"",
        "a: b: c",
        "\ta: b",
        "a: 'b",
        "*",
        "a: @b",
        "a: b\n...\n%TAG\n--- x",
        "a: \"\\x\"",
        "\u0000",
        "a: \u0007",
        "a: [}",
        "<<: 5",
        "? a\n: b\n: c",
        "!!x",
        "a: !<> b",
        "%YAML 3.0\n---\na: b"
      })
  void whateverIsWrittenIsAnsweredAndNeverThrown(String text) {
    Documents documents = read(text + "\n---\nid: b\n");
    assertThat(documents.problems()).isNotEmpty();
    assertThat(names(new Documents(List.of(documents.trees().getLast()), List.of(), List.of())))
        .containsExactly("b");
  }

  @Test
  void aFolderIsReadInOrderOfItsPathsAndWithoutHiddenFiles(@TempDir Path folder)
      throws IOException {
    Files.createDirectories(folder.resolve("inner"));
    Files.createDirectories(folder.resolve(".git"));
    Files.writeString(folder.resolve("b.yaml"), "id: b\n");
    Files.writeString(folder.resolve("a.json"), "{\"id\": \"a\"}");
    Files.writeString(folder.resolve("inner/c.yml"), "id: c\n");
    Files.writeString(folder.resolve("notes.txt"), "id: text\n");
    Files.writeString(folder.resolve(".hidden.yaml"), "id: hidden\n");
    Files.writeString(folder.resolve(".git/d.yaml"), "id: git\n");
    assertThat(names(Yaml.read(folder))).containsExactly("a", "b", "c");
  }

  @Test
  void aFileThatCannotBeReadDoesNotKeepTheOthers(@TempDir Path folder) throws IOException {
    Files.write(folder.resolve("a.yaml"), "id: \u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    Files.createSymbolicLink(folder.resolve("b.yaml"), folder.resolve("nowhere"));
    Files.writeString(folder.resolve("c.yaml"), "id: c\n");
    Documents documents = Yaml.read(folder);
    assertThat(names(documents)).containsExactly("c");
    assertThat(documents.problems())
        .extracting(
            problem -> Path.of(problem.place().file()).getFileName() + " " + problem.found())
        .containsExactly("a.yaml bytes that are not UTF-8", "b.yaml no such file");
  }

  @Test
  void aPathThatIsNotThereIsAProblem() {
    assertThat(Yaml.read(Path.of("no", "such", "folder")).problems())
        .extracting(Problem::code)
        .containsExactly(ProblemCode.FILE_UNREADABLE);
  }

  @Test
  void listsComeApartAlsoTheTypedOnes() {
    String pods =
        IntStream.range(0, 2)
            .mapToObj("{metadata: {name: p%d, namespace: shop}, spec: {}}"::formatted)
            .collect(Collectors.joining(", "));
    Manifests read = Manifests.of(read("apiVersion: v1\nkind: PodList\nitems: [" + pods + "]\n"));
    assertThat(read.problems()).isEmpty();
    assertThat(read.manifests()).hasSize(2).allMatch(Manifest.OfPod.class::isInstance);
  }
}
