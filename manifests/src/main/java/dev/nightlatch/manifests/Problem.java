package dev.nightlatch.manifests;

import java.util.Comparator;

/// Something wrong with an input.
///
/// @param found what is there: the path of the field and its value, cut short
/// @param wanted what should be there instead
public record Problem(ProblemCode code, Weight weight, Place place, String found, String wanted) {

  /// How much a problem spoils.
  public enum Weight {
    /// A file or a document was not read at all.
    FATAL,
    /// An object was left out, or what it means cannot be told.
    SEVERE,
    /// All was read; somebody should know all the same.
    NOTICE
  }

  /// In the order in which one reads: by file, then by line.
  static final Comparator<Problem> BY_PLACE =
      Comparator.comparing((Problem problem) -> problem.place().file())
          .thenComparingInt(problem -> problem.place().line());

  /// The same problem where it spoils more or less.
  Problem as(Weight other) {
    return new Problem(code, other, place, found, wanted);
  }

  /// The problem in one line, for people.
  public String text() {
    return place + ": " + code.text() + ": found " + found + "; wanted " + wanted;
  }

  @Override
  public String toString() {
    return text();
  }
}
