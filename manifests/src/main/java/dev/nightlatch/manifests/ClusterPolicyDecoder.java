package dev.nightlatch.manifests;

import dev.nightlatch.engine.model.Action;
import dev.nightlatch.engine.model.ClusterPeer;
import dev.nightlatch.engine.model.ClusterPolicy;
import dev.nightlatch.engine.model.ClusterPort;
import dev.nightlatch.engine.model.ClusterRule;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.PodScope;
import dev.nightlatch.engine.model.Tier;
import dev.nightlatch.manifests.MetaDecoder.Scope;
import dev.nightlatch.manifests.Problem.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Cluster-wide policies of all three kinds.
///
/// An unknown field is never passed over, as in network policies. Where the API itself says what an
/// unknown part means, or each network plugin does, the policy is read: a peer or a port with no
/// field that is known, a word for an action or a tier that is unknown.
final class ClusterPolicyDecoder {
  private static final int LONGEST_NAME = 100;
  private static final int LAST = 1000;

  private final ClusterApi api;

  private ClusterPolicyDecoder(ClusterApi api) {
    this.api = api;
  }

  static Decoded<ClusterPolicy> policy(Cursor object, ClusterApi api) {
    return new ClusterPolicyDecoder(api).policy(object);
  }

  private Decoded<ClusterPolicy> policy(Cursor object) {
    Optional<Head> head = Head.ofPolicy(object, Scope.CLUSTER);
    if (api == ClusterApi.BASELINE_ADMIN
        && head.isPresent()
        && !head.get().name().equals("default")) {
      object.at("metadata").at("name").wrong("default: there is only one of this kind");
    }
    Cursor spec = object.at("spec");
    if (!spec.requireMapping("a spec")) {
      return object.log().decoded(Optional::empty);
    }
    spec.only(Weight.SEVERE, api.specFields());
    Optional<Tier> tier = tier(spec, api);
    Optional<Integer> priority = priority(spec, api);
    Optional<PodScope> subject = subject(spec, api);
    List<ClusterRule> ingress = rules(spec, Direction.INGRESS);
    List<ClusterRule> egress = rules(spec, Direction.EGRESS);
    return object
        .log()
        .decoded(
            () ->
                head.map(
                    known ->
                        new ClusterPolicy(
                            api.kind(),
                            known.name(),
                            tier.orElseThrow(),
                            priority.orElseThrow(),
                            subject.orElseThrow(),
                            ingress,
                            egress)));
  }

  /// The tier; empty if it is not written, or is no word at all.
  static Optional<Tier> tier(Cursor spec, ClusterApi api) {
    Cursor cursor = spec.at("tier");
    return switch (api) {
      case ADMIN -> Optional.of(Tier.ADMIN);
      case BASELINE_ADMIN -> Optional.of(Tier.BASELINE);
      case CLUSTER ->
          cursor
              .requiredText("Admin or Baseline")
              .map(
                  word ->
                      switch (word) {
                        case "Admin" -> Tier.ADMIN;
                        case "Baseline" -> Tier.BASELINE;
                        default -> {
                          cursor.wordUnknown("Admin or Baseline");
                          yield Tier.UNKNOWN;
                        }
                      });
    };
  }

  /// The priority; empty if it is not as it must be.
  static Optional<Integer> priority(Cursor spec, ClusterApi api) {
    if (api == ClusterApi.BASELINE_ADMIN) {
      return Optional.of(0);
    }
    Cursor cursor = spec.at("priority");
    if (!cursor.isPresent()) {
      cursor.missing("a number from 0 to " + LAST);
    }
    Optional<Long> number = cursor.whole();
    if (number.isPresent() && (number.get() < 0 || number.get() > LAST)) {
      cursor.wrong("a number from 0 to " + LAST);
      return Optional.empty();
    }
    return number.map(Long::intValue);
  }

