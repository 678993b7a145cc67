package dev.nightlatch.manifests;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What an unquoted scalar means, as kubectl reads it: YAML 1.1's booleans and octal numbers, and
/// the `0o` of YAML 1.2.
///
/// `yes`, `on`, `y` and their like are booleans, `0644` is 420, `1_000` is 1000; a timestamp and
/// `12:30` are texts. So a label `app: yes` is no text, and the API server refuses it. One thing is
/// narrower here: `1e3` and `08` are no whole numbers, where kubectl sends 1000 and 8.
///
/// Source: sigs.k8s.io/yaml, which reads by go-yaml v2, `resolve.go`.
final class Scalars {
  private static final Set<String> TRUE =
      Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
  private static final Set<String> FALSE =
      Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
  private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");
  private static final Pattern WHOLE =
      Pattern.compile("([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))");
  private static final Pattern REAL =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern NO_NUMBER =
      Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

  /// Beyond this many characters a number is no 64-bit one.
  private static final int LONGEST_NUMBER = 100;

  private Scalars() {}

  static Tree.Scalar plain(Place place, String text) {
    if (NOTHING.contains(text)) {
      return new Tree.Nothing(place, text);
    }
    if (TRUE.contains(text) || FALSE.contains(text)) {
      return new Tree.Truth(place, TRUE.contains(text), text);
    }
    char first = text.charAt(0);
    boolean mayBeNumber = (first >= '0' && first <= '9') || "+-.".indexOf(first) >= 0;
    return mayBeNumber ? number(place, text) : new Tree.Text(place, text);
  }

  private static Tree.Scalar number(Place place, String text) {
    if (isShortDecimal(text)) {
      return new Tree.Whole(place, Long.parseLong(text), text);
    }
    String digits = text.charAt(0) == '.' ? text : text.replace("_", "");
    Matcher whole = WHOLE.matcher(digits);
    if (digits.length() <= LONGEST_NUMBER && whole.matches()) {
      BigInteger value = value(whole);
      return value.bitLength() < Long.SIZE
          ? new Tree.Whole(place, value.longValue(), text)
          : new Tree.Real(place, text);
    }
    return REAL.matcher(digits).matches() || NO_NUMBER.matcher(text).matches()
        ? new Tree.Real(place, text)
        : new Tree.Text(place, text);
  }

  /// Whether it is a number as nearly all are: decimal digits alone, the first of several not 0.
  private static boolean isShortDecimal(String text) {
    if (text.length() > 18 || (text.length() > 1 && text.charAt(0) == '0')) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static BigInteger value(Matcher whole) {
    int[] radixes = {16, 2, 8, 10};
    for (int i = 0; i < radixes.length; i++) {
      String digits = whole.group(i + 2);
      if (digits != null) {
        return new BigInteger(whole.group(1) + digits, radixes[i]);
      }
    }
    throw new IllegalStateException("a number without digits");
  }

  private static final Pattern MISREAD =
      Pattern.compile(
          "[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?" // sixties of YAML 1.1
              + "|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*" // dates of YAML 1.1
              + "|[-+]?[0-9][0-9_]*(\\.[0-9_]*)?([eE][-+]?[0-9]+)?" // some other reader's number
              + "|[-+]?0[xXoObB][0-9a-fA-F_]*"
              + "|<<|=",
          Pattern.DOTALL);

  /// Whether every reader of YAML, old or new, takes this unquoted text for the text it is.
  static boolean isPlainText(String text) {
    return plain(Place.ofApi(""), text) instanceof Tree.Text
        && !MISREAD.matcher(text).matches()
        && text.indexOf('\n') < 0
        && text.indexOf('\r') < 0
        && !breaksOrVanishes(text)
        && !NOTHING.contains(text.toLowerCase(Locale.ROOT));
  }

  /// Whether there is a character in it that some readers take for the end of a line or drop: the
  /// next-line character, the two Unicode separators, the byte order mark.
  static boolean breaksOrVanishes(String text) {
    return text.chars().anyMatch(c -> "\u0085\u2028\u2029\uFEFF".indexOf(c) >= 0);
  }
}
