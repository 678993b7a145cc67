package dev.nightlatch.testkit;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// The API server's audit log, read anew on each question.
public final class AuditLog {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  AuditLog(Path file) {
    this.file = file;
  }

  /// All events so far, in the order in which the API server finished them.
  public List<AuditEvent> events() {
    try {
      if (!Files.exists(file)) {
        return List.of();
      }
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      // What stands behind the last line's end is still being written.
      List<AuditEvent> events = new ArrayList<>();
      for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
        events.add(parse(line));
      }
      return List.copyOf(events);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The events so far that fulfil a condition.
  public List<AuditEvent> events(Predicate<AuditEvent> condition) {
    return events().stream().filter(condition).toList();
  }

  /// The first event that fulfils a condition; waits for it.
  ///
  /// @throws AssertionError if there is none within `timeout`
  public AuditEvent await(Predicate<AuditEvent> condition, Duration timeout) {
    return Wait.forValue(
        timeout,
        () -> events().stream().filter(condition).findFirst(),
        () -> "no such event among the %d in %s".formatted(events().size(), file));
  }

  private static AuditEvent parse(String line) {
    try {
      return AuditEvent.of(JSON.readTree(line));
    } catch (IOException e) {
      throw new IllegalStateException("the audit log holds a line that is no JSON", e);
    }
  }
}
