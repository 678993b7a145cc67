package dev.nightlatch.grants.model;

import java.util.List;

/// One person's yes.
///
/// @param by who, as the API server knew them when they said so
/// @param terms the hash of what was approved; see [GrantTerms#hash]
/// @param accepts the codes of the doubts that are accepted, sorted
/// @param reason empty where none is given
public record Approval(Identity by, String terms, List<String> accepts, String reason) {

  /// Of terms without doubts.
  public Approval(Identity by, String terms, String reason) {
    this(by, terms, List.of(), reason);
  }

  public Approval {
    accepts = accepts.stream().distinct().sorted().toList();
    reason = reason.isBlank() ? "" : reason;
  }

  /// Whether the same user has approved the same terms and accepted the same doubts already;
  /// another reason changes nothing.
  public boolean repeats(Approval said) {
    return by.user().equals(said.by.user())
        && terms.equals(said.terms)
        && accepts.equals(said.accepts);
  }
}
