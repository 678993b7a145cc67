package dev.nightlatch.manifests;

import dev.nightlatch.grants.model.DnsNames;
import java.util.regex.Pattern;

/// The forms of text that Kubernetes and Nightlatch ask for.
///
/// Source: `k8s.io/apimachinery/pkg/util/validation`; the CRDs of `nightlatch.dev`.
final class Texts {
  /// A name of 253 characters with `*.` before it or a dot at its end.
  private static final int LONGEST_DOMAIN_NAME = 256;

  private static final String DOMAIN_LABEL = "[a-zA-Z0-9](?:[-a-zA-Z0-9_]*[a-zA-Z0-9])?";
  private static final Pattern DOMAIN_NAME =
      Pattern.compile("(?:\\*\\.)?(?:" + DOMAIN_LABEL + "\\.)+" + DOMAIN_LABEL + "\\.?");
  private static final Pattern PORT_NAME = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");

  private Texts() {}

  /// A label's key: `app` or `example.com/app`.
  static boolean isLabelKey(String text) {
    int slash = text.indexOf('/');
    return isLabelPart(text, slash + 1)
        && (slash < 0 || DnsNames.isSubdomain(text.substring(0, slash)));
  }

  /// A label's value, which may be empty.
  static boolean isLabelValue(String text) {
    return text.isEmpty() || isLabelPart(text, 0);
  }

  /// Whether the rest of the text is 1 to 63 letters, digits, hyphens, underscores and dots, with a
  /// letter or a digit at both ends.
  private static boolean isLabelPart(String text, int from) {
    int length = text.length();
    if (from >= length || length - from > 63) {
      return false;
    }
    for (int i = from; i < length; i++) {
      char c = text.charAt(i);
      boolean inner = i > from && i < length - 1 && (c == '-' || c == '_' || c == '.');
      if (!inner && !isLetterOrDigit(c)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  /// The name of a port: at most 15 characters, one of them a letter, no two hyphens in a row.
  static boolean isPortName(String text) {
    return text.length() <= 15
        && PORT_NAME.matcher(text).matches()
        && !text.contains("--")
        && text.chars().anyMatch(c -> c >= 'a' && c <= 'z');
  }

  /// A domain name as a policy's `domainNames` lists it: two labels or more, a dot at the end or
  /// none, `*.` before them or not.
  static boolean isDomainName(String text) {
    return text.length() <= LONGEST_DOMAIN_NAME && DOMAIN_NAME.matcher(text).matches();
  }

  /// Whether every half of a pair of surrogates has its other half.
  static boolean isUnicode(String text) {
    int i = 0;
    while (i < text.length()) {
      int point = text.codePointAt(i);
      if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
        return false;
      }
      i += Character.charCount(point);
    }
    return true;
  }

  /// Whether nothing is seen of this character.
  static boolean isBlank(int point) {
    return Character.isWhitespace(point)
        || Character.isSpaceChar(point)
        || Character.getType(point) == Character.FORMAT;
  }
}
