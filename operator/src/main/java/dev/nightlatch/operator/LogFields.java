package dev.nightlatch.operator;

import dev.nightlatch.grants.model.Uid;
import java.util.Map;
import org.slf4j.MDC;

/// The fields that every line of the log about one grant bears. They are of the thread that writes
/// the line, from the moment they are set until they are cleared.
public final class LogFields {
  /// The grant's name.
  public static final String GRANT = "grant";

  /// The grant's UID.
  public static final String UID = "grantUid";

  /// For which incident.
  public static final String INCIDENT = "incident";

  private LogFields() {}

  /// Sets the fields that tell the grant, and no others.
  static void begin(GrantKey key) {
    begin(key.uid(), key.name());
  }

  /// @param name empty where it is not known
  static void begin(Uid uid, String name) {
    MDC.setContextMap(
        name.isEmpty() ? Map.of(UID, uid.text()) : Map.of(GRANT, name, UID, uid.text()));
  }

  /// Sets the incident, once it is known.
  static void incident(String incident) {
    MDC.put(INCIDENT, incident);
  }

  static void clear() {
    MDC.clear();
  }
}
