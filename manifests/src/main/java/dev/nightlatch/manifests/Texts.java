package dev.nightlatch.manifests;

import java.util.regex.Pattern;

/// The forms of text that Kubernetes and Nightlatch ask for.
///
/// Source: `k8s.io/apimachinery/pkg/util/validation`; the CRDs of `nightlatch.dev`.
final class Texts {
  private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final Pattern DNS_LABEL = Pattern.compile(LABEL);
  private static final Pattern DNS_NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
  private static final Pattern LABEL_PART =
      Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?");
  private static final Pattern PORT_NAME = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");

  private Texts() {}

  /// An RFC 1123 label, at most 63 characters: the name of a namespace.
  static boolean isDnsLabel(String text) {
    return text.length() <= 63 && DNS_LABEL.matcher(text).matches();
  }

  /// An RFC 1123 subdomain, at most 253 characters: the name of most objects.
  static boolean isDnsName(String text) {
    return text.length() <= 253 && DNS_NAME.matcher(text).matches();
  }

  /// A label's key: `app` or `example.com/app`.
  static boolean isLabelKey(String text) {
    int slash = text.indexOf('/');
    String name = text.substring(slash + 1);
    return name.length() <= 63
        && LABEL_PART.matcher(name).matches()
        && (slash < 0 || isDnsName(text.substring(0, slash)));
  }

  /// A label's value, which may be empty.
  static boolean isLabelValue(String text) {
    return text.isEmpty() || (text.length() <= 63 && LABEL_PART.matcher(text).matches());
  }

  /// The name of a port: at most 15 characters, one of them a letter, no two hyphens in a row.
  static boolean isPortName(String text) {
    return text.length() <= 15
        && PORT_NAME.matcher(text).matches()
        && !text.contains("--")
        && text.chars().anyMatch(c -> c >= 'a' && c <= 'z');
  }

  /// Whether a terminal shows this character and does nothing else.
  static boolean isSafe(int point) {
    return !Character.isISOControl(point)
        && "\u061C\u200B\u200E\u200F\uFEFF".indexOf(point) < 0
        && !(point >= 0x2028 && point <= 0x202E)
        && !(point >= 0x2066 && point <= 0x2069)
        && !(point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
  }

  /// Whether every half of a pair of surrogates has its other half.
  static boolean isUnicode(String text) {
    return text.codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  /// Whether nothing is seen of this character.
  static boolean isBlank(int point) {
    return Character.isWhitespace(point)
        || Character.isSpaceChar(point)
        || Character.getType(point) == Character.FORMAT;
  }

  /// Whether people can read this text in a terminal: no control characters, no marks that are not
  /// seen or turn the reading direction.
  static boolean isOneLine(String text) {
    return text.codePoints().allMatch(c -> isSafe(c) && Character.getType(c) != Character.FORMAT);
  }

  /// The same with line breaks and tabs allowed, and the joiners that some scripts need.
  static boolean isLines(String text) {
    return text.codePoints().allMatch(c -> c == '\n' || c == '\t' || isSafe(c));
  }
}