  /// The subject; empty if it is not as it must be.
  static Optional<PodScope> subject(Cursor spec, ClusterApi api) {
    Cursor cursor = spec.at("subject");
    if (!cursor.requireMapping("namespaces or pods")) {
      return Optional.empty();
    }
    cursor.only(Weight.SEVERE, "namespaces", "pods");
    if (cursor.at("namespaces").isPresent() == cursor.at("pods").isPresent()) {
      cursor.bad(
          ProblemCode.CHOICE_WRONG,
          cursor.path() + " with none of them, or both",
          "namespaces or pods");
      return Optional.empty();
    }
    return ClusterPeerDecoder.scope(cursor, api);
  }

  private List<ClusterRule> rules(Cursor spec, Direction direction) {
    Cursor list = spec.at(field(direction));
    atMost(list, api.most());
    List<ClusterRule> rules = new ArrayList<>();
    for (Cursor item : list.items()) {
      rule(item, direction).ifPresent(rules::add);
    }
    return rules;
  }

  static String field(Direction direction) {
    return switch (direction) {
      case INGRESS -> "ingress";
      case EGRESS -> "egress";
    };
  }

  private Optional<ClusterRule> rule(Cursor item, Direction direction) {
    if (!item.requireMapping("a rule with action and peers")) {
      return Optional.empty();
    }
    String peersField =
        switch (direction) {
          case INGRESS -> "from";
          case EGRESS -> "to";
        };
    item.only(Weight.SEVERE, "name", "action", peersField, api.ports());
    Optional<Action> action = action(item.at("action"));
    ClusterPeerDecoder peer = new ClusterPeerDecoder(api, direction, action);
    List<ClusterPeer> peers = all(item.at(peersField), "peer", peer::peer);
    Cursor list = item.at(api.ports());
    List<ClusterPort> ports =
        list.isPresent()
            ? all(list, "port", port -> ClusterPortDecoder.port(port, api))
            : List.of();
    if (!item.at(peersField).isPresent()) {
      item.at(peersField).missing("at least one peer");
    }
    checkNames(item, peersField, ports);
    return action.isPresent() && !peers.isEmpty()
        ? Optional.of(new ClusterRule(name(item.at("name")), action.get(), peers, ports))
        : Optional.empty();
  }

  private Optional<Action> action(Cursor cursor) {
    String wanted = "one of " + String.join(", ", api.actions());
    Optional<String> word = cursor.requiredText(wanted);
    if (word.isPresent() && !api.actions().contains(word.get())) {
      cursor.wordUnknown(wanted);
      return Optional.of(Action.UNKNOWN);
    }
    return word.map(
        known ->
            switch (known) {
              case "Deny" -> Action.DENY;
              case "Pass" -> Action.PASS;
              default -> Action.ACCEPT;
            });
  }

  private static String name(Cursor cursor) {
    Cursor name = cursor.tolerant();
    String text = name.text().orElse("");
    if (text.codePointCount(0, text.length()) > LONGEST_NAME) {
      name.wrong("at most " + LONGEST_NAME + " characters");
    }
    return text;
  }

  /// "networks/nodes/domainNames peer cannot be set with namedPorts since there are no namedPorts
  /// for networks/nodes/domainNames".
  private static void checkNames(Cursor item, String peersField, List<ClusterPort> ports) {
    if (ports.stream().noneMatch(ClusterPort.Named.class::isInstance)) {
      return;
    }
    for (Cursor peer : item.at(peersField).items()) {
      for (String field : List.of("nodes", "networks", "domainNames")) {
        if (peer.at(field).isPresent()) {
          peer.bad(
              ProblemCode.CHOICE_WRONG,
              peer.path() + " with " + field + " beside a port's name",
              "pods or namespaces: nothing else has ports with names");
        }
      }
    }
  }

  private <T> List<T> all(Cursor list, String what, Function<Cursor, Optional<T>> decoder) {
    atMost(list, api.most());
    List<Cursor> items = list.items();
    if (list.isListOf(0)) {
      list.wrong("at least one " + what);
    }
    List<T> all = new ArrayList<>();
    items.forEach(item -> decoder.apply(item).ifPresent(all::add));
    return all;
  }

  static void atMost(Cursor list, int most) {
    int size = list.items().size();
    if (size > most) {
      list.bad(
          ProblemCode.VALUE_WRONG, list.path() + " with " + size + " entries", "at most " + most);
    }
  }
}
