package dev.nightlatch.operator;

import dev.nightlatch.grants.model.Uid;
import java.util.Map;
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

  static void clear() {
    MDC.clear();
  }
}
