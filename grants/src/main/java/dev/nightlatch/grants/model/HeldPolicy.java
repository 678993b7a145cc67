package dev.nightlatch.grants.model;

import dev.nightlatch.engine.model.NetworkPolicy;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/// A network policy as it stands in a cluster, ours or not.
public record HeldPolicy(Meta meta, NetworkPolicy policy) {

  /// Whether it bears our label, whoever put it there.
  public boolean isMarked() {
    return meta.labels().containsKey(Names.GRANT_LABEL);
  }

  /// The end that stands on it; empty where there is none or none that can be read.
  public Optional<Instant> expiresAt() {
    String text = meta.annotations().get(Names.EXPIRES_AT);
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }
}
