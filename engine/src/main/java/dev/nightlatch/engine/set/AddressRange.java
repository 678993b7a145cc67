package dev.nightlatch.engine.set;

/// The addresses from `first` to `last`, both included, of one family.
///
/// Ordered by its first address, then by its last.
public record AddressRange(Address first, Address last) implements Comparable<AddressRange> {

  /// @throws IllegalArgumentException unless both are of one family and `first <= last`
  public AddressRange {
    if (first.family() != last.family() || first.compareTo(last) > 0) {
      throw new IllegalArgumentException("no range of addresses: " + first + " to " + last);
    }
  }

  /// The addresses of a block.
  public static AddressRange of(Cidr block) {
    return new AddressRange(block.network(), block.last());
  }

  /// One address.
  public static AddressRange single(Address address) {
    return new AddressRange(address, address);
  }

  /// All addresses of a family.
  public static AddressRange all(Family family) {
    Address zero = new Address(family, 0, 0);
    return new AddressRange(zero, zero.filled(0));
  }

  public Family family() {
    return first.family();
  }

  /// Whether `address` lies in it; never for the other family.
  public boolean contains(Address address) {
    return address.family() == family()
        && first.compareTo(address) <= 0
        && address.compareTo(last) <= 0;
  }

  @Override
  public int compareTo(AddressRange other) {
    int byFirst = first.compareTo(other.first);
    return byFirst != 0 ? byFirst : last.compareTo(other.last);
  }

  /// `10.0.0.0-10.0.0.255`, in RFC 5952 form for IPv6; one address is written twice, too.
  @Override
  public String toString() {
    return first + "-" + last;
  }
}
