package dev.nightlatch.engine.model;

import dev.nightlatch.engine.set.Address;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A pod, as far as network policies see it.
///
/// @param hostNetwork whether it shares its node's network: policies do not select such a pod, and
///     its traffic is the node's (network-policies page, "Pods on the host network")
/// @param finished whether all its containers have ended for good (phase `Succeeded` or `Failed`):
///     it has no network any more, and its address may be another pod's by now
/// @param ports those that its containers declare, restartable init containers included; sorted
/// @param addresses its own (`status.podIPs`), sorted; empty where they are not known. Of a pod on
///     the host network these are its node's and are not asked
/// @param node the node's name (`spec.nodeName`); empty where it is not known
/// @param nodeAddresses the node's as the pod's status gives them (`status.hostIPs`), sorted; empty
///     where they are not known. What the `Node` object says counts beside them
/// @param controller what made it
public record Pod(
    String namespace,
    String name,
    Map<String, String> labels,
    boolean hostNetwork,
    boolean finished,
    List<ContainerPort> ports,
    List<Address> addresses,
    String node,
    List<Address> nodeAddresses,
    Controller controller) {

  public Pod {
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    ports = Canonical.of(ports);
    addresses = Canonical.of(addresses);
    nodeAddresses = Canonical.of(nodeAddresses);
  }

  /// A pod of which nothing but this is known.
  public Pod(
      String namespace,
      String name,
      Map<String, String> labels,
      boolean hostNetwork,
      boolean finished) {
    this(
        namespace,
        name,
        labels,
        hostNetwork,
        finished,
        List.of(),
        List.of(),
        "",
        List.of(),
        Controller.NONE);
  }

  /// The same pod with these ports.
  public Pod withPorts(List<ContainerPort> declared) {
    return new Pod(
        namespace,
        name,
        labels,
        hostNetwork,
        finished,
        declared,
        addresses,
        node,
        nodeAddresses,
        controller);
  }

  /// The same pod with these addresses of its own.
  public Pod withAddresses(List<Address> known) {
    return new Pod(
        namespace,
        name,
        labels,
        hostNetwork,
        finished,
        ports,
        known,
        node,
        nodeAddresses,
        controller);
  }

  /// The same pod on this node.
  public Pod on(String nodeName, List<Address> known) {
    return new Pod(
        namespace,
        name,
        labels,
        hostNetwork,
        finished,
        ports,
        addresses,
        nodeName,
        known,
        controller);
  }

  /// The same pod, made by this.
  public Pod madeBy(Controller maker) {
    return new Pod(
        namespace,
        name,
        labels,
        hostNetwork,
        finished,
        ports,
        addresses,
        node,
        nodeAddresses,
        maker);
  }
}
