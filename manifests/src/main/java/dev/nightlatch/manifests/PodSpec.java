package dev.nightlatch.manifests;

import dev.nightlatch.engine.model.ContainerPort;
import dev.nightlatch.engine.set.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What network policies see of the spec of a pod, or of the template for one.
///
/// Source: `PodSpec`, v1.
record PodSpec(boolean hostNetwork, List<ContainerPort> ports) {

  /// Containers that run beside each other declare ports: so does an init container that goes on
  /// running (`restartPolicy: Always`), as sidecars do.
  static PodSpec of(Cursor spec) {
    boolean hostNetwork = spec.at("hostNetwork").truth().orElse(false);
    List<ContainerPort> ports = new ArrayList<>();
    for (Cursor container : spec.at("containers").items()) {
      addPorts(container, ports);
    }
    for (Cursor container : spec.at("initContainers").items()) {
      if (container.at("restartPolicy").tolerant().text().equals(Optional.of("Always"))) {
        addPorts(container, ports);
      }
    }
    return new PodSpec(hostNetwork, ports);
  }

  private static void addPorts(Cursor container, List<ContainerPort> ports) {
    if (container.requireMapping("a container")) {
      for (Cursor item : container.at("ports").items()) {
        port(item).ifPresent(ports::add);
      }
    }
  }

  /// Policies see a port by its name alone; what is wrong with one that has none hides no pod.
  private static Optional<ContainerPort> port(Cursor item) {
    Cursor port = item.at("name").isPresent() ? item : item.tolerant();
    if (!port.requireMapping("a port with its number")) {
      return Optional.empty();
    }
    String name = port.at("name").text().orElse("");
    Optional<Protocol> protocol = PortDecoder.protocol(port.at("protocol"));
    Optional<Integer> number = PortDecoder.requiredNumber(port.at("containerPort"));
    return protocol.flatMap(of -> number.map(found -> new ContainerPort(name, of, found)));
  }
}
