package dev.nightlatch.engine.explain;

import dev.nightlatch.engine.model.Requirement;
import dev.nightlatch.engine.set.AddressSet;
import dev.nightlatch.engine.set.ConnectionSet;
import java.util.Optional;

/// One thing that keeps a rule from matching.
public sealed interface Miss {

  /// The pod's labels do not meet a requirement.
  ///
  /// @param found the label's value; empty where the pod has no such label
  /// @param similar a label of the pod that looks like the one that is wanted, as `key=value`;
  ///     empty where there is none
  record PodLabel(Requirement wanted, Optional<String> found, Optional<String> similar)
      implements Miss {}

  /// The labels of the pod's namespace do not.
  ///
  /// @param found as for [PodLabel]
  /// @param similar as for [PodLabel]
  record NamespaceLabel(
      String namespace, Requirement wanted, Optional<String> found, Optional<String> similar)
      implements Miss {}

  /// The peer means pods of the policy's own namespace, and the pod lives in another.
  record OtherNamespace(String wanted, String found) implements Miss {}

  /// The peer selects pods, and there is none that it could see: an address, or a pod on the host
  /// network.
  record NoPod() implements Miss {}

  /// The address is not among these.
  record OutsideBlocks(AddressSet blocks) implements Miss {}

  /// The peer matches addresses, and by S1 no pods.
  record PodNotAddress() implements Miss {}

  /// The rule lets these through, and not what was asked.
  record OtherPorts(ConnectionSet ports) implements Miss {}

  /// The destination declares no port of this name, or declares it for another protocol or number.
  record NamedPort(String name) implements Miss {}
}
