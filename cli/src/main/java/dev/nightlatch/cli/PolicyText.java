package dev.nightlatch.cli;

import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.model.PolicyPort;
import dev.nightlatch.engine.model.PolicyRule;
import dev.nightlatch.grants.plan.Terms;
import java.util.stream.Collectors;

/// What a policy lets in, in a few words.
final class PolicyText {
  private PolicyText() {}

  /// `nobody`, or who may come on which ports.
  static String from(NetworkPolicy policy) {
    return policy.ingress().isEmpty()
        ? "nobody"
        : policy.ingress().stream()
            .map(rule -> rule(policy, rule))
            .collect(Collectors.joining("; "));
  }

  private static String rule(NetworkPolicy policy, PolicyRule rule) {
    String peers =
        rule.peers().isEmpty()
            ? "anywhere"
            : rule.peers().stream()
                .map(peer -> peer(policy, peer))
                .collect(Collectors.joining(", "));
    String ports = rule.ports().stream().map(PolicyText::port).collect(Collectors.joining(", "));
    return ports.isEmpty() ? peers : peers + " on " + ports;
  }

  private static String peer(NetworkPolicy policy, Peer peer) {
    return Terms.text(policy.namespace(), peer);
  }

  private static String port(PolicyPort port) {
    return switch (port) {
      case PolicyPort.All(var protocol) -> "every port/" + protocol;
      case PolicyPort.Numbered(var range) -> range.toString();
      case PolicyPort.Named(var protocol, var name) -> name + "/" + protocol;
    };
  }
}
