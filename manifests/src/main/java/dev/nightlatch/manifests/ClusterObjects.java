package dev.nightlatch.manifests;

import dev.nightlatch.engine.model.Namespace;
import dev.nightlatch.engine.model.Node;
import dev.nightlatch.engine.model.NodeAddress;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.Cidr;
import dev.nightlatch.manifests.MetaDecoder.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Namespaces and nodes, as far as network policies see them.
final class ClusterObjects {
  private ClusterObjects() {}

  /// Source: `Namespace`, v1.
  static Decoded<Namespace> namespace(Cursor object) {
    Optional<Head> head = Head.of(object, Scope.CLUSTER);
    return object
        .log()
        .decoded(() -> head.map(known -> new Namespace(known.name(), known.labels())));
  }

  /// Source: `Node`, `NodeStatus`, v1.
  static Decoded<Node> node(Cursor object) {
    Optional<Head> head = Head.of(object, Scope.CLUSTER);
    Cursor status = object.at("status");
    status.isMappingOrAbsent("a status");
    List<NodeAddress> addresses = new ArrayList<>();
    for (Cursor item : status.at("addresses").items()) {
      if (item.requireMapping("an address with its type")) {
        address(item).ifPresent(addresses::add);
      }
    }
    List<Cidr> podBlocks = podBlocks(object.at("spec").tolerant());
    return object
        .log()
        .decoded(
            () -> head.map(known -> new Node(known.name(), known.labels(), addresses, podBlocks)));
  }

  /// No policy sees them, so what is wrong with them keeps no node from being read. Of several the
  /// first is also the single `podCIDR`. Source: `NodeSpec`, v1.
  private static List<Cidr> podBlocks(Cursor spec) {
    List<Cidr> blocks = new ArrayList<>();
    List<Cursor> items = spec.at("podCIDRs").items();
    for (Cursor item : items.isEmpty() ? List.of(spec.at("podCIDR")) : items) {
      item.text().flatMap(Cidr::parse).ifPresent(blocks::add);
    }
    return blocks;
  }

  /// A host name is no address and says nothing to a policy.
  private static Optional<NodeAddress> address(Cursor item) {
    NodeAddress.Type type =
        switch (item.at("type").text().orElse("")) {
          case "InternalIP" -> NodeAddress.Type.INTERNAL;
          case "ExternalIP" -> NodeAddress.Type.EXTERNAL;
          default -> NodeAddress.Type.OTHER;
        };
    Cursor written = item.at("address");
    Optional<String> text = written.requiredText("an address");
    Optional<Address> address = text.flatMap(Addresses::parse);
    if (text.isPresent() && address.isEmpty() && type != NodeAddress.Type.OTHER) {
      written.wrong("an address such as 10.20.0.17 or 2001:db8::17");
    }
    return address.map(found -> new NodeAddress(type, found));
  }
}
