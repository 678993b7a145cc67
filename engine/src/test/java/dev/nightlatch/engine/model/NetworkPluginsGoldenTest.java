package dev.nightlatch.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The page about network plugins says what the code does. To write its table anew:
/// `./mvnw -pl engine test -Dtest=NetworkPluginsGoldenTest -Dnightlatch.golden=write`.
final class NetworkPluginsGoldenTest {
  private static final Path PAGE = Path.of("../docs/network-plugins.md");
  private static final String BEGIN =
      "<!-- begin of the table: made from the code, see NetworkPluginsGoldenTest -->\n";
  private static final String END = "<!-- end of the table -->\n";

  @Test
  void theTableIsThatOfTheProfiles() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    assertThat(begin).isBetween(BEGIN.length(), end);
    if ("write".equals(System.getProperty("nightlatch.golden"))) {
      Files.writeString(PAGE, page.substring(0, begin) + table() + page.substring(end));
      return;
    }
    assertThat(page.substring(begin, end)).isEqualTo(table());
  }

  private static String table() {
    List<CniProfile> profiles = CniProfile.all();
    StringBuilder table = new StringBuilder("| |");
    profiles.forEach(profile -> table.append(" ").append(profile.name()).append(" |"));
    table.append("\n| --- |").append(" --- |".repeat(profiles.size())).append("\n");
    for (Switch question : Switch.values()) {
      String name = question.name();
      table.append("| [%s](#%s) |".formatted(name, name.toLowerCase(Locale.ROOT)));
      for (CniProfile profile : profiles) {
        table.append(" ").append(cell(question, profile)).append(" |");
      }
      table.append("\n");
    }
    return table.toString();
  }

  private static String cell(Switch question, CniProfile profile) {
    Reading reading = reading(question, profile);
    boolean usual = !profile.equals(CniProfile.DEFAULT) && CniProfile.DEFAULT.says(reading);
    return usual ? "–" : "`" + word(reading) + "`";
  }

  private static Reading reading(Switch question, CniProfile profile) {
    return Arrays.stream(Reading.values())
        .filter(reading -> reading.question() == question && profile.says(reading))
        .findFirst()
        .orElseThrow();
  }

  private static String word(Reading reading) {
    return reading.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Test
  void eachSwitchHasItsSectionWithItsReadingsAndNoOther() throws IOException {
    String page = Files.readString(PAGE);
    List<String> sections =
        Arrays.stream(page.substring(page.indexOf("## The switches")).split("(?m)^### ", -1))
            .skip(1)
            .toList();
    assertThat(sections).hasSameSizeAs(Switch.values());
    Iterator<String> next = sections.iterator();
    for (Switch question : Switch.values()) {
      String section = next.next();
      assertThat(section).startsWith(question.name() + "\n").contains("*At 02:14:*");
      assertThat(section.lines().collect(Collectors.joining(" ")))
          .contains(
              Arrays.stream(Reading.values())
                  .filter(reading -> reading.question() == question)
                  .map(reading -> "`" + word(reading) + "`")
                  .toList())
          .doesNotContain(
              Arrays.stream(Reading.values())
                  .filter(reading -> reading.question() != question)
                  .map(reading -> "`" + word(reading) + "`")
                  .toList());
    }
  }
}
