package dev.nightlatch.engine.model;

import java.util.List;

/// Where a policy is written.
///
/// The lists go along with those of the policy; a line is counted from 1 in the whole file.
///
/// @param file its path
/// @param line where the policy begins
public record Lines(String file, int line, List<Rule> ingress, List<Rule> egress) {
  public Lines {
    ingress = List.copyOf(ingress);
    egress = List.copyOf(egress);
  }

  /// The rules of a direction.
  public List<Rule> rules(Direction direction) {
    return switch (direction) {
      case INGRESS -> ingress;
      case EGRESS -> egress;
    };
  }

  /// Where a rule is written, and where each of its peers and ports.
  public record Rule(int line, List<Integer> peers, List<Integer> ports) {
    public Rule {
      peers = List.copyOf(peers);
      ports = List.copyOf(ports);
    }
  }
}
