package dev.nightlatch.manifests;

import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.model.PolicyPort;
import dev.nightlatch.engine.model.PolicyRule;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.Meta;
import dev.nightlatch.manifests.Problem.Weight;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Network policies, as the API server reads them.
///
/// An unknown field is never passed over, not even in an object of an API server: inside a policy
/// it may narrow what a rule lets through, and without it the rule would mean more than it says.
///
/// Source: `NetworkPolicySpec`, networking.k8s.io/v1, its defaults and its validation.
final class PolicyDecoder {
  private PolicyDecoder() {}

  /// The policy with all of its metadata, which must be right, too.
  static Decoded<HeldPolicy> policy(Cursor object) {
    if (object.place().isInFile()) {
      object.only(Weight.SEVERE, "apiVersion", "kind", "metadata", "spec", "status");
    }
    Optional<Meta> meta = MetaDecoder.meta(object, MetaDecoder.Scope.NAMESPACE);
    Optional<Spec> spec = spec(object);
    return object
        .log()
        .decoded(
            () ->
                meta.flatMap(
                    known ->
                        spec.map(
                            read ->
                                new HeldPolicy(
                                    known, read.policy(known.namespace(), known.name())))));
  }

  /// The policy as those see it whose traffic it is about.
  static Decoded<NetworkPolicy> bare(Cursor object) {
    Optional<Head> head = Head.ofPolicy(object, MetaDecoder.Scope.NAMESPACE);
    Optional<Spec> spec = spec(object);
    return object
        .log()
        .decoded(
            () ->
                head.flatMap(
                    known -> spec.map(read -> read.policy(known.namespace(), known.name()))));
  }

  private record Spec(
      LabelSelector selector,
      Set<Direction> types,
      List<PolicyRule> ingress,
      List<PolicyRule> egress) {

    NetworkPolicy policy(String namespace, String name) {
      return new NetworkPolicy(namespace, name, selector, types, ingress, egress);
    }
  }

  /// An absent `spec`, which is "+optional", is an empty one.
  private static Optional<Spec> spec(Cursor object) {
    Cursor spec = object.at("spec");
    if (!spec.isMappingOrAbsent("a spec")) {
      return Optional.empty();
    }
    spec.only(Weight.SEVERE, "podSelector", "policyTypes", "ingress", "egress");
    Optional<LabelSelector> selector = podSelector(spec);
    List<PolicyRule> ingress = rules(spec.at("ingress"), "from");
    List<PolicyRule> egress = rules(spec.at("egress"), "to");
    Set<Direction> types = policyTypes(spec);
    return selector.map(pods -> new Spec(pods, types, ingress, egress));
  }

  /// An absent `podSelector` "defaults to an empty selector": it selects every pod.
  private static Optional<LabelSelector> podSelector(Cursor spec) {
    Cursor selector = spec.at("podSelector");
    if (selector.isPresent()) {
      return Selectors.selector(selector);
    }
    if (spec.place().isInFile()) {
      Cursor absent = spec.isPresent() ? selector : spec;
      absent.notice(
          ProblemCode.SELECTS_ALL,
          "no " + absent.path() + ", which selects every pod of the namespace",
          spec.isPresent()
              ? "podSelector: {} if that is meant"
              : "spec: {podSelector: {}} if that is meant");
    }
    return Optional.of(LabelSelector.EVERYTHING);
  }

  /// "If no policyTypes are specified on a NetworkPolicy then by default Ingress will always be set
  /// and Egress will be set if the NetworkPolicy has any egress rules." An empty list counts as
  /// absent.
  private static Set<Direction> policyTypes(Cursor spec) {
    Set<Direction> types = writtenTypes(spec.at("policyTypes"));
    if (types.isEmpty()) {
      types.add(Direction.INGRESS);
      if (!spec.at("egress").items().isEmpty()) {
        types.add(Direction.EGRESS);
      }
    }
    return types;
  }

  /// The directions that `policyTypes` names.
  static Set<Direction> writtenTypes(Cursor list) {
    Set<Direction> types = EnumSet.noneOf(Direction.class);
    for (Cursor item : list.items()) {
      item.requiredText("Ingress or Egress")
          .ifPresent(
              text -> {
                switch (text) {
                  case "Ingress" -> types.add(Direction.INGRESS);
                  case "Egress" -> types.add(Direction.EGRESS);
                  default -> item.wrong("Ingress or Egress");
                }
              });
    }
    return types;
  }

  /// A rule that is written as nothing at all is a slip of the pen; the API server would read it as
  /// a rule that lets everything through.
  private static List<PolicyRule> rules(Cursor list, String peersField) {
    List<PolicyRule> rules = new ArrayList<>();
    for (Cursor item : list.items()) {
      if (item.requireMapping("a rule; {} if it is to let everything through")) {
        item.only(Weight.SEVERE, peersField, "ports");
        List<Peer> peers = all(item.at(peersField), PeerDecoder::peer);
        List<PolicyPort> ports = all(item.at("ports"), PortDecoder::port);
        rules.add(new PolicyRule(peers, ports));
      }
    }
    return rules;
  }

  private static <T> List<T> all(Cursor list, Function<Cursor, Optional<T>> decoder) {
    List<T> all = new ArrayList<>();
    list.items().forEach(item -> decoder.apply(item).ifPresent(all::add));
    return all;
  }
}
