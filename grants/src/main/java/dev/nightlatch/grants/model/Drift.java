package dev.nightlatch.grants.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What somebody did to a policy of a grant while it was open.
///
/// @param policy where it is or was
/// @param uid of the policy that it was done to
/// @param version the state in which it was found, so that each time counts; empty of one that is
///     gone, which goes but once
public record Drift(ObjectKey policy, Uid uid, String version, What what) {

  /// What was done to it.
  public enum What {
    /// It has another content, other labels or other annotations.
    ALTERED("Altered", "altered"),
    /// It is gone.
    DELETED("Deleted", "deleted"),
    /// It has other owners or finalizers, or is on its way out: its latch may not be able to close
    /// it.
    TAMPERED("Tampered", "tampered with");

    private final String text;
    private final String verb;

    What(String text, String verb) {
      this.text = text;
      this.verb = verb;
    }

    /// The record's spelling.
    public String text() {
      return text;
    }

    /// What the record spells so.
    public static Optional<What> parse(String text) {
      return Arrays.stream(values()).filter(what -> what.text.equals(text)).findFirst();
    }
  }

  /// How many drifts a sentence lists.
  private static final int MOST = 3;

  /// What was done, as a clause: `somebody altered the policy shop/nl-1-ingress`.
  public String clause() {
    return "somebody " + what.verb + " the policy " + policy;
  }

  /// What was done to several, as clauses of one sentence.
  public static String clauses(List<Drift> drifts) {
    String some = drifts.stream().limit(MOST).map(Drift::clause).collect(Collectors.joining("; "));
    int more = drifts.size() - MOST;
    return more > 0 ? some + "; and " + more + " more" : some;
  }
}
