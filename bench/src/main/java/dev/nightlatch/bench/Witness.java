package dev.nightlatch.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What the API server witnessed, by its own clock.
final class Witness {
  private static final Pattern HEAD =
      Pattern.compile(
          "\"requestURI\":\"([^\"]*)\",\"verb\":\"([^\"]*)\",\"user\":\\{\"username\":\"([^\"]*)\"");
  private static final Pattern CODE = Pattern.compile("\"responseStatus\":\\{.*?\"code\":(\\d+)");
  private static final Pattern TIMES =
      Pattern.compile(
          "\"requestReceivedTimestamp\":\"([^\"]*)\",\"stageTimestamp\":\"([^\"]*)\"(?!.*\"requestReceivedTimestamp\")");

  private final List<Event> events;

  private Witness(List<Event> events) {
    this.events = events;
  }

  /// A request.
  ///
  /// @param received when the API server got it
  /// @param answered when it had answered it
  record Event(String uri, String verb, String user, int code, Instant received, Instant answered) {

    /// The path without the query.
    String path() {
      int query = uri.indexOf('?');
      return query < 0 ? uri : uri.substring(0, query);
    }
  }

  /// Reads an audit log.
  static Witness of(Path log) throws IOException {
    List<Event> events = new ArrayList<>();
    try (Stream<String> lines = Files.lines(log)) {
      lines.forEach(line -> event(line).ifPresent(events::add));
    }
    return new Witness(events);
  }

  /// A line that is still being written is none.
  private static Optional<Event> event(String line) {
    Matcher head = HEAD.matcher(line);
    Matcher code = CODE.matcher(line);
    Matcher times = TIMES.matcher(line);
    return line.endsWith("}") && head.find() && times.find()
        ? Optional.of(
            new Event(
                head.group(1).intern(),
                head.group(2).intern(),
                head.group(3).intern(),
                code.find() ? Integer.parseInt(code.group(1)) : 0,
                Instant.parse(times.group(1)),
                Instant.parse(times.group(2))))
        : Optional.empty();
  }

  List<Event> all(Predicate<Event> wanted) {
    return events.stream().filter(wanted).toList();
  }

  Optional<Event> first(Predicate<Event> wanted) {
    return events.stream().filter(wanted).findFirst();
  }
}
