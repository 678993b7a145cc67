package dev.nightlatch.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import dev.nightlatch.grants.model.Code;
import dev.nightlatch.manifests.Manifests;
import dev.nightlatch.manifests.ProblemCode;
import dev.nightlatch.manifests.SnapshotReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PagesTest {
  private static final Path ROOT = House.projectRoot();
  private static final Path CODES = ROOT.resolve("docs/codes");

  @TempDir Path folder;

  @Test
  void everyLinkLeadsSomewhere() {
    List<Page> pages = Page.of(ROOT);
    assertThat(pages).extracting(Page::path).contains(ROOT.resolve("README.md"));
    assertThat(pages).flatExtracting(Page::deadLinks).isEmpty();
  }

  @Test
  void everyCodeHasItsPageAndEveryPageItsCode() {
    assertThat(Room.files(CODES, ".md"))
        .extracting(path -> String.valueOf(path.getFileName()))
        .filteredOn(name -> !name.equals("README.md"))
        .containsExactlyInAnyOrderElementsOf(codes().map(code -> code + ".md").toList());
  }

  @Test
  void aCodesPageIsTitledByIt() {
    assertThat(codes())
        .allSatisfy(
            code -> assertThat(Page.read(CODES.resolve(code + ".md")).title()).isEqualTo(code));
  }

  @Test
  void theIndexOfCodesListsEachOnce() {
    List<String> index = Page.read(CODES.resolve("README.md")).prose();
    assertThat(codes())
        .allSatisfy(
            code ->
                assertThat(index)
                    .filteredOn(line -> line.contains("[%s](%s.md)".formatted(code, code)))
                    .hasSize(1));
  }

  @Test
  void aGrantsCodeShowsItsSentenceAndSaysWhatToDo() {
    assertThat(Code.values())
        .allSatisfy(
            code -> {
              Page page = Page.read(CODES.resolve(code.text() + ".md"));
              assertThat(page.blocks()).singleElement().asInstanceOf(LIST).isNotEmpty();
              assertThat(page.prose())
                  .anyMatch(line -> line.startsWith("**What it means.** "))
                  .anyMatch(line -> line.startsWith("**What to do.** "));
            });
  }

  /// A page shows an input, then what is said of it; a file that is too large or not there is not
  /// shown.
  @Test
  void aProblemsPageShowsWhatIsReallySaid() {
    assertThat(ProblemCode.values())
        .allSatisfy(
            code -> {
              List<List<String>> blocks = Page.read(CODES.resolve(code.text() + ".md")).blocks();
              List<String> said = said(blocks.size() > 1 ? blocks.getFirst() : without(code));
              assertThat(said).containsAll(blocks.getLast());
              assertThat(blocks.getLast())
                  .isNotEmpty()
                  .allSatisfy(line -> assertThat(line).contains(": " + code.text() + ": "));
            });
  }

  private static List<String> without(ProblemCode code) {
    return code == ProblemCode.TOO_LARGE
        ? List.of("kind: " + "[".repeat(200) + "]".repeat(200))
        : List.of();
  }

  /// What is said of a file with these lines, object by object and as a snapshot; of one that
  /// is not there if there are none.
  private List<String> said(List<String> lines) throws IOException {
    Path file = folder.resolve("shop.yaml");
    Files.deleteIfExists(file);
    if (!lines.isEmpty()) {
      Files.write(file, lines);
    }
    return Stream.concat(
            Manifests.read(file).problems().stream(),
            SnapshotReader.read(List.of(file), InputStream.nullInputStream()).problems().stream())
        .map(problem -> problem.text().replace(folder + "/", ""))
        .toList();
  }

  @Test
  void noTwoKindsOfCodesShareOne() {
    assertThat(codes()).doesNotHaveDuplicates();
  }

  @Test
  void aDeadLinkIsFound() throws IOException {
    Files.createDirectories(folder.resolve("docs"));
    Files.createDirectories(folder.resolve("a/target"));
    Files.writeString(folder.resolve("a/target/made.md"), "[not looked at](gone.md)\n");
    Files.writeString(folder.resolve("README.md"), "# The name\n\n## It's `so`, 2 of them\n");
    Files.writeString(
        folder.resolve("docs/a.md"),
        """
        [up](../README.md), [here](#words), [there](../README.md#its-so-2-of-them)
        [gone](b.md) [away](../README.md#gone) [web](https://example.com/c.md)

        ## Words

        ```
        [not a link](c.md)
        ```
        """);
    assertThat(Page.of(folder))
        .flatExtracting(Page::deadLinks)
        .containsExactly(
            folder.resolve("docs/a.md") + " links to b.md",
            folder.resolve("docs/a.md") + " links to ../README.md#gone");
  }

  private static Stream<String> codes() {
    return Stream.concat(
        Arrays.stream(Code.values()).map(Code::text),
        Arrays.stream(ProblemCode.values()).map(ProblemCode::text));
  }
}
