package dev.nightlatch.engine.model;

import dev.nightlatch.engine.set.Address;

/// One end of a connection.
public sealed interface End {

  /// A pod of the snapshot, or one that a workload of it would make.
  record OfPod(Pod pod) implements End {}

  /// Another pod that is the same in everything but its name: a replica. To its original it is no
  /// self-traffic.
  record Replica(Pod pod) implements End {}

  /// An address, of a node or of anything outside. It is no pod's: whoever asks about a pod's
  /// address names the pod.
  record OfAddress(Address address) implements End {}
}
