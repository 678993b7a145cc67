package dev.nightlatch.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Input that would fill a memory or take for ever ends in a problem, soon.
@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
final class HarmfulInputTest {
  @TempDir Path folder;

  private static List<String> codes(ReadSnapshot read) {
    return read.problems().stream()
        .map(problem -> problem.weight() + " " + problem.code().text())
        .toList();
  }

  private static ReadSnapshot read(Path path) {
    return SnapshotReader.read(List.of(path), InputStream.nullInputStream());
  }

  @Test
  void aStreamWithoutEndIsTooLarge() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'a';
          }

          @Override
          public int read(byte[] into, int from, int length) {
            java.util.Arrays.fill(into, from, from + length, (byte) 'a');
            return length;
          }
        };
    assertThat(codes(SnapshotReader.read(List.of(SnapshotReader.STREAM), endless)))
        .containsExactly("FATAL NL-TOO-LARGE");
  }

  @Test
  void aDeviceWithoutEndIsTooLarge() {
    Path zeros = Path.of("/dev/zero");
    assertThat(codes(read(zeros)))
        .containsExactly(Files.exists(zeros) ? "FATAL NL-TOO-LARGE" : "FATAL NL-FILE-UNREADABLE");
  }

  @Test
  void aFileOfGigabytesIsTooLargeAndNotRead() throws IOException {
    Path file = folder.resolve("a.yaml");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(5L << 30);
    }
    Files.writeString(
        folder.resolve("b.yaml"), "{apiVersion: v1, kind: Namespace, metadata: {name: b}}");
    ReadSnapshot read = read(folder);
    assertThat(codes(read)).containsExactly("FATAL NL-TOO-LARGE");
    assertThat(read.problems().getFirst().found()).isEqualTo("5368709120 bytes");
    assertThat(read.snapshot().namespaces()).hasSize(1);
  }

  @Test
  void aPipeInAFolderIsNotWaitedFor() throws Exception {
    Path pipe = folder.resolve("a.yaml");
    Process made = new ProcessBuilder("mkfifo", pipe.toString()).start();
    assertThat(made.waitFor()).isZero();
    assertThat(codes(read(folder))).containsExactly("FATAL NL-FILE-UNREADABLE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- ", "? ", "{\"a\":", "[["})
  void depthIsBounded(String opening) {
    ReadSnapshot read =
        SnapshotReader.read(
            opening.repeat(200_000)
                + "\n---\n{apiVersion: v1, kind: Namespace, metadata: {name: b}}\n",
            "a.yaml");
    assertThat(codes(read)).containsExactly("FATAL NL-TOO-LARGE");
    assertThat(read.snapshot().namespaces()).hasSize(1);
  }

  @Test
  void aBombOfAliasesIsRefused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 30; i++) {
      String ten = String.join(", ", Collections.nCopies(10, "*a" + (i - 1)));
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ten));
    }
    assertThat(codes(SnapshotReader.read(bomb.toString(), "a.yaml")))
        .containsExactly("FATAL NL-TOO-LARGE");
  }

  @Test
  void aDocumentOfTooManyValuesIsRefused() {
    String many = "[" + "0,".repeat(Limits.VALUES) + "0]";
    assertThat(codes(SnapshotReader.read(many, "a.json"))).containsExactly("FATAL NL-TOO-LARGE");
  }

  @Test
  void aDocumentOfTooManyMistakesIsRefused() {
    String twice = "a: 1\n".repeat(Limits.MISTAKES + 2);
    assertThat(codes(SnapshotReader.read(twice, "a.yaml"))).containsExactly("FATAL NL-TOO-LARGE");
    String wrong =
        "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: a, namespace: b},"
            + " spec: {ingress: ["
            + "5, ".repeat(5 * Limits.MISTAKES)
            + "]}}";
    assertThat(codes(SnapshotReader.read(wrong, "a.yaml"))).hasSize(Limits.MISTAKES);
  }

  /// The time grows with the length, not with its square: the reader's own buffer is large enough.
  @ParameterizedTest
  @ValueSource(
      strings = {"a: \"%s\"", "a: '%s'", "a: %s", "a: |\n  %s", "a: >\n  %s", "# %s\na: b"})
  void aTextOfMegabytesIsReadInOneGo(String form) {
    String text = form.formatted("x".repeat(16 << 20)) + "\n";
    ReadSnapshot read = SnapshotReader.read(text, "a.yaml");
    assertThat(read.problems()).isEmpty();
    assertThat(read.passedOver().noObjects()).isEqualTo(1);
  }

  @Test
  void bytesThatAreNoTextAreAProblemAndACharacterThatStandsForThemIsNone() throws IOException {
    Path file = folder.resolve("a.yaml");
    Files.writeString(file, "a: \uFFFD\n");
    assertThat(codes(read(file))).isEmpty();
    Files.write(file, "a: \u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(codes(read(file))).containsExactly("FATAL NL-FILE-UNREADABLE");
  }
}
