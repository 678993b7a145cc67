package dev.nightlatch.engine.model;

/// What makes a pod or a workload, as its owner references say.
///
/// Source: `OwnerReference`, meta/v1, the one with `controller: true`.
public sealed interface Controller {

  /// Nothing does: it was made by hand.
  record None() implements Controller {}

  /// An object of the same namespace does.
  record Named(String kind, String name) implements Controller {}

  /// The one value that says "nothing".
  Controller NONE = new None();
}
