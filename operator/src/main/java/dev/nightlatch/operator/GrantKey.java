package dev.nightlatch.operator;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.grants.port.ClusterException;
import java.util.Optional;

/// Which grant a pass is about: the UID says which, the name says where to read it.
record GrantKey(Uid uid, String name) {

  /// The grant as it is now. One whose very kind was taken away is as gone as any.
  Optional<AccessGrant> grant(Cluster cluster) {
    try {
      return cluster.grant(name).filter(there -> there.uid().equals(uid));
    } catch (ClusterException failed) {
      if (failed.kind() == ClusterException.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw failed;
    }
  }
}
