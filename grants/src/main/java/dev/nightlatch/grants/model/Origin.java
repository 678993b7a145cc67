package dev.nightlatch.grants.model;

import dev.nightlatch.engine.set.Address;

/// From where the requester works, as far as the request says so.
public sealed interface Origin {

  /// From anywhere that the rule's sources allow.
  record AnySource() implements Origin {}

  /// From this one address: nothing else is opened. Declared by the requester, not verified.
  record OneAddress(Address address) implements Origin {}
}
