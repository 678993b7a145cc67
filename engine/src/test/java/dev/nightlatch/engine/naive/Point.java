package dev.nightlatch.engine.naive;

import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.Cidr;
import dev.nightlatch.engine.set.Family;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/// An address as a plain number.
record Point(Family family, BigInteger number) {
  private static final BigInteger WORD = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

  static Point of(Address address) {
    BigInteger high = BigInteger.valueOf(address.high()).and(WORD);
    BigInteger low = BigInteger.valueOf(address.low()).and(WORD);
    return new Point(address.family(), high.shiftLeft(64).or(low));
  }

  static Point first(Family family) {
    return new Point(family, BigInteger.ZERO);
  }

  static Point last(Family family) {
    return new Point(family, BigInteger.ONE.shiftLeft(bits(family)).subtract(BigInteger.ONE));
  }

  private static int bits(Family family) {
    return switch (family) {
      case IPV4 -> 32;
      case IPV6 -> 128;
    };
  }

  /// Whether it shares the block's first bits; never those of a block of the other family.
  boolean in(Cidr block) {
    int others = bits(family) - block.prefix();
    return family == block.network().family()
        && number.shiftRight(others).equals(of(block.network()).number.shiftRight(others));
  }

  boolean inAny(List<Cidr> blocks) {
    for (Cidr block : blocks) {
      if (in(block)) {
        return true;
      }
    }
    return false;
  }

  /// The last address of a block.
  static Point lastOf(Cidr block) {
    Point first = of(block.network());
    BigInteger size = BigInteger.ONE.shiftLeft(bits(first.family) - block.prefix());
    return new Point(first.family, first.number.add(size).subtract(BigInteger.ONE));
  }

  /// It and those beside it, as far as there are any.
  List<Point> neighbourhood() {
    List<Point> near = new ArrayList<>();
    for (int step = -1; step <= 1; step++) {
      BigInteger at = number.add(BigInteger.valueOf(step));
      if (at.signum() >= 0 && at.bitLength() <= bits(family)) {
        near.add(new Point(family, at));
      }
    }
    return near;
  }
}
