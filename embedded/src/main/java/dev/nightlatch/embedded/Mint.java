package dev.nightlatch.embedded;

import dev.nightlatch.grants.model.Uid;
import java.util.SplittableRandom;
import java.util.UUID;

/// Makes what a cluster makes up: UIDs and the ends of names. Same seed, same course.
final class Mint {
  /// Source: `k8s.io/apimachinery/pkg/util/rand`: no vowels, so that no words come of it.
  private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

  private final SplittableRandom random;

  Mint(long seed) {
    random = new SplittableRandom(seed);
  }

  /// A UUID of version 4, as the API server makes them.
  Uid uid() {
    long high = (random.nextLong() & ~0xF000L) | 0x4000L;
    long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new Uid(new UUID(high, low).toString());
  }

  /// `length` letters and digits.
  String suffix(int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }
}
