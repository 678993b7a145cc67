package dev.nightlatch.grants.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Whether the API server refuses for us what it is to refuse: that somebody asks or approves in
/// another's name, that an opening is held open, that more is opened than a grant may.
///
/// Nothing in the API can refuse the deletion of a guard, so they are looked at before each opening
/// and every minute.
///
/// Source: `ValidatingAdmissionPolicy`, admissionregistration.k8s.io/v1.
public sealed interface Guards {

  /// How long after it was written a guard may not count yet: the API server learns of it like
  /// everybody else, and says when in whole seconds.
  Duration COUNT_AFTER = Duration.ofSeconds(3);

  /// Nobody looked: nothing depends on them at this step.
  record NotAsked() implements Guards {}

  /// All are there, just as they were installed.
  ///
  /// @param since when the last of them was written; what was asked for before then may have been
  ///     asked for past them
  record InForce(Instant since) implements Guards {}

  /// Some are missing, or not as they were installed.
  ///
  /// @param faults what is wrong, a clause each: `ValidatingAdmissionPolicy nightlatch-grants is
  ///     missing`
  record Broken(List<String> faults) implements Guards {
    /// @throws IllegalArgumentException if nothing is wrong
    public Broken {
      if (faults.isEmpty()) {
        throw new IllegalArgumentException("broken guards have a fault");
      }
      faults = List.copyOf(faults);
    }
  }
}
