package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// The story, from its first line to its last. It is played once, and then looked at.
@TestInstance(Lifecycle.PER_CLASS)
class DemoTest {
  private static final String CUT = "…";

  private final Printed printed = new Printed();
  private final int exitCode;
  private final Duration took;

  DemoTest() {
    long begun = System.nanoTime();
    exitCode = Nightlatch.run(printed.screen(), "demo", "--auto");
    took = Duration.ofNanos(System.nanoTime() - begun);
  }

  @Test
  void itPlaysByItselfInUnderHalfAMinuteWithoutColoursOrCursorTricks() {
    assertThat(exitCode).isZero();
    assertThat(took).isLessThan(Duration.ofSeconds(30));
    assertThat(printed.out())
        .doesNotContain("\u001b")
        .doesNotContain("\r")
        .containsSubsequence(
            "02:14.",
            "What is shut",
            "nobody",
            "db-shell",
            "Open until",
            "Proof while open (evaluated): 1 connection is open, nothing else was opened",
            "support-tools/Deployment/psql -> shop/Deployment/db on 5432/TCP: allowed",
            "kind: NetworkPolicy",
            "nightlatch.dev/expires-at",
            "The operator is killed",
            "s left",
            "The latch has closed it",
            "Shut again, as before.",
            "Expired (NL-EXPIRED)",
            "before (evaluated): 1 connection would open, nothing would be cut.",
            "after (evaluated): Closed: 1 connection is denied again.",
            "Refused (NL-WOULD-CUT): Opening AccessRule reports/reports-shell would cut",
            "Proven",
            "Opening",
            "Opened",
            "Closed");
    assertThat(printed.err()).isEmpty();
  }

  @Test
  void eachCommandThatItShowsIsOneThatWouldRun() {
    List<String> commands = printed.out().lines().filter(line -> line.startsWith("$ ")).toList();
    assertThat(commands).hasSizeGreaterThan(2).allMatch(line -> Shell.arguments(line).isPresent());
    assertThat(CommandLineCheck.wrong(commands.stream())).isEmpty();
  }

  /// Between two cuts, the lines of the capture follow each other in the demo as they do there.
  @Test
  void whatTheReadmeShowsIsWhatItPrints() throws IOException {
    List<String> story = plain(printed.out().lines().toList());
    int from = 0;
    for (List<String> stretch : captured()) {
      int at = story.subList(from, story.size()).indexOf(stretch.getFirst());
      assertThat(at).as("%s after %s", stretch.getFirst(), story.subList(0, from)).isNotNegative();
      int end = Math.min(from + at + stretch.size(), story.size());
      assertThat(story.subList(from + at, end)).isEqualTo(stretch);
      from = end;
    }
  }

  /// What stands between the cuts in the README's capture, which begins with the demo's own call.
  private static List<List<String>> captured() throws IOException {
    List<String> readme = Files.readAllLines(Path.of("../README.md"));
    int call = readme.indexOf("$ ./nightlatch demo --auto");
    assertThat(call).isPositive();
    List<List<String>> stretches = new ArrayList<>();
    List<String> stretch = new ArrayList<>();
    for (String line : readme.subList(call + 1, readme.size())) {
      if (!line.equals(CUT) && !line.equals("```")) {
        stretch.add(line);
      } else if (!stretch.isEmpty()) {
        stretches.add(plain(stretch));
        stretch = new ArrayList<>();
      }
      if (line.equals("```")) {
        break;
      }
    }
    assertThat(stretches).hasSizeGreaterThan(2);
    return stretches;
  }

  /// Lines without what differs from one time to the next.
  private static List<String> plain(List<String> lines) {
    return lines.stream()
        .map(line -> line.replaceAll("(\\d{4}-\\d\\d-\\d\\d )?\\d\\d:\\d\\d:\\d\\d", "TIME"))
        .map(line -> line.replaceAll("\\d+ ?s left", "N s left"))
        .map(line -> line.replaceAll("\\d\\.\\d s (after|before)", "N s from"))
        .map(line -> line.replaceAll("db-shell-[a-z0-9]{5}\\b", "GRANT"))
        .toList();
  }
}
