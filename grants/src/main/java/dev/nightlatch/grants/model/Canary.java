package dev.nightlatch.grants.model;

import java.time.Instant;

/// Whether the cluster's own controllers close what nobody else closes, as the last canary showed:
/// a small latch that owns nothing but a ConfigMap, let out now and then to see whether both go by
/// themselves.
public sealed interface Canary {

  /// Nobody looked: nothing depends on it at this step.
  record NotAsked() implements Canary {}

  /// The first one is still out: nothing is known yet.
  record Out() implements Canary {}

  /// The last one went by itself, then.
  record Back(Instant at) implements Canary {}

  /// The last one did not.
  ///
  /// @param what what was seen, as a clause: `was still there 20s after its end`
  record Lost(Instant at, String what) implements Canary {}
}
