package dev.nightlatch.cli;

import dev.nightlatch.grants.model.DnsNames;
import java.util.Optional;

/// Names as the API takes them, checked before it is asked.
///
/// Source: Kubernetes, Object Names and IDs: RFC 1123 label and DNS subdomain names.
final class Names {
  private static final int LONGEST_SHOWN = 80;

  private static final String LABEL_LOOKS =
      "lower-case letters, digits and -, a letter or digit at both ends, at most "
          + DnsNames.LONGEST_LABEL
          + " characters";
  private static final String SUBDOMAIN_LOOKS =
      "lower-case letters, digits, - and ., a letter or digit at both ends, at most "
          + DnsNames.LONGEST_SUBDOMAIN
          + " characters";

  private Names() {}

  /// @throws CommandFailed if it cannot be a namespace
  static void requireNamespace(String name) {
    if (!DnsNames.isLabel(name)) {
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
    if (!namespace.map(DnsNames::isLabel).orElse(true)
        || !DnsNames.isLabel(rule.substring(slash + 1))) {
      throw wrong(rule, "rule", "write NAME or NAMESPACE/NAME, each of " + LABEL_LOOKS);
    }
  }

  /// @throws CommandFailed if it cannot be a grant
  static void requireGrant(String name) {
    if (!DnsNames.isSubdomain(name)) {
      throw wrong(name, "grant", "a grant is named with " + SUBDOMAIN_LOOKS);
    }
  }

  /// @throws CommandFailed if it cannot be an incident provider
  static void requireProvider(String name) {
    if (!DnsNames.isLabel(name)) {
      throw wrong(name, "provider", "a provider is named with " + LABEL_LOOKS);
    }
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
