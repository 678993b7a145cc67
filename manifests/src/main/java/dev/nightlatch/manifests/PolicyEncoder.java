package dev.nightlatch.manifests;

import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.model.PolicyPort;
import dev.nightlatch.engine.model.PolicyRule;
import dev.nightlatch.engine.model.Requirement;
import dev.nightlatch.engine.set.PortRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Network policies and selectors.
final class PolicyEncoder {
  private PolicyEncoder() {}

  /// A whole policy: `policyTypes` always said, because its default depends on the rules, and
  /// `podSelector` always there.
  static Map<String, Object> object(Map<String, Object> meta, NetworkPolicy policy) {
    return object(
        meta,
        isolation(policy)
            .list("ingress", rules(policy.ingress(), "from"))
            .list("egress", rules(policy.egress(), "to")));
  }

  /// [#object] with both lists of rules said, also an empty one.
  static Map<String, Object> whole(Map<String, Object> meta, NetworkPolicy policy) {
    return object(
        meta,
        isolation(policy)
            .put("ingress", rules(policy.ingress(), "from"))
            .put("egress", rules(policy.egress(), "to")));
  }

  private static Fields isolation(NetworkPolicy policy) {
    return new Fields()
        .put("podSelector", selector(policy.podSelector()))
        .put("policyTypes", policy.policyTypes().stream().map(PolicyEncoder::type).toList());
  }

  private static Map<String, Object> object(Map<String, Object> meta, Fields spec) {
    return Fields.object("networking.k8s.io/v1", "NetworkPolicy", meta)
        .put("spec", spec.map())
        .map();
  }

  private static String type(Direction direction) {
    return switch (direction) {
      case INGRESS -> "Ingress";
      case EGRESS -> "Egress";
    };
  }

  private static List<Map<String, Object>> rules(List<PolicyRule> rules, String peersField) {
    return rules.stream()
        .<Map<String, Object>>map(
            rule ->
                new Fields()
                    .list(peersField, rule.peers().stream().map(PolicyEncoder::peer).toList())
                    .list("ports", rule.ports().stream().map(PolicyEncoder::port).toList())
                    .map())
        .toList();
  }

  private static Map<String, Object> peer(Peer peer) {
    return switch (peer) {
      case Peer.OwnNamespace(var pods) -> new Fields().put("podSelector", selector(pods)).map();
      case Peer.AcrossNamespaces(var namespaces, var pods) -> {
        Fields fields = new Fields().put("namespaceSelector", selector(namespaces));
        yield (pods.isEverything() ? fields : fields.put("podSelector", selector(pods))).map();
      }
      case Peer.IpBlock(var cidr, var except) ->
          new Fields()
              .put(
                  "ipBlock",
                  new Fields()
                      .put("cidr", cidr.toString())
                      .list("except", except.stream().map(Object::toString).toList())
                      .map())
              .map();
    };
  }

  private static Map<String, Object> port(PolicyPort port) {
    return switch (port) {
      case PolicyPort.All(var protocol) -> new Fields().put("protocol", protocol.name()).map();
      case PolicyPort.Numbered(var range) -> range(range);
      case PolicyPort.Named(var protocol, var name) ->
          new Fields().put("protocol", protocol.name()).put("port", name).map();
    };
  }

  static Map<String, Object> range(PortRange range) {
    Fields fields =
        new Fields().put("protocol", range.protocol().name()).put("port", range.first());
    return (range.last() == range.first() ? fields : fields.put("endPort", range.last())).map();
  }

  /// One value of one key stands in `matchLabels`, as people write it; everything else in
  /// `matchExpressions`.
  static Map<String, Object> selector(LabelSelector selector) {
    Map<String, String> labels = new TreeMap<>();
    List<Map<String, Object>> expressions = new ArrayList<>();
    for (Requirement requirement : selector.requirements()) {
      switch (requirement) {
        case Requirement.In(var key, var values)
            when values.size() == 1 && !labels.containsKey(key) ->
            labels.put(key, values.getFirst());
        case Requirement.In(var key, var values) ->
            expressions.add(expression(key, "In").put("values", values).map());
        case Requirement.NotIn(var key, var values) ->
            expressions.add(expression(key, "NotIn").put("values", values).map());
        case Requirement.Exists(var key) -> expressions.add(expression(key, "Exists").map());
        case Requirement.DoesNotExist(var key) ->
            expressions.add(expression(key, "DoesNotExist").map());
      }
    }
    return new Fields().texts("matchLabels", labels).list("matchExpressions", expressions).map();
  }

  private static Fields expression(String key, String operator) {
    return new Fields().put("key", key).put("operator", operator);
  }
}
