package dev.nightlatch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a class counts for that is skipped as a whole.
class SkippedTest {
  @Test
  void testsOfEveryKindCountAndThoseOfNestedClassesToo() {
    assertThat(Skipped.tests(Sample.class)).isEqualTo(4);
  }

  @Test
  void anotherClasssNamesAreReadable() {
    assertThat(Names.namespace(Sample.class)).matches("sample-[0-9]+");
    assertThat(Names.namespace(KilledOwnerIT.class)).matches("killed-owner-it-[0-9]+");
  }

  /// Bears tests and is never run: its name is not one that the build looks for.
  static class Sample {
    @Test
    void plain() {}

    @RepeatedTest(3)
    void repeated() {}

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void withParameters(int number) {
      assertThat(number).isPositive();
    }

    void noTest() {}

    @Nested
    class Inner {
      @Test
      void nested() {}
    }
  }
}
