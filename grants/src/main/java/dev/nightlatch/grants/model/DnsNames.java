package dev.nightlatch.grants.model;

import java.util.regex.Pattern;

/// The two forms of name that Kubernetes' objects bear.
///
/// Source: kubernetes.io, Object Names and IDs, "DNS Label Names" and "DNS Subdomain Names".
public final class DnsNames {
  /// The longest label, in characters.
  public static final int LONGEST_LABEL = 63;

  /// The longest subdomain, in characters.
  public static final int LONGEST_SUBDOMAIN = 253;

  private static final String PART = "[a-z0-9](?:[-a-z0-9]*[a-z0-9])?";
  private static final Pattern LABEL = Pattern.compile(PART);
  private static final Pattern SUBDOMAIN = Pattern.compile(PART + "(?:\\." + PART + ")*");

  private DnsNames() {}

  /// An RFC 1123 label: the name of a namespace, a rule, a source.
  public static boolean isLabel(String name) {
    return name.length() <= LONGEST_LABEL && LABEL.matcher(name).matches();
  }

  /// An RFC 1123 subdomain: the name of most objects, a grant too.
  public static boolean isSubdomain(String name) {
    return name.length() <= LONGEST_SUBDOMAIN && SUBDOMAIN.matcher(name).matches();
  }
}
