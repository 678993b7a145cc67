package dev.nightlatch.cli;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.Approvers;
import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.RuleRights;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.grants.port.ClusterException;
import java.util.List;
import java.util.Optional;

/// Who looks at a grant, and what they may do with its rule.
///
/// @param identity empty where the API server does not tell the caller who they are
/// @param rule as it is now; empty where it is gone or may not be read
/// @param rights unknown where they cannot be asked
/// @param approvers unknown where they cannot be asked, or nobody waits for them
record Viewer(
    Optional<Identity> identity,
    Optional<AccessRule> rule,
    RuleRights rights,
    Approvers approvers) {

  /// The caller. What the API server does not tell is left out: the grant is shown all the same.
  static Viewer of(Cluster cluster, AccessGrant grant) {
    ObjectKey key = grant.request().rule();
    return new Viewer(
        identity(cluster),
        rule(cluster, key),
        rights(cluster, key),
        TermsText.isAwaited(grant) ? ApproversText.of(cluster, grant) : new Approvers.Unknown());
  }

  private static Optional<Identity> identity(Cluster cluster) {
    try {
      return Optional.of(cluster.whoAmI());
    } catch (ClusterException _) {
      return Optional.empty();
    }
  }

  private static Optional<AccessRule> rule(Cluster cluster, ObjectKey key) {
    try {
      return cluster.rule(key);
    } catch (ClusterException _) {
      return Optional.empty();
    }
  }

  private static RuleRights rights(Cluster cluster, ObjectKey key) {
    try {
      return cluster.rights(List.of(key)).getOrDefault(key, RuleRights.UNKNOWN);
    } catch (ClusterException _) {
      return RuleRights.UNKNOWN;
    }
  }

  /// Whether this is known to be that user.
  boolean is(String user) {
    return identity.map(Identity::user).filter(user::equals).isPresent();
  }

  /// Whether nothing speaks against it that this is that user.
  boolean couldBe(String user) {
    return identity.isEmpty() || is(user);
  }
}
