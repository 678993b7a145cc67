package dev.nightlatch.operator;

import dev.nightlatch.grants.life.Found;
import dev.nightlatch.grants.model.AccessGrant;
import java.time.Instant;

/// What one pass read, and when.
record Pass(GrantKey key, Found found, Instant now) {

  /// The grant and its incident, for a line of the log.
  String told() {
    String incident =
        found
            .grant()
            .map(there -> there.request().incident().toString())
            .or(
                () ->
                    found.story().opening().map(opening -> opening.request().incident().toString()))
            .orElse("unknown");
    return "grant " + key.name() + ", incident " + incident;
  }

  AccessGrant grant() {
    return found
        .grant()
        .orElseThrow(() -> new IllegalStateException("this step needs the grant itself"));
  }
}
