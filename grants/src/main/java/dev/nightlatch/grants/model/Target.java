package dev.nightlatch.grants.model;

import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.set.PortRange;
import java.util.List;

/// What a rule opens: pods of the rule's own namespace, on these ports, sorted.
public record Target(LabelSelector podSelector, List<PortRange> ports) {

  /// @throws IllegalArgumentException if the selector names no value that must be there, or there
  ///     is no port
  public Target {
    if (!podSelector.isPositive()) {
      throw new IllegalArgumentException("a target needs a positive requirement");
    }
    if (ports.isEmpty()) {
      throw new IllegalArgumentException("a target needs a port");
    }
    ports = ports.stream().distinct().sorted().toList();
  }
}
