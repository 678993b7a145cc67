package dev.nightlatch.engine.set;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Addresses of both families, as ranges that neither overlap nor touch.
///
/// Equal sets are equal values, however they were made. The ranges stand in order, IPv4 first.
/// Union, intersection and difference cost O(m + n) in the ranges of both; a union of many is
/// cheaper by the constructor, which sorts once.
public record AddressSet(List<AddressRange> ranges) {

  public static final AddressSet NONE = new AddressSet(List.of());

  /// Puts the ranges in order and melts those that overlap or touch.
  public AddressSet {
    ranges = melted(ranges);
  }

  public static AddressSet of(Cidr block) {
    return new AddressSet(List.of(AddressRange.of(block)));
  }

  public static AddressSet of(Address address) {
    return new AddressSet(List.of(AddressRange.single(address)));
  }

  public static AddressSet all(Family family) {
    return new AddressSet(List.of(AddressRange.all(family)));
  }

  /// The fewest blocks that make up a range, ascending; at most twice as many as an address has
  /// bits.
  public static List<Cidr> blocks(AddressRange range) {
    List<Cidr> blocks = new ArrayList<>();
    Optional<Address> begin = Optional.of(range.first());
    while (begin.isPresent() && begin.get().compareTo(range.last()) <= 0) {
      Cidr block = widest(begin.get(), range.last());
      blocks.add(block);
      begin = block.last().next();
    }
    return List.copyOf(blocks);
  }

  /// The widest block that begins at an address and does not go beyond another.
  private static Cidr widest(Address begin, Address last) {
    Cidr widest = begin.alone();
    for (int prefix = begin.family().bits() - 1; prefix >= 0; prefix--) {
      boolean fits =
          begin.masked(prefix).equals(begin) && begin.filled(prefix).compareTo(last) <= 0;
      if (!fits) {
        break;
      }
      widest = new Cidr(begin, prefix);
    }
    return widest;
  }

  private static List<AddressRange> melted(List<AddressRange> ranges) {
    if (ranges.size() < 2) {
      return List.copyOf(ranges);
    }
    List<AddressRange> melted = new ArrayList<>();
    for (AddressRange next : ranges.stream().sorted().toList()) {
      AddressRange before = melted.isEmpty() ? null : melted.getLast();
      if (before == null || !touches(before, next)) {
        melted.add(next);
      } else if (before.last().compareTo(next.last()) < 0) {
        melted.set(melted.size() - 1, new AddressRange(before.first(), next.last()));
      }
    }
    return List.copyOf(melted);
  }

  /// Whether nothing lies between two ranges of which `before` begins first.
  private static boolean touches(AddressRange before, AddressRange next) {
    return before.family() == next.family()
        && (before.last().compareTo(next.first()) >= 0
            || before.last().next().filter(next.first()::equals).isPresent());
  }

  public boolean isEmpty() {
    return ranges.isEmpty();
  }

  /// Costs O(log n).
  public boolean contains(Address address) {
    int low = 0;
    int high = ranges.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      AddressRange range = ranges.get(middle);
      if (address.compareTo(range.first()) < 0) {
        high = middle - 1;
      } else if (address.compareTo(range.last()) > 0) {
        low = middle + 1;
      } else {
        return true;
      }
    }
    return false;
  }

  public AddressSet union(AddressSet other) {
    return new AddressSet(Stream.concat(ranges.stream(), other.ranges.stream()).toList());
  }

  public AddressSet intersection(AddressSet other) {
    List<AddressRange> common = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < ranges.size() && j < other.ranges.size()) {
      AddressRange a = ranges.get(i);
      AddressRange b = other.ranges.get(j);
      Address first = a.first().compareTo(b.first()) >= 0 ? a.first() : b.first();
      Address last = a.last().compareTo(b.last()) <= 0 ? a.last() : b.last();
      if (first.compareTo(last) <= 0) {
        common.add(new AddressRange(first, last));
      }
      if (a.last().compareTo(b.last()) <= 0) {
        i++;
      } else {
        j++;
      }
    }
    return new AddressSet(common);
  }

  /// The addresses that are in this set and not in `other`.
  public AddressSet minus(AddressSet other) {
    List<AddressRange> left = new ArrayList<>();
    int j = 0;
    for (AddressRange range : ranges) {
      while (j < other.ranges.size() && other.ranges.get(j).last().compareTo(range.first()) < 0) {
        j++;
      }
      minus(range, other.ranges, j, left);
    }
    return new AddressSet(left);
  }

  private static void minus(
      AddressRange range, List<AddressRange> holes, int from, List<AddressRange> left) {
    Address first = range.first();
    for (int j = from; j < holes.size(); j++) {
      AddressRange hole = holes.get(j);
      if (hole.first().compareTo(range.last()) > 0) {
        break;
      }
      if (first.compareTo(hole.first()) < 0) {
        left.add(new AddressRange(first, hole.first().previous().orElseThrow()));
      }
      if (hole.last().compareTo(range.last()) >= 0) {
        return;
      }
      first = hole.last().next().orElseThrow();
    }
    left.add(new AddressRange(first, range.last()));
  }

  /// Whether every address of `other` is in this set.
  public boolean containsAll(AddressSet other) {
    return other.minus(this).isEmpty();
  }

  /// The ranges, one after the other.
  @Override
  public String toString() {
    return ranges.toString();
  }
}
