package dev.nightlatch.grants.model;

import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.engine.set.Protocol;
import java.util.List;

/// Whether a grant of a rule also lets its sources resolve names, where their pods are isolated for
/// egress and could reach the target by address alone.
public sealed interface Dns {
  /// Where names are resolved. Source: RFC 1035, section 4.2.
  List<PortRange> PORTS =
      List.of(PortRange.single(Protocol.TCP, 53), PortRange.single(Protocol.UDP, 53));

  /// It does not.
  record None() implements Dns {}

  /// It does, by these pods.
  record Pods(String namespace, LabelSelector podSelector) implements Dns {
    /// @throws IllegalArgumentException if the selector names no value that must be there
    public Pods {
      if (!podSelector.isPositive()) {
        throw new IllegalArgumentException("name servers need a positive requirement");
      }
    }
  }
}
