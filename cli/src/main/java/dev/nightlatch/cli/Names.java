package dev.nightlatch.cli;

import java.util.Optional;
import java.util.regex.Pattern;

/// Names as the API takes them, checked before it is asked.
///
/// Source: Kubernetes, Object Names and IDs: RFC 1123 label and DNS subdomain names.
final class Names {
  private static final int LONGEST_LABEL = 63;
  private static final int LONGEST_SUBDOMAIN = 253;
  private static final int LONGEST_SHOWN = 80;

  private static final String PART = "[a-z0-9](?:[-a-z0-9]*[a-z0-9])?";
  private static final Pattern LABEL = Pattern.compile(PART);
  private static final Pattern SUBDOMAIN = Pattern.compile(PART + "(?:\\." + PART + ")*");

  private static final String LABEL_LOOKS =
      "lower-case letters, digits and -, a letter or digit at both ends, at most "
          + LONGEST_LABEL
          + " characters";
  private static final String SUBDOMAIN_LOOKS =
      "lower-case letters, digits, - and ., a letter or digit at both ends, at most "
          + LONGEST_SUBDOMAIN
          + " characters";

  private Names() {}

  /// @throws CommandFailed if it cannot be a namespace
  static void requireNamespace(String name) {
    if (!isLabel(name)) {
      throw wrong(name, "namespace", "a namespace is named with " + LABEL_LOOKS);
    }
  }

  /// Checks `NAME` or `NAMESPACE/NAME`.
  ///
  /// @throws CommandFailed if it cannot be a rule
  static void requireRule(String rule) {
    int slash = rule.indexOf('/');
    Optional<String> namespace =
        slash < 0 ? Optional.empty() : Optional.of(rule.substring(0, slash));
    if (!namespace.map(Names::isLabel).orElse(true) || !isLabel(rule.substring(slash + 1))) {
      throw wrong(rule, "rule", "write NAME or NAMESPACE/NAME, each of " + LABEL_LOOKS);
    }
  }

  /// @throws CommandFailed if it cannot be a grant
  static void requireGrant(String name) {
    if (name.length() > LONGEST_SUBDOMAIN || !SUBDOMAIN.matcher(name).matches()) {
      throw wrong(name, "grant", "a grant is named with " + SUBDOMAIN_LOOKS);
    }
  }

  private static boolean isLabel(String name) {
    return name.length() <= LONGEST_LABEL && LABEL.matcher(name).matches();
  }

  private static CommandFailed wrong(String name, String kind, String looks) {
    return new CommandFailed(
        Exit.USAGE, "'%s' cannot be a %s: %s".formatted(shown(name), kind, looks));
  }

  /// What was typed, without what could move a terminal's cursor, and not without end.
  private static String shown(String text) {
    String seen = text.replaceAll("\\p{C}", "?");
    return seen.length() <= LONGEST_SHOWN ? seen : seen.substring(0, LONGEST_SHOWN) + "…";
  }
}
