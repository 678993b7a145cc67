package dev.nightlatch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A journal as it lies in its file, read by somebody who knows nothing of who wrote it.
final class JournalLines {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JournalLines() {}

  /// All entries so far, in order. What stands behind the last line's end is still being written.
  static List<JsonNode> of(Path journal) {
    try {
      if (!Files.exists(journal)) {
        return List.of();
      }
      List<JsonNode> entries = new ArrayList<>();
      String text = new String(Files.readAllBytes(journal), StandardCharsets.UTF_8);
      for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
        entries.add(JSON.readTree(line));
      }
      return List.copyOf(entries);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
