package dev.nightlatch.engine.set;

/// The two sorts of Internet addresses; an address of one is never in a block of the other.
public enum Family {
  IPV4(32),
  IPV6(128);

  private final int bits;

  Family(int bits) {
    this.bits = bits;
  }

  /// The length of an address in bits, which is also the longest prefix.
  public int bits() {
    return bits;
  }
}
