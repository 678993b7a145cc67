package dev.nightlatch.grants.model;

/// Something that is not known, and might matter: the lighter of the two weights of doubt.
///
/// A grant opens over it only where an approver accepts it by its code, or where it is break-glass.
///
/// Ordered by the code's text, then by the sentence.
///
/// @param code by which it is accepted
/// @param sentence what is not known, in one line
public record Doubt(Code code, String sentence) implements Comparable<Doubt> {

  @Override
  public int compareTo(Doubt other) {
    int byCode = code.text().compareTo(other.code.text());
    return byCode != 0 ? byCode : sentence.compareTo(other.sentence);
  }

  /// `NL-UNDECIDED: …`
  @Override
  public String toString() {
    return code.text() + ": " + sentence;
  }
}
