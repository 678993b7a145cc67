package dev.nightlatch.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import dev.nightlatch.manifests.Json;
import dev.nightlatch.operator.LogField;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One event of the log as one line, whatever people wrote into it.
///
/// Reasons, incidents and names are written by whoever asks, and the API server's sentences quote
/// them. So nothing in a text begins another line, moves a terminal's cursor, or turns the order of
/// reading: such characters are written as escapes. The fields of a grant stand before the message,
/// where nothing written by people comes before them.
final class LogLine {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

  /// A value that needs no quotes: it can be mistaken for nothing else.
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:/@#-]+");

  /// Controls, line and paragraph separators, marks of direction, halves of characters.
  ///
  /// Source: Unicode, General Category, Cc, Cf, Zl, Zp, Cs.
  private static final Pattern UNSAFE =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\x{D800}-\\x{DFFF}]");

  private static final int CAUSES = 5;
  private static final int FRAMES = 30;

  private LogLine() {}

  /// For people: time, level, logger, the grant's fields in brackets, message, exception.
  static String text(ILoggingEvent event) {
    StringBuilder line =
        new StringBuilder()
            .append(TIME.format(event.getInstant()))
            .append(' ')
            .append(event.getLevel())
            .append(' ')
            .append(shortName(event.getLoggerName()));
    List<String> fields = new ArrayList<>();
    values(event)
        .forEach(
            (field, value) ->
                fields.add(
                    field.word()
                        + "="
                        + (PLAIN.matcher(value).matches() ? value : Json.line(value))));
    if (!fields.isEmpty()) {
      line.append(" [").append(String.join(" ", fields)).append(']');
    }
    line.append(" - ").append(event.getFormattedMessage());
    String exception = exception(event.getThrowableProxy());
    if (!exception.isEmpty()) {
      line.append(" | ").append(exception);
    }
    return safe(line.toString());
  }

  /// One JSON object: `time` (RFC 3339, UTC), `level`, `logger`, `message`, and where there is one
  /// `grant`, `grantUid`, `incident`, `exception`.
  static String json(ILoggingEvent event) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("time", TIME.format(event.getInstant()));
    object.put("level", event.getLevel().toString());
    object.put("logger", event.getLoggerName());
    object.put("message", event.getFormattedMessage());
    values(event).forEach((field, value) -> object.put(field.key(), value));
    String exception = exception(event.getThrowableProxy());
    if (!exception.isEmpty()) {
      object.put("exception", exception);
    }
    // What is unsafe and left by now stands inside a text, where JSON takes such escapes.
    return safe(Json.line(object));
  }

  /// What the event says about its grant, in the order of the fields.
  private static Map<LogField, String> values(ILoggingEvent event) {
    Map<LogField, String> values = new EnumMap<>(LogField.class);
    for (LogField field : LogField.values()) {
      String value = event.getMDCPropertyMap().get(field.key());
      if (value != null) {
        values.put(field, value);
      }
    }
    return values;
  }

  private static String shortName(String logger) {
    return logger.substring(logger.lastIndexOf('.') + 1);
  }

  /// The failure, its frames and its causes; empty where there is none.
  private static String exception(@Nullable IThrowableProxy thrown) {
    StringBuilder text = new StringBuilder();
    IThrowableProxy cause = thrown;
    for (int depth = 0; cause != null && depth < CAUSES; depth++) {
      text.append(depth == 0 ? "" : " | caused by ").append(cause.getClassName());
      if (cause.getMessage() != null) {
        text.append(": ").append(cause.getMessage());
      }
      StackTraceElement[] frames = trace(cause);
      for (int i = 0; i < frames.length && i < FRAMES; i++) {
        text.append(" | at ").append(frames[i]);
      }
      cause = cause.getCause();
    }
    return text.toString();
  }

  private static StackTraceElement[] trace(IThrowableProxy thrown) {
    var proxies = thrown.getStackTraceElementProxyArray();
    StackTraceElement[] frames = new StackTraceElement[proxies.length];
    for (int i = 0; i < proxies.length; i++) {
      frames[i] = proxies[i].getStackTraceElement();
    }
    return frames;
  }

  private static String safe(String text) {
    return UNSAFE.matcher(text).replaceAll(found -> escaped(found.group()));
  }

  private static String escaped(String character) {
    // Twice, for the replacement takes one backslash away.
    return character
        .chars()
        .mapToObj(unit -> "\\\\u%04x".formatted(unit))
        .collect(Collectors.joining());
  }
}
