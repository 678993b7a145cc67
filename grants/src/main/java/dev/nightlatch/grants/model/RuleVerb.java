package dev.nightlatch.grants.model;

/// A verb on an [AccessRule] that no request to the API server has: roles give it, and the guards
/// ask for it.
public enum RuleVerb {
  /// To make grants of the rule.
  OPEN("open"),
  /// To make break-glass grants of it, beside [#OPEN].
  BREAK_GLASS("break-glass"),
  /// To approve, reject, revoke and review grants of it.
  APPROVE("approve");

  private final String text;

  RuleVerb(String text) {
    this.text = text;
  }

  /// The verb as roles spell it.
  public String text() {
    return text;
  }
}
