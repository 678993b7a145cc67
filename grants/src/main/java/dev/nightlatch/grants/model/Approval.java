package dev.nightlatch.grants.model;

/// One person's yes.
///
/// @param by who, as the API server knew them when they said so
/// @param terms the hash of what was approved; see [GrantTerms#hash]
/// @param reason empty where none is given
public record Approval(Identity by, String terms, String reason) {
  public Approval {
    reason = reason.isBlank() ? "" : reason;
  }

  /// Whether the same user has approved the same terms already; another reason changes nothing.
  public boolean repeats(Approval said) {
    return by.user().equals(said.by.user()) && terms.equals(said.terms);
  }
}
