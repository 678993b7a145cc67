package dev.nightlatch.engine.set;

import java.util.Optional;

/// How addresses are written: RFC 4291, section 2.2, in; RFC 5952, section 4, out.
final class AddressText {
  private static final int GROUPS = 8;

  private AddressText() {}

  static Optional<Address> parse(String text) {
    if (text.indexOf(':') < 0) {
      long bits = dotted(text);
      return bits < 0 ? Optional.empty() : Optional.of(new Address(Family.IPV4, 0, bits));
    }
    return parseV6(text);
  }

  /// The 32 bits of a dotted quad, or -1.
  private static long dotted(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return -1;
    }
    long bits = 0;
    for (String part : parts) {
      int value = number(part, 3, 10, 255);
      if (value < 0 || (part.length() > 1 && part.charAt(0) == '0')) {
        return -1;
      }
      bits = bits << 8 | value;
    }
    return bits;
  }

  private static Optional<Address> parseV6(String text) {
    int gap = text.indexOf("::");
    if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
      return Optional.empty();
    }
    int[] groups = new int[GROUPS];
    if (gap < 0) {
      return fill(text, groups, true) == GROUPS ? joined(groups) : Optional.empty();
    }
    int[] tail = new int[GROUPS];
    int front = fill(text.substring(0, gap), groups, false);
    int back = fill(text.substring(gap + 2), tail, true);
    // RFC 5952, section 4.2.2: "::" stands for at least one group here; RFC 4291 says "one or
    // more".
    if (front < 0 || back < 0 || front + back >= GROUPS) {
      return Optional.empty();
    }
    System.arraycopy(tail, 0, groups, GROUPS - back, back);
    return joined(groups);
  }

  /// Writes the groups of `text` into `groups` and returns how many there are, or -1.
  private static int fill(String text, int[] groups, boolean mayEndDotted) {
    if (text.isEmpty()) {
      return 0;
    }
    int count = 0;
    String[] parts = text.split(":", -1);
    for (int i = 0; i < parts.length; i++) {
      String part = parts[i];
      if (mayEndDotted && i == parts.length - 1 && part.indexOf('.') >= 0) {
        long quad = dotted(part);
        if (quad < 0 || count + 2 > GROUPS) {
          return -1;
        }
        groups[count++] = (int) (quad >>> 16);
        groups[count++] = (int) (quad & 0xffff);
      } else {
        int value = number(part, 4, 16, 0xffff);
        if (value < 0 || count == GROUPS) {
          return -1;
        }
        groups[count++] = value;
      }
    }
    return count;
  }

  /// A number of one to `maxDigits` ASCII digits, at most `max`; -1 if it is anything else.
  private static int number(String text, int maxDigits, int radix, int max) {
    if (text.isEmpty() || text.length() > maxDigits) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int digit = c < 128 ? Character.digit(c, radix) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value * radix + digit;
    }
    return value <= max ? value : -1;
  }

  private static Optional<Address> joined(int[] groups) {
    long high = 0;
    long low = 0;
    for (int i = 0; i < 4; i++) {
      high = high << 16 | groups[i];
      low = low << 16 | groups[i + 4];
    }
    return Optional.of(new Address(Family.IPV6, high, low));
  }

  static String format(Address address) {
    return switch (address.family()) {
      case IPV4 -> {
        long bits = address.low();
        yield (bits >>> 24)
            + "."
            + (bits >>> 16 & 255)
            + "."
            + (bits >>> 8 & 255)
            + "."
            + (bits & 255);
      }
      case IPV6 -> formatV6(address);
    };
  }

  private static String formatV6(Address address) {
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      long word = i < 4 ? address.high() : address.low();
      groups[i] = (int) (word >>> (48 - 16 * (i % 4)) & 0xffff);
    }
    int gapStart = -1;
    int gapLength = 1; // RFC 5952, section 4.2.2: a single zero group is not shortened
    for (int i = 0; i < GROUPS; i++) {
      int length = 0;
      while (i + length < GROUPS && groups[i + length] == 0) {
        length++;
      }
      if (length > gapLength) {
        gapStart = i;
        gapLength = length;
      }
      i += length;
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      if (i == gapStart) {
        text.append("::");
        i += gapLength - 1;
      } else {
        if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
          text.append(':');
        }
        text.append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }
}
