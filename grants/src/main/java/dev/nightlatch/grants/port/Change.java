package dev.nightlatch.grants.port;

import dev.nightlatch.grants.model.Uid;

/// That something changed in a cluster: a reason to look, never a reason to act. The look decides.
public sealed interface Change {

  /// A grant was created, changed or deleted.
  record OfGrant(Uid grant, String name) implements Change {}

  /// Something that bears a grant's label, a latch or a policy, was created, changed or deleted.
  record OfBelonging(Uid grant) implements Change {}

  /// A rule, a source, or a policy of somebody else was created, changed or deleted in this
  /// namespace.
  record OfSurroundings(String namespace) implements Change {}

  /// A boundary was created, changed or deleted: it holds in all namespaces.
  record OfBoundary(String name) implements Change {}

  /// Changes may have been missed: look at everything.
  record Unknown() implements Change {}
}
