package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.Kind;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.Node;
import dev.nightlatch.engine.model.NodeAddress;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.Reading;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.set.Address;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is known of the nodes.
///
/// @param areAllKnown whether there is no other, and none of which something is not known
record NodeFacts(Map<String, Node> nodes, boolean areAllKnown) {

  static NodeFacts of(Snapshot snapshot) {
    boolean areAllKnown =
        snapshot.gaps().stream()
            .noneMatch(
                gap ->
                    gap instanceof Gap.UnreadableNode
                        || (gap instanceof Gap.Unlisted(var kind, _) && kind == Kind.NODE));
    return new NodeFacts(
        snapshot.nodes().stream().collect(Collectors.toMap(Node::name, node -> node)), areAllKnown);
  }

  /// The addresses of a pod's node; empty where they are not known.
  List<Address> of(Pod pod) {
    Node node = nodes.get(pod.node());
    Stream<Address> written =
        node == null ? Stream.of() : node.addresses().stream().map(NodeAddress::address);
    return Stream.concat(written, pod.nodeAddresses().stream()).distinct().sorted().toList();
  }

  /// The addresses that a `nodes` peer of this selector matches.
  Set<Address> addresses(LabelSelector selector, CniProfile profile) {
    boolean all = !profile.says(Reading.NODES_BY_INTERNAL_AND_EXTERNAL);
    Set<Address> addresses = new HashSet<>();
    for (Node node : nodes.values()) {
      if (selector.matches(node.labels())) {
        node.addresses().stream()
            .filter(address -> all || address.type() != NodeAddress.Type.OTHER)
            .map(NodeAddress::address)
            .forEach(addresses::add);
      }
    }
    return Set.copyOf(addresses);
  }
}
