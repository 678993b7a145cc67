package dev.nightlatch.manifests;

import dev.nightlatch.grants.model.DnsNames;
import java.util.regex.Pattern;

/// The forms of text that Kubernetes and Nightlatch ask for.
///
/// Source: `k8s.io/apimachinery/pkg/util/validation`; the CRDs of `nightlatch.dev`.
final class Texts {
  private static final Pattern LABEL_PART =
      Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?");
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
    String name = text.substring(slash + 1);
    return name.length() <= 63
        && LABEL_PART.matcher(name).matches()
        && (slash < 0 || DnsNames.isSubdomain(text.substring(0, slash)));
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

  /// A domain name as a policy's `domainNames` lists it: two labels or more, a dot at the end or
  /// none, `*.` before them or not.
  static boolean isDomainName(String text) {
    return text.length() <= LONGEST_DOMAIN_NAME && DOMAIN_NAME.matcher(text).matches();
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
}
