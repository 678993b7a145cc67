package dev.nightlatch.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordsTest {
  @TempDir Path folder;

  @Test
  void everyPackageSaysWhatItIsForAndMarksNull() {
    assertThat(Words.silentPackages(House.here())).isEmpty();
  }

  @Test
  void everyPublicTypeSaysWhatItIs() {
    assertThat(Words.silentTypes(House.here())).isEmpty();
  }

  @Test
  void everySuppressionSaysWhy() {
    assertThat(Words.silentSuppressions(House.here())).isEmpty();
  }

  @Test
  void anUnmarkedPackageIsFound() {
    House house =
        new Sketch(folder)
            .main("package dev.nightlatch.kube.a; class A {}")
            .test("package dev.nightlatch.kube.b; class B {}")
            .main("package dev.nightlatch.kube.c; class C {}")
            .main(
                """
                /// What it is for.
                @NullMarked
                package dev.nightlatch.kube.c;

                import org.jspecify.annotations.NullMarked;
                """)
            .test("package dev.nightlatch.kube.c; class D {}")
            .house();
    assertThat(Words.silentPackages(house))
        .containsExactly(
            "dev.nightlatch.kube.a is not @NullMarked",
            "dev.nightlatch.kube.a has no package-info that says what it is for",
            "dev.nightlatch.kube.b is not @NullMarked",
            "dev.nightlatch.kube.b has no package-info that says what it is for");
  }

  @Test
  void aPublicTypeWithoutACommentIsFound() {
    House house =
        new Sketch(folder)
            .main(
                """
                package dev.nightlatch.kube;
                // Not a doc comment.
                public class Outer {
                  /// Said.
                  @Deprecated
                  public record Said() {}
                  public enum Unsaid { ONE }
                  class Hidden {}
                }
                """)
            .main(
                """
                package dev.nightlatch.kube;
                /// Said: a public sealed interface.
                public sealed interface Cases {
                  record Implicit() implements Cases {}
                }
                """)
            .house();
    assertThat(Words.silentTypes(house))
        .extracting(finding -> finding.substring(finding.lastIndexOf('/') + 1))
        .containsExactly("Outer.java:3: Outer", "Outer.java:7: Unsaid");
  }

  @Test
  void aSuppressionWithoutAReasonIsFound() {
    House house =
        new Sketch(folder)
            .test(
                """
                package dev.nightlatch.kube;
                class A {
                  @SuppressWarnings("unchecked") // it is one, see above
                  void said() {}

                  @SuppressWarnings("unchecked")
                  void unsaid() {}

                  @SuppressWarnings({
                    "unchecked",
                    "rawtypes"
                  }) //
                  void empty() {}
                }
                """)
            .house();
    assertThat(Words.silentSuppressions(house))
        .hasSize(2)
        .anySatisfy(finding -> assertThat(finding).contains("A.java:6: "))
        .anySatisfy(finding -> assertThat(finding).contains("A.java:9: "));
  }
}
