package dev.nightlatch.kube;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// Instants as events and leases bear them. Source: `MicroTime`, meta/v1.
final class MicroTime {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private MicroTime() {}

  static String text(Instant instant) {
    return FORM.format(instant);
  }
}
