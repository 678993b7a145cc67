package dev.nightlatch.manifests;

import dev.nightlatch.engine.set.Address;
import java.util.List;
import java.util.Optional;

/// Addresses of pods, nodes and services.
final class Addresses {
  private static final String WANTED = "an address such as 10.20.0.17 or 2001:db8::17";

  private Addresses() {}

  /// The address that a text is; an IPv4 address mapped into IPv6 is none, its family being a
  /// guess.
  static Optional<Address> parse(String text) {
    return Address.parse(text).filter(address -> !address.isMapped());
  }

  /// Adds the address that is there, if any.
  ///
  /// @return whether all is well: an address was added, or none is there
  static boolean add(Cursor cursor, List<Address> addresses) {
    if (!cursor.isPresent()) {
      return true;
    }
    Optional<String> text = cursor.text();
    if (text.isPresent() && text.get().isEmpty()) {
      return true;
    }
    Optional<Address> address = text.flatMap(Addresses::parse);
    address.ifPresent(addresses::add);
    if (text.isPresent() && address.isEmpty()) {
      cursor.wrong(WANTED);
    }
    return address.isPresent();
  }
}
