package dev.nightlatch.operator;

import dev.nightlatch.grants.life.Found;
import dev.nightlatch.grants.model.AccessGrant;
import java.time.Instant;

/// What one pass read, and when.
record Pass(GrantKey key, Found found, Instant now) {

  AccessGrant grant() {
    return found
        .grant()
        .orElseThrow(() -> new IllegalStateException("this step needs the grant itself"));
  }
}
