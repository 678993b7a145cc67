package dev.nightlatch.operator;

import dev.nightlatch.grants.model.Uid;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.slf4j.MDC;

/// The fields that every line of the log about one grant bears. They are of the thread that writes
/// the line, from the moment they are set until they are cleared.
final class LogFields {
  private LogFields() {}

  /// Sets the fields that tell the grant, and no others.
  static void begin(GrantKey key) {
    begin(key.uid(), key.name());
  }

  /// @param name empty where it is not known
  static void begin(Uid uid, String name) {
    MDC.setContextMap(
        name.isEmpty()
            ? Map.of(LogField.UID.key(), uid.text())
            : Map.of(LogField.GRANT.key(), name, LogField.UID.key(), uid.text()));
  }

  /// Sets the incident, once it is known.
  static void incident(String incident) {
    MDC.put(LogField.INCIDENT.key(), incident);
  }

  /// A call that is made by another thread, whose lines bear the fields of this one.
  static <T> Callable<T> carried(Supplier<T> call) {
    Map<String, String> fields = fields();
    return () -> {
      Map<String, String> own = fields();
      MDC.setContextMap(fields);
      try {
        return call.get();
      } finally {
        MDC.setContextMap(own);
      }
    };
  }

  private static Map<String, String> fields() {
    return Optional.ofNullable(MDC.getCopyOfContextMap()).orElseGet(Map::of);
  }

  static void clear() {
    MDC.clear();
  }
}
