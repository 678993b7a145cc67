package dev.nightlatch.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Phase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Whatever may become of a grant is shown on a real control plane, by the command: in the tests of
/// the command that want one.
class ShownTest {
  private static final Path TESTS = House.projectRoot().resolve("cli/src/test/java");

  @Test
  void eachCodeIsShown() {
    String shown = shown();
    assertThat(Code.values())
        .filteredOn(code -> !isNamed("Code." + code.name(), shown) && !isNamed(code.text(), shown))
        .isEmpty();
  }

  @Test
  void eachPhaseIsShown() {
    String shown = shown();
    assertThat(Phase.values()).filteredOn(phase -> !isNamed("Phase." + phase, shown)).isEmpty();
  }

  @Test
  void aNameThatOnlyBeginsAnotherIsNotNamed() {
    assertThat(isNamed("Code.LATCH", "Code.LATCH_GONE")).isFalse();
    assertThat(isNamed("NL-LATCH", "NL-LATCH-GONE")).isFalse();
    assertThat(isNamed("NL-LATCH-GONE", "(NL-LATCH-GONE): the latch")).isTrue();
  }

  private static boolean isNamed(String name, String text) {
    return Pattern.compile("(?<![\\w-])" + Pattern.quote(name) + "(?![\\w-])").matcher(text).find();
  }

  private static String shown() {
    List<Path> tests = Room.files(TESTS, "IT.java");
    assertThat(tests).hasSizeGreaterThan(10);
    return tests.stream().map(ShownTest::read).collect(Collectors.joining());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
