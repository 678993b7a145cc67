package dev.nightlatch.kube.crd;

/// Conditions in CEL that more than one field needs, on a string `self`.
///
/// Each one holds or fails, and never fails to evaluate: a condition that raises an error is
/// answered with that error, which helps nobody. Source: Kubernetes, CEL in Kubernetes.
final class Checks {

  /// A name as namespaces, sources, rules and boundaries bear it: an RFC 1123 label.
  static final String LABEL = "!format.dns1123Label().validate(self).hasValue()";

  static final String LABEL_MESSAGE =
      "wanted is a name of lower-case letters, digits and -, with a letter or digit at both ends,"
          + " at most 63 characters";

  static final String LABEL_FOUND = "'found \"' + self + '\"; " + LABEL_MESSAGE + "'";

  /// [#LABEL] for `metadata.name`, on a whole object `self`; the library's own check costs too much
  /// on a name whose length no schema bounds.
  static final String NAME =
      "size(self.metadata.name) <= 63 &&"
          + " self.metadata.name.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')";

  static final String NAME_FOUND = "'found \"' + self.metadata.name + '\"; " + LABEL_MESSAGE + "'";

  /// From 10 s to 24 h. The digits are bounded, so that `duration` cannot overflow.
  static final String DURATION =
      "self != '' && self.matches('^([0-9]{1,2}h)?([0-9]{1,4}m)?([0-9]{1,5}s)?$') &&"
          + " duration(self) >= duration('10s') && duration(self) <= duration('24h')";

  static final String DURATION_MESSAGE =
      "wanted is a duration from 10s to 24h, in whole hours, minutes and seconds, such as 30m, 2h,"
          + " 1h30m or 20s";

  static final String DURATION_FOUND = "'found \"' + self + '\"; " + DURATION_MESSAGE + "'";

  /// From 10 s to 720 h, in which people do things by day.
  static final String DAYS =
      "self != '' && self.matches('^([0-9]{1,3}h)?([0-9]{1,4}m)?([0-9]{1,5}s)?$') &&"
          + " duration(self) >= duration('10s') && duration(self) <= duration('720h')";

  static final String DAYS_MESSAGE =
      "wanted is a duration from 10s to 720h, in whole hours, minutes and seconds, such as 24h, 72h"
          + " or 1h30m";

  static final String DAYS_FOUND = "'found \"' + self + '\"; " + DAYS_MESSAGE + "'";

  /// On a list of texts: each is one word.
  static final String WORDS = "self.all(w, w.matches(r'^[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}]+$'))";

  static final String WORDS_MESSAGE =
      "one of these is no word: blanks, control characters and invisible ones are refused";

  /// An instant in UTC, in whole seconds. A day that its month does not have is
  /// the decoder's to find.
  static final String INSTANT =
      "self.matches('^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T"
          + "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$')";

  static final String INSTANT_MESSAGE =
      "wanted is an instant in UTC, in whole seconds, such as 2026-03-01T02:30:00Z";

  static final String INSTANT_FOUND = "'found \"' + self + '\"; " + INSTANT_MESSAGE + "'";

  /// One visible character at least: a text of blanks alone says nothing.
  static final String SAYS_SOMETHING = "self.matches(r'[\\p{L}\\p{N}\\p{P}\\p{S}]')";

  static final String SAYS_SOMETHING_MESSAGE = "wanted is a text; found blanks alone";

  /// Nothing that could move a terminal's cursor or turn the reading direction, and nothing that
  /// makes one name look like another.
  static final String ONE_LINE = "!self.matches(r'[\\p{Cc}\\p{Cf}\\x{2028}\\x{2029}]')";

  static final String ONE_LINE_MESSAGE =
      "control characters, line breaks, and marks that are not seen or turn the reading direction"
          + " are refused,"
          + " because people read this text in a terminal";

  /// [#ONE_LINE], but with line breaks and tabs allowed, and with the joiners that some scripts and
  /// pictures need.
  static final String LINES =
      "!self.matches(r'[\\x00-\\x08\\x0B-\\x1F\\x7F-\\x9F\\x{061C}\\x{200B}\\x{200E}\\x{200F}"
          + "\\x{2028}-\\x{202E}\\x{2066}-\\x{2069}\\x{FEFF}]')";

  static final String LINES_MESSAGE =
      "control characters other than line feed and tab, and marks that turn the reading direction,"
          + " are refused, because people read this text in a terminal";

  private Checks() {}
}
