package dev.nightlatch.engine.diff;

import dev.nightlatch.engine.explain.Finding;
import dev.nightlatch.engine.explain.Unanswered;
import dev.nightlatch.engine.model.NetworkPolicy;
import java.util.List;

/// The smallest opening for a wanted connection, or why there is none.
public sealed interface Suggestion {

  /// These policies open it, each on one side.
  ///
  /// @param policies one or two; each names one direction
  /// @param impact what they change together, the wanted connection included
  /// @param more the changes of `impact` that nobody asked for: the pods cannot be told from others
  ///     by their labels
  record Opens(List<NetworkPolicy> policies, Difference impact, List<Change> more)
      implements Suggestion {
    public Opens {
      policies = List.copyOf(policies);
      more = List.copyOf(more);
    }
  }

  /// It is allowed already.
  record AlreadyAllowed() implements Suggestion {}

  /// A fact that decides is missing.
  record Undecided(List<Finding> findings) implements Suggestion {
    public Undecided {
      findings = List.copyOf(findings);
    }
  }

  /// No network policy that names these ends opens it: one is on the host network, and the address
  /// of its node, by which alone a policy could name it, is not known.
  ///
  /// @param findings what stays denied or undetermined
  record StillShut(List<Finding> findings) implements Suggestion {
    public StillShut {
      findings = List.copyOf(findings);
    }
  }

  /// A rule of a cluster-wide policy denies it, and no network policy changes that.
  record Denied(Finding finding) implements Suggestion {}

  /// The policies would cut what is allowed now: the pods are not isolated yet.
  record Cuts(List<NetworkPolicy> policies, List<Change> cut) implements Suggestion {
    public Cuts {
      policies = List.copyOf(policies);
      cut = List.copyOf(cut);
    }
  }

  /// One of the ends stands for nobody.
  record Nobody(Unanswered why, boolean isSource) implements Suggestion {}
}
