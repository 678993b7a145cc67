package dev.nightlatch.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ShownTest {
  @Test
  void ofAMessageTheFirstSentenceIsShown() {
    assertThat(Shown.sentence("a tab cannot start a token. (Do not use tabs)"))
        .isEqualTo("a tab cannot start a token");
    assertThat(Shown.sentence("expected '.' or (a), but got b")).endsWith("but got b");
    assertThat(Shown.sentence("a\u001bb. Then")).isEqualTo("a?b");
  }

  @Test
  void aLongSentenceEndsWithAWord() {
    assertThat(Shown.sentence("word ".repeat(50))).isEqualTo("word ".repeat(24) + "...");
    assertThat(Shown.sentence("w".repeat(200))).isEqualTo("w".repeat(120) + " ...");
  }
}
