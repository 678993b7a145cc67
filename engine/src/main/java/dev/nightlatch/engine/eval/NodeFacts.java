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
/// @param areAllGiven whether there is no other
record NodeFacts(Map<String, Node> nodes, boolean areAllGiven) {

  static NodeFacts of(Snapshot snapshot) {
    Map<String, Node> given =
        snapshot.nodes().stream().collect(Collectors.toMap(Node::name, node -> node));
    boolean areHidden =
        snapshot.gaps().stream()
            .anyMatch(
                gap ->
                    gap instanceof Gap.UnreadableNode
                        || (gap instanceof Gap.Unlisted(var kind, _) && kind == Kind.NODE));
    // No cluster is without nodes: where none is given, nobody looked.
    boolean areAllGiven =
        !areHidden
            && !given.isEmpty()
            && snapshot.pods().stream()
                .map(Pod::node)
                .allMatch(name -> name.isEmpty() || given.containsKey(name));
    return new NodeFacts(given, areAllGiven);
  }

  /// Whether a `nodes` peer of this selector matches no other addresses than those that are known:
  /// a node without any is one of which they are not known.
  boolean areAllKnown(LabelSelector selector) {
    return areAllGiven
        && nodes.values().stream()
            .noneMatch(node -> node.addresses().isEmpty() && selector.matches(node.labels()));
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
