package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.model.ClusterPort;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.ContainerPort;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.PolicyPort;
import dev.nightlatch.engine.model.Reading;
import dev.nightlatch.engine.set.ConnectionSet;
import dev.nightlatch.engine.set.PortSet;
import dev.nightlatch.engine.set.Protocol;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The ports of a rule, ready to be matched.
///
/// @param numbered those that do not depend on the destination
/// @param named those that do
record RulePorts(ConnectionSet numbered, List<Named> named) {

  /// Every port and protocol.
  static final RulePorts ALL = new RulePorts(ConnectionSet.ALL, List.of());

  RulePorts {
    named = List.copyOf(named);
  }

  /// What a name stands for on a pod.
  sealed interface Named {
    String name();

    /// The numbers that the pod declares with this protocol, for this protocol.
    record Of(String name, Protocol protocol) implements Named {}

    /// The numbers that the pod declares, each for the protocol that it declares.
    record AsDeclared(String name) implements Named {}

    /// The numbers that the pod declares, for every protocol.
    record ForAll(String name) implements Named {}
  }

  /// Those of a network policy. An empty list is every port of every protocol.
  static RulePorts of(List<PolicyPort> ports) {
    if (ports.isEmpty()) {
      return ALL;
    }
    List<ConnectionSet> numbered = new ArrayList<>();
    List<Named> named = new ArrayList<>();
    for (PolicyPort port : ports) {
      switch (port) {
        case PolicyPort.All(var protocol) -> numbered.add(ConnectionSet.of(protocol, PortSet.ALL));
        case PolicyPort.Numbered(var range) -> numbered.add(ConnectionSet.of(range));
        case PolicyPort.Named(var protocol, var name) -> named.add(new Named.Of(name, protocol));
      }
    }
    return new RulePorts(ConnectionSet.union(numbered), named);
  }

  /// Those of a cluster-wide policy, in which nothing is unknown that is not to be passed over.
  static RulePorts ofCluster(List<ClusterPort> ports, CniProfile profile) {
    if (ports.isEmpty()) {
      return ALL;
    }
    List<ConnectionSet> numbered = new ArrayList<>();
    List<Named> named = new ArrayList<>();
    for (ClusterPort port : ports) {
      switch (port) {
        case ClusterPort.All(var protocol) -> numbered.add(ConnectionSet.of(protocol, PortSet.ALL));
        case ClusterPort.Numbered(var range) -> numbered.add(ConnectionSet.of(range));
        case ClusterPort.Named(var name) ->
            named.add(
                profile.says(Reading.NAMED_PORT_ANY_PROTOCOL)
                    ? new Named.ForAll(name)
                    : new Named.AsDeclared(name));
        case ClusterPort.Unknown() -> {}
      }
    }
    return new RulePorts(ConnectionSet.union(numbered), named);
  }

  /// The ports on a destination whose names do not count.
  ConnectionSet unnamed() {
    return numbered;
  }

  /// The ports on a pod.
  ConnectionSet on(Pod destination) {
    if (named.isEmpty()) {
      return numbered;
    }
    ConnectionSet all = numbered;
    for (ContainerPort declared : destination.ports()) {
      for (Named wanted : named) {
        if (wanted.name().equals(declared.name())) {
          for (Protocol protocol : protocols(wanted, declared)) {
            all = all.union(ConnectionSet.of(protocol, PortSet.single(declared.number())));
          }
        }
      }
    }
    return all;
  }

  private static Set<Protocol> protocols(Named wanted, ContainerPort declared) {
    return switch (wanted) {
      case Named.Of(_, var protocol) ->
          protocol == declared.protocol() ? Set.of(protocol) : Set.of();
      case Named.AsDeclared(_) -> Set.of(declared.protocol());
      case Named.ForAll(_) -> EnumSet.allOf(Protocol.class);
    };
  }
}
