package dev.nightlatch.engine.set;

import java.util.Optional;

/// One IPv4 or IPv6 address.
///
/// The bits stand right-aligned in 128: an IPv4 address fills the lowest 32 of `low`. An IPv4
/// address mapped into IPv6 (`::ffff:192.0.2.1`) is an IPv6 address and equals no IPv4 one; the API
/// server refuses such a form in a block as ambiguous, and so does [Cidr#parse].
///
/// Ordered by family (IPv4 first), then numerically.
public record Address(Family family, long high, long low) implements Comparable<Address> {

  /// Checks that an IPv4 address uses no more than its 32 bits.
  ///
  /// @throws IllegalArgumentException if an IPv4 address has a bit beyond the lowest 32
  public Address {
    if (family == Family.IPV4 && (high != 0 || low >>> 32 != 0)) {
      throw new IllegalArgumentException("an IPv4 address has 32 bits");
    }
  }

  /// Reads an address in its usual text form: four decimal numbers without leading zeros, or IPv6
  /// as in RFC 4291, section 2.2 (with `::` and with a dotted tail). No zone, no port, no name; no
  /// name service is ever asked.
  ///
  /// @return empty if `text` is not exactly one address
  public static Optional<Address> parse(String text) {
    return AddressText.parse(text);
  }

  /// Whether this is an IPv4 address mapped into IPv6: no block can be made of it.
  public boolean isMapped() {
    return family == Family.IPV6 && high == 0 && low >>> 32 == 0xffffL;
  }

  /// The block that holds this address alone: /32 or /128.
  ///
  /// @throws IllegalArgumentException if it is a mapped address
  public Cidr alone() {
    return new Cidr(this, family.bits());
  }

  /// The address with every bit after the first `prefix` cleared.
  Address masked(int prefix) {
    int kept = prefix + (128 - family.bits());
    return new Address(family, high & maskOf(kept), low & maskOf(kept - 64));
  }

  /// The address with every bit after the first `prefix` set.
  Address filled(int prefix) {
    int kept = prefix + (128 - family.bits());
    long lowest = ~maskOf(kept - 64);
    return family == Family.IPV4
        ? new Address(family, 0, low | (lowest & 0xffff_ffffL))
        : new Address(family, high | ~maskOf(kept), low | lowest);
  }

  /// The address after this one; empty for the last of its family.
  public Optional<Address> next() {
    if (equals(filled(0))) {
      return Optional.empty();
    }
    return Optional.of(new Address(family, low == -1L ? high + 1 : high, low + 1));
  }

  /// The address before this one; empty for the first of its family.
  public Optional<Address> previous() {
    if (high == 0 && low == 0) {
      return Optional.empty();
    }
    return Optional.of(new Address(family, low == 0 ? high - 1 : high, low - 1));
  }

  private static long maskOf(int ones) {
    if (ones <= 0) {
      return 0;
    }
    return ones >= 64 ? -1L : -1L << (64 - ones);
  }

  @Override
  public int compareTo(Address other) {
    int byFamily = family.compareTo(other.family);
    if (byFamily != 0) {
      return byFamily;
    }
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  /// The canonical text: dotted decimal, or RFC 5952 (lower case, the longest run of zeros as
  /// `::`).
  @Override
  public String toString() {
    return AddressText.format(this);
  }
}
