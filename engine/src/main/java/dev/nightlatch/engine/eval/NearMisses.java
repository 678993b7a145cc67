package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.explain.Miss;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.Requirement;
import dev.nightlatch.engine.set.ConnectionSet;
import dev.nightlatch.engine.set.Protocol;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What keeps the rules of isolating policies from matching.
final class NearMisses {
  /// A rule that needs more than this to be otherwise is not near.
  private static final int MOST = 2;

  /// Nobody reads more of them.
  private static final int LONGEST = 5;

  /// Keys that differ by more than this are different words.
  private static final int TYPING_ERRORS = 2;

  private NearMisses() {}

  /// A rule that does not match by this peer, and why.
  ///
  /// @param peer its index
  record Near(Deciding.ByRule rule, int peer, List<Miss> misses) {}

  /// The rules that nearly match, the nearest first. Costs O(rules × peers).
  static List<Near> of(Stack stack, View other, Protocol protocol, int port) {
    List<Near> near = new ArrayList<>();
    for (Stack.Isolating policy : stack.isolating()) {
      for (Rule rule : policy.rules()) {
        for (int i = 0; i < rule.peers().size(); i++) {
          RulePeer peer = rule.peers().get(i);
          List<Miss> misses = new ArrayList<>(missesOf(peer, other));
          ConnectionSet through = rule.through(peer, stack.self(), stack.direction(), other);
          if (!through.contains(protocol, port)) {
            misses.addAll(missesOf(rule.ports(), through));
          }
          if (!misses.isEmpty() && misses.size() <= MOST) {
            near.add(new Near(new Deciding.ByRule(policy.policy(), rule), i, misses));
          }
        }
      }
    }
    return near.stream()
        .sorted(Comparator.comparingInt(found -> found.misses().size()))
        .limit(LONGEST)
        .toList();
  }

  private static List<Miss> missesOf(RulePorts ports, ConnectionSet through) {
    if (!through.isEmpty()) {
      return List.of(new Miss.OtherPorts(through));
    }
    return ports.named().stream()
        .<Miss>map(named -> new Miss.NamedPort(named.name()))
        .distinct()
        .toList();
  }

  private static List<Miss> missesOf(RulePeer peer, View other) {
    return switch (peer) {
      case RulePeer.Everybody _, RulePeer.Nobody _, RulePeer.Nodes _, RulePeer.DomainNames _ ->
          List.of();
      case RulePeer.InNamespace(var namespace, var pods) -> {
        if (!other.inNetworkPolicies()) {
          yield List.of(new Miss.NoPod());
        }
        List<Miss> misses = new ArrayList<>();
        String found = other.pod().namespace().name();
        if (!found.equals(namespace)) {
          misses.add(new Miss.OtherNamespace(namespace, found));
        }
        misses.addAll(ofPod(pods, other));
        yield misses;
      }
      case RulePeer.Pods(var namespaces, var pods, _) -> {
        if (!other.inNetworkPolicies()) {
          yield List.of(new Miss.NoPod());
        }
        List<Miss> misses = new ArrayList<>(ofNamespace(namespaces, other.pod().namespace()));
        misses.addAll(ofPod(pods, other));
        yield misses;
      }
      case RulePeer.Blocks(var addresses, var matchesPods) -> {
        if (peer.match(other) == Match.YES) {
          yield List.of();
        }
        yield other.isPodAddress() && !matchesPods
            ? List.of(new Miss.PodNotAddress())
            : List.of(new Miss.OutsideBlocks(addresses));
      }
    };
  }

  private static List<Miss> ofPod(LabelSelector selector, View other) {
    Map<String, String> labels = other.pod().pod().labels();
    return selector.requirements().stream()
        .filter(requirement -> !requirement.matches(labels))
        .<Miss>map(
            requirement ->
                new Miss.PodLabel(
                    requirement,
                    Optional.ofNullable(labels.get(requirement.key())),
                    similar(requirement, labels)))
        .toList();
  }

  private static List<Miss> ofNamespace(LabelSelector selector, NamespaceFacts namespace) {
    Map<String, String> labels = namespace.labels();
    return selector.requirements().stream()
        .filter(requirement -> !requirement.matches(labels))
        .<Miss>map(
            requirement ->
                new Miss.NamespaceLabel(
                    namespace.name(),
                    requirement,
                    Optional.ofNullable(labels.get(requirement.key())),
                    similar(requirement, labels)))
        .toList();
  }

  /// A label whose value is wanted and whose key is the wanted one with a typing error.
  private static Optional<String> similar(Requirement wanted, Map<String, String> labels) {
    return switch (wanted) {
      case Requirement.In(var key, var values) ->
          labels.entrySet().stream()
              .filter(label -> !label.getKey().equals(key) && values.contains(label.getValue()))
              .filter(label -> distance(label.getKey(), key) <= TYPING_ERRORS)
              .map(label -> label.getKey() + "=" + label.getValue())
              .findFirst();
      case Requirement.Exists(var key) ->
          labels.entrySet().stream()
              .filter(label -> distance(label.getKey(), key) <= TYPING_ERRORS)
              .map(label -> label.getKey() + "=" + label.getValue())
              .findFirst();
      case Requirement.NotIn _, Requirement.DoesNotExist _ -> Optional.empty();
    };
  }

  /// How many letters are to be put in, taken out or exchanged (Levenshtein's distance).
  private static int distance(String one, String other) {
    int[] above = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] row = new int[other.length() + 1];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int exchanged = above[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(exchanged, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[other.length()];
  }
}
