package dev.nightlatch.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.Wording;
import dev.nightlatch.manifests.Problem.Weight;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files of mistakes. Each line on which a problem is expected says so in a comment; nothing else
/// may be found, every object whose name begins with `good` must come out, and no other.
final class BadInputTest {
  private static final Pattern CODE = Pattern.compile("NL-[A-Z-]+");
  private static final Pattern GOOD = Pattern.compile("name: (good[a-z-]*)");
  private static final Pattern NAME = Pattern.compile("name=(?:shop/)?([a-z-]+)");

  @ParameterizedTest
  @ValueSource(
      strings = {"rules", "sources", "boundaries", "grants", "policies", "workloads", "documents"})
  void badInputGetsAProblemAtItsLineAndTheRestGoesOn(String name) throws Exception {
    Path file = file(name);
    Manifests read = Manifests.read(file);
    List<String> found =
        read.problems().stream()
            .map(problem -> problem.place().line() + " " + problem.code().text())
            .sorted()
            .toList();
    assertThat(found).as(() -> text(read)).containsExactlyElementsOf(wanted(file));
    assertThat(read.manifests()).extracting(BadInputTest::name).isEqualTo(good(file));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"rules", "sources", "boundaries", "grants", "policies", "workloads", "documents"})
  void everyProblemSaysWhatWasFoundAndWhatWasWanted(String name) throws Exception {
    for (Problem problem : Manifests.read(file(name)).problems()) {
      assertThat(problem.found()).isNotBlank().hasSizeLessThan(250);
      assertThat(problem.wanted()).isNotBlank().hasSizeLessThan(250);
      assertThat(problem.place().file()).endsWith(name + ".yaml");
      assertThat(problem.place().document()).isPositive();
      assertThat(Wording.isOneLine(problem.text())).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rules", "sources", "boundaries", "grants", "policies", "workloads"})
  void aValueComesExactlyWhereNothingIsHeavierThanANotice(String name) throws Exception {
    for (Tree tree : Yaml.read(file(name)).trees()) {
      Decoded<Manifest> decoded = Decoder.decode(tree);
      boolean heavy =
          decoded.problems().stream().anyMatch(problem -> problem.weight() != Weight.NOTICE);
      assertThat(decoded.value().isEmpty()).isEqualTo(heavy);
    }
  }

  private static Path file(String name) throws URISyntaxException {
    URL found = BadInputTest.class.getResource("/bad/" + name + ".yaml");
    assertThat(found).isNotNull();
    return Path.of(found.toURI());
  }

  private static List<String> wanted(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    List<String> wanted = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      Matcher codes = CODE.matcher(line.substring(Math.max(0, line.lastIndexOf(" # NL-"))));
      while (line.contains(" # NL-") && codes.find()) {
        wanted.add(i + 1 + " " + codes.group());
      }
    }
    return wanted.stream().sorted().toList();
  }

  private static List<String> good(Path file) throws IOException {
    return GOOD.matcher(Files.readString(file)).results().map(match -> match.group(1)).toList();
  }

  private static String name(Manifest manifest) {
    Matcher name = NAME.matcher(manifest.toString());
    assertThat(name.find()).isTrue();
    return name.group(1);
  }

  private static String text(Manifests read) {
    return String.join("\n", read.problems().stream().map(Problem::text).toList());
  }
}
