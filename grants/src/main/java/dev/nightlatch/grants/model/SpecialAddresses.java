package dev.nightlatch.grants.model;

import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.Cidr;
import java.util.List;
import java.util.stream.Stream;

/// The addresses that nobody works from, so that none is ever a source: "this network", loopback,
/// link-local, multicast, broadcast, and what is special among IPv6 addresses (unspecified,
/// loopback, mapped, NAT64).
///
/// Source: IANA's special-purpose address registries.
public final class SpecialAddresses {
  /// All of `::/8` is reserved, NAT64's `64:ff9b::/96` among it.
  private static final List<Cidr> BLOCKS =
      Stream.of(
              "0.0.0.0/8",
              "127.0.0.0/8",
              "169.254.0.0/16",
              "224.0.0.0/4",
              "255.255.255.255/32",
              "::/8",
              "fe80::/10",
              "ff00::/8")
          .map(text -> Cidr.parseStrict(text).orElseThrow())
          .toList();

  private SpecialAddresses() {}

  /// Whether this is one of them.
  public static boolean contains(Address address) {
    return BLOCKS.stream().anyMatch(block -> block.contains(address));
  }
}
