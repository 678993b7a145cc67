package dev.nightlatch.engine.set;

import java.util.Arrays;
import java.util.stream.IntStream;

/// Ports of one protocol, from 1 to 65535.
///
/// Equal sets are equal values, however they were made. Each operation costs O(m + n) in the ranges
/// of both; most sets of a policy have one or two.
@SuppressWarnings("ReferenceEquality") // only to be faster: equal values give equal results
public final class PortSet {
  /// The highest port there is.
  public static final int HIGHEST = 65_535;

  public static final PortSet NONE = new PortSet();
  public static final PortSet ALL = range(1, HIGHEST);

  /// Where the set begins and where it ends, by turns and ascending: the ports of `[a, b)`, then
  /// those of `[c, d)`, and so on.
  private final int[] bounds;

  private PortSet(int... bounds) {
    this.bounds = bounds;
  }

  /// The ports `first` to `last`, both included.
  ///
  /// @throws IllegalArgumentException unless `1 <= first <= last <= 65535`
  public static PortSet range(int first, int last) {
    if (first < 1 || last < first || last > HIGHEST) {
      throw new IllegalArgumentException("no port range: " + first + " to " + last);
    }
    return new PortSet(first, last + 1);
  }

  public static PortSet single(int port) {
    return range(port, port);
  }

  public boolean isEmpty() {
    return bounds.length == 0;
  }

  public boolean isAll() {
    return equals(ALL);
  }

  public boolean contains(int port) {
    // The bounds at even places begin a range; between two bounds the one before decides, which a
    // search that finds nothing tells by an even number, too.
    return Arrays.binarySearch(bounds, port) % 2 == 0;
  }

  /// How many ports there are.
  public int size() {
    int size = 0;
    for (int i = 0; i < bounds.length; i += 2) {
      size += bounds[i + 1] - bounds[i];
    }
    return size;
  }

  /// How many maximal ranges there are.
  public int rangeCount() {
    return bounds.length / 2;
  }

  /// The first port of a range; ranges ascend and do not touch.
  public int first(int range) {
    return bounds[2 * range];
  }

  /// The last port of a range.
  public int last(int range) {
    return bounds[2 * range + 1] - 1;
  }

  public PortSet union(PortSet other) {
    if (other.isEmpty() || this == other) {
      return this;
    }
    return isEmpty() ? other : combined(other, true, true, true);
  }

  public PortSet intersection(PortSet other) {
    if (isEmpty() || this == other) {
      return this;
    }
    return other.isEmpty() ? other : combined(other, true, false, false);
  }

  /// The ports that are in this set and not in `other`.
  public PortSet minus(PortSet other) {
    return isEmpty() || other.isEmpty() ? this : combined(other, false, true, false);
  }

  public boolean containsAll(PortSet other) {
    return other.minus(this).isEmpty();
  }

  /// Sweeps over the bounds of both sets.
  ///
  /// @param both whether a port of both sets is wanted
  /// @param left whether a port of this set alone is
  /// @param right whether a port of the other set alone is
  private PortSet combined(PortSet other, boolean both, boolean left, boolean right) {
    int[] result = new int[bounds.length + other.bounds.length];
    int size = 0;
    int i = 0;
    int j = 0;
    boolean inside = false;
    while (i < bounds.length || j < other.bounds.length) {
      int a = i < bounds.length ? bounds[i] : Integer.MAX_VALUE;
      int b = j < other.bounds.length ? other.bounds[j] : Integer.MAX_VALUE;
      int at = Math.min(a, b);
      i += a == at ? 1 : 0;
      j += b == at ? 1 : 0;
      boolean here = i % 2 == 1;
      boolean there = j % 2 == 1;
      boolean wanted = here ? (there ? both : left) : there && right;
      if (wanted != inside) {
        result[size++] = at;
        inside = wanted;
      }
    }
    return size == 0 ? NONE : new PortSet(Arrays.copyOf(result, size));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PortSet that && Arrays.equals(bounds, that.bounds);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bounds);
  }

  /// `80,443,8000-8010`; empty for no port.
  @Override
  public String toString() {
    return String.join(
        ",",
        IntStream.range(0, rangeCount())
            .mapToObj(i -> first(i) == last(i) ? "" + first(i) : first(i) + "-" + last(i))
            .toList());
  }
}
