package dev.nightlatch.manifests;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Guesses which word was meant; for messages only, never for reading.
final class Spelling {
  private static final int FEW = 2;

  private Spelling() {}

  /// The known word that differs from `word` in at most two letters, and in the fewest.
  static Optional<String> closest(String word, List<String> known) {
    return closest(word, known, FEW);
  }

  /// The known word that differs from `word` in at most one letter, and in the fewest.
  static Optional<String> slip(String word, List<String> known) {
    return closest(word, known, 1);
  }

  /// What the plural of an English noun in `y` is the plural of; any other word as it is, which
  /// differs from its singular in few letters.
  static String singular(String word) {
    return word.toLowerCase(Locale.ROOT).endsWith("ies")
        ? word.substring(0, word.length() - 3) + "y"
        : word;
  }

  private static Optional<String> closest(String word, List<String> known, int most) {
    return known.stream()
        .filter(candidate -> Math.abs(candidate.length() - word.length()) <= most)
        .filter(candidate -> distance(word, candidate) <= Math.min(most, candidate.length() / 2))
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
  }

  /// How many letters must be added, taken away or changed, upper and lower case being the same.
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        boolean same =
            Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
        int here = Math.min(Math.min(row[j], row[j - 1]) + 1, diagonal + (same ? 0 : 1));
        diagonal = row[j];
        row[j] = here;
      }
    }
    return row[b.length()];
  }
}
