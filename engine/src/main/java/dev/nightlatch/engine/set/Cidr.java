package dev.nightlatch.engine.set;

import java.util.Optional;

/// A block of addresses: those that share the first `prefix` bits of `network`.
///
/// Always canonical: `network` is the block's first address, so equal blocks are equal values and
/// have one text. Kubernetes tolerates `10.0.0.1/24` for `10.0.0.0/24` with a warning (KEP-4858);
/// [#parse] reads it as such, [#parseStrict] does not.
///
/// Source: `IPBlock.cidr`, networking.k8s.io/v1.
public record Cidr(Address network, int prefix) implements Comparable<Cidr> {

  /// Checks that no bit is set after the prefix, and that the block has a text.
  ///
  /// @throws IllegalArgumentException if the prefix is out of range, or `network` is not the first
  ///     address of its block or is an IPv4 address mapped into IPv6
  public Cidr {
    if (prefix < 0 || prefix > network.family().bits()) {
      throw new IllegalArgumentException(
          "prefix " + prefix + " of " + network.family() + " is out of range");
    }
    if (!network.masked(prefix).equals(network)) {
      throw new IllegalArgumentException(network + "/" + prefix + " has bits after its prefix");
    }
    if (network.isMapped()) {
      throw new IllegalArgumentException(network + " is an IPv4 address mapped into IPv6");
    }
  }

  /// Reads `address/prefix`; bits after the prefix are dropped, as the API server does on
  /// evaluation. An IPv4 address mapped into IPv6 is refused: its family would be a guess.
  ///
  /// @return empty if `text` is no block
  public static Optional<Cidr> parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return Optional.empty();
    }
    String digits = text.substring(slash + 1);
    if (!digits.matches("0|[1-9][0-9]{0,2}")) {
      return Optional.empty();
    }
    int prefix = Integer.parseInt(digits);
    return Address.parse(text.substring(0, slash))
        .filter(address -> prefix <= address.family().bits())
        .filter(address -> !address.isMapped())
        .map(address -> new Cidr(address.masked(prefix), prefix));
  }

  /// Reads a block only in its canonical text: network address, shortest form, lower case.
  ///
  /// @return empty if `text` is no block or is one in another spelling
  public static Optional<Cidr> parseStrict(String text) {
    return parse(text).filter(block -> block.toString().equals(text));
  }

  /// The block's last address.
  public Address last() {
    return network.filled(prefix);
  }

  /// Whether `address` lies in this block; never for the other family.
  public boolean contains(Address address) {
    return address.family() == network.family() && address.masked(prefix).equals(network);
  }

  /// Whether every address of `other` lies in this block.
  public boolean contains(Cidr other) {
    return prefix <= other.prefix && contains(other.network);
  }

  @Override
  public int compareTo(Cidr other) {
    int byNetwork = network.compareTo(other.network);
    return byNetwork != 0 ? byNetwork : Integer.compare(prefix, other.prefix);
  }

  /// The canonical text, as the API server wants it written.
  @Override
  public String toString() {
    return network + "/" + prefix;
  }
}
