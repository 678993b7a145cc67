package dev.nightlatch.operator;

import dev.nightlatch.grants.model.Guards;
import dev.nightlatch.grants.port.Cluster;
import java.util.List;
import org.slf4j.Logger;

/// Looks at the guards again and again, and says when they no longer stand and when they do again.
/// What an opening does about it is decided where it is opened.
final class GuardCheck {
  private final Cluster cluster;
  private final Logger log;
  private List<String> said = List.of();
  private Guards last = new Guards.NotAsked();

  GuardCheck(Cluster cluster, Logger log) {
    this.cluster = cluster;
    this.log = log;
  }

  /// Looks once.
  ///
  /// @throws dev.nightlatch.grants.port.ClusterException if they cannot be looked at
  void look() {
    last = cluster.guards();
    switch (last) {
      case Guards.Broken(var faults) -> {
        if (!faults.equals(said)) {
          log.error(
              "the guards do not stand, and nothing opens until they do (delete what is altered, then"
                  + " apply what 'nightlatch install --print' prints): {}",
              String.join("; ", faults));
          said = faults;
        }
      }
      case Guards.InForce _, Guards.NotAsked() -> {
        if (!said.isEmpty()) {
          log.info("the guards stand again");
          said = List.of();
        }
      }
    }
  }

  /// What the last look showed.
  Guards last() {
    return last;
  }
}
