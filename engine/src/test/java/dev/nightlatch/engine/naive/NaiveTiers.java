package dev.nightlatch.engine.naive;

import dev.nightlatch.engine.model.Action;
import dev.nightlatch.engine.model.ClusterPeer;
import dev.nightlatch.engine.model.ClusterPolicy;
import dev.nightlatch.engine.model.ClusterPort;
import dev.nightlatch.engine.model.ClusterRule;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.End;
import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.Kind;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.Namespace;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Node;
import dev.nightlatch.engine.model.NodeAddress;
import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.PodScope;
import dev.nightlatch.engine.model.PolicyPort;
import dev.nightlatch.engine.model.PolicyRef;
import dev.nightlatch.engine.model.PolicyRule;
import dev.nightlatch.engine.model.Reading;
import dev.nightlatch.engine.model.Requirement;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.Tier;
import dev.nightlatch.engine.naive.Naive.Outcome;
import dev.nightlatch.engine.naive.Naive.Packet;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.engine.set.Protocol;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What one end's policies say about one packet, tier by tier.
final class NaiveTiers {
  private static final int ANYWHERE = -1;
  private static final int LAST = 100_000;

  private final Snapshot snapshot;
  private final CniProfile profile;
  private final Packet packet;
  private final Direction direction;
  private final Pod self;

  NaiveTiers(Snapshot snapshot, CniProfile profile, Packet packet, Direction direction) {
    this.snapshot = snapshot;
    this.profile = profile;
    this.packet = packet;
    this.direction = direction;
    this.self = packet.self(direction);
  }

  /// Whether something matches.
  enum Maybe {
    YES,
    NO,
    MAYBE;

    static Maybe of(boolean matches) {
      return matches ? YES : NO;
    }

    Maybe and(Maybe other) {
      if (this == NO || other == NO) {
        return NO;
      }
      return this == YES && other == YES ? YES : MAYBE;
    }

    Maybe or(Maybe other) {
      if (this == YES || other == YES) {
        return YES;
      }
      return this == NO && other == NO ? NO : MAYBE;
    }
  }

  private enum Fate {
    ALLOWED,
    DENIED,
    PASSED,
    FELL
  }

  Set<Outcome> outcomes() {
    Set<Outcome> all = EnumSet.noneOf(Outcome.class);
    for (Fate fate : tier(Tier.ADMIN)) {
      switch (fate) {
        case ALLOWED -> all.add(Outcome.ALLOWED);
        case DENIED -> all.add(Outcome.DENIED);
        case PASSED, FELL -> all.addAll(belowAdmin());
      }
    }
    return all;
  }

  private Set<Outcome> belowAdmin() {
    // Points 3 and 4: on the host network no NetworkPolicy is about the pod, unless S4 says so.
    boolean isPoliced = !self.hostNetwork() || profile.says(Reading.HOST_NETWORK_SELECTABLE);
    boolean isSelected = false;
    boolean isIsolated = false;
    boolean mayBeAnything = false;
    Maybe isAllowed = Maybe.NO;
    for (NetworkPolicy policy : snapshot.networkPolicies()) {
      if (isPoliced
          && policy.namespace().equals(self.namespace())
          && isChosen(policy.podSelector(), self.labels())) {
        isSelected = true;
        if (policy.policyTypes().contains(direction)) {
          isIsolated = true;
          List<PolicyRule> rules =
              direction == Direction.INGRESS ? policy.ingress() : policy.egress();
          for (PolicyRule rule : rules) {
            isAllowed = isAllowed.or(matches(policy.namespace(), rule));
          }
        }
      }
    }
    // Points 22 and 24: what cannot be read, or not be listed.
    for (Gap gap : snapshot.gaps()) {
      boolean selects =
          switch (gap) {
            case Gap.UnreadablePolicy bad ->
                bad.namespace().equals(self.namespace())
                    && isChosen(bad.podSelector(), self.labels());
            case Gap.Unlisted(var kind, var in) ->
                kind == Kind.NETWORK_POLICY && (in.isEmpty() || in.equals(self.namespace()));
            case Gap.UnreadableClusterPolicy _,
                Gap.UnreadableNamespace _,
                Gap.UnreadableNode _,
                Gap.UnreadablePod _ ->
                false;
          };
      if (isPoliced && selects) {
        isSelected = true;
        mayBeAnything |=
            !(gap instanceof Gap.UnreadablePolicy bad) || bad.directions().contains(direction);
      }
    }
    if (isIsolated) {
      if (isAllowed == Maybe.YES) {
        return EnumSet.of(Outcome.ALLOWED);
      }
      return isAllowed == Maybe.MAYBE || mayBeAnything
          ? EnumSet.allOf(Outcome.class)
          : EnumSet.of(Outcome.DENIED);
    }
    if (mayBeAnything) {
      return EnumSet.allOf(Outcome.class);
    }
    // Point 26.
    if (isSelected && profile.says(Reading.BASELINE_ONLY_WITHOUT_NETWORK_POLICY)) {
      return EnumSet.of(Outcome.ALLOWED);
    }
    Set<Outcome> all = EnumSet.noneOf(Outcome.class);
    for (Fate fate : tier(Tier.BASELINE)) {
      all.add(fate == Fate.DENIED ? Outcome.DENIED : Outcome.ALLOWED);
    }
    return all;
  }

  // --- cluster-wide policies

  /// A policy and where it stands.
  private record Ranked(int rank, String name, String kind, Set<Fate> fates) {}

  private Set<Fate> tier(Tier tier) {
    List<Ranked> policies = new ArrayList<>();
    if (!self.hostNetwork()) {
      for (ClusterPolicy policy : snapshot.clusterPolicies()) {
        add(policy, tier, policies);
      }
      for (Gap gap : snapshot.gaps()) {
        add(gap, tier, policies);
      }
    }
    if (profile.says(Reading.EQUAL_PRIORITY_BY_NAME)) {
      policies.sort(
          Comparator.comparingInt(Ranked::rank)
              .thenComparing(Ranked::name)
              .thenComparing(Ranked::kind));
      return inOrder(policies);
    }
    // Point 19: each order of equals is possible.
    Map<Integer, List<Ranked>> byRank = new TreeMap<>();
    policies.forEach(
        policy -> byRank.computeIfAbsent(policy.rank(), _ -> new ArrayList<>()).add(policy));
    Set<Fate> all = EnumSet.noneOf(Fate.class);
    for (List<Ranked> order : orders(List.copyOf(byRank.values()))) {
      all.addAll(inOrder(order));
    }
    return all;
  }

  private static List<List<Ranked>> orders(List<List<Ranked>> groups) {
    if (groups.isEmpty()) {
      return List.of(List.of());
    }
    List<List<Ranked>> all = new ArrayList<>();
    for (List<Ranked> first : permutations(groups.getFirst())) {
      for (List<Ranked> rest : orders(groups.subList(1, groups.size()))) {
        List<Ranked> order = new ArrayList<>(first);
        order.addAll(rest);
        all.add(order);
      }
    }
    return all;
  }

  private static List<List<Ranked>> permutations(List<Ranked> policies) {
    if (policies.isEmpty()) {
      return List.of(List.of());
    }
    List<List<Ranked>> all = new ArrayList<>();
    for (int i = 0; i < policies.size(); i++) {
      List<Ranked> others = new ArrayList<>(policies);
      Ranked first = others.remove(i);
      for (List<Ranked> rest : permutations(others)) {
        List<Ranked> order = new ArrayList<>(List.of(first));
        order.addAll(rest);
        all.add(order);
      }
    }
    return all;
  }

  private static Set<Fate> inOrder(List<Ranked> policies) {
    Set<Fate> all = EnumSet.noneOf(Fate.class);
    for (Ranked policy : policies) {
      Set<Fate> decided = EnumSet.copyOf(policy.fates());
      boolean mayFall = decided.remove(Fate.FELL);
      all.addAll(decided);
      if (!mayFall) {
        return all;
      }
    }
    all.add(Fate.FELL);
    return all;
  }

  private void add(ClusterPolicy policy, Tier tier, List<Ranked> policies) {
    boolean isUnknown = policy.tier() == Tier.UNKNOWN;
    boolean isStrict = profile.says(Reading.UNKNOWN_WORDS_STRICT);
    boolean isSkipped = profile.says(Reading.UNKNOWN_WORDS_SKIPPED);
    boolean isHere =
        policy.tier() == tier || (isUnknown && !isSkipped && (!isStrict || tier == Tier.ADMIN));
    List<ClusterRule> rules = direction == Direction.INGRESS ? policy.ingress() : policy.egress();
    if (!isHere || rules.isEmpty()) {
      return;
    }
    int rank =
        policy.kind() == PolicyRef.Kind.BASELINE_ADMIN_NETWORK_POLICY ? LAST : policy.priority();
    boolean hasUnknown =
        isUnknown
            || policy.ingress().stream().anyMatch(rule -> rule.action() == Action.UNKNOWN)
            || policy.egress().stream().anyMatch(rule -> rule.action() == Action.UNKNOWN);
    Set<Fate> fates =
        hasUnknown && !isStrict && !isSkipped ? EnumSet.allOf(Fate.class) : fates(rules);
    policies.add(
        new Ranked(rank, policy.name(), policy.kind().text(), about(policy.subject(), fates)));
  }

  private void add(Gap gap, Tier tier, List<Ranked> policies) {
    switch (gap) {
      case Gap.UnreadableClusterPolicy bad -> {
        if (bad.tiers().contains(tier) && bad.directions().contains(direction)) {
          int rank =
              switch (bad.rank()) {
                case Gap.Rank.Known(var priority) -> priority;
                case Gap.Rank.Anywhere() -> ANYWHERE;
              };
          policies.add(
              new Ranked(
                  rank,
                  bad.ref().name(),
                  bad.ref().kind().text(),
                  about(bad.subject(), EnumSet.allOf(Fate.class))));
        }
      }
      case Gap.Unlisted(var kind, _) -> {
        boolean isHere =
            kind == Kind.CLUSTER_NETWORK_POLICY
                || (kind == Kind.ADMIN_NETWORK_POLICY && tier == Tier.ADMIN)
                || (kind == Kind.BASELINE_ADMIN_NETWORK_POLICY && tier == Tier.BASELINE);
        if (isHere) {
          policies.add(new Ranked(ANYWHERE, "", "", EnumSet.allOf(Fate.class)));
        }
      }
      case Gap.UnreadablePolicy _,
          Gap.UnreadableNamespace _,
          Gap.UnreadableNode _,
          Gap.UnreadablePod _ -> {}
    }
  }

  private Set<Fate> about(PodScope subject, Set<Fate> fates) {
    Maybe isAbout =
        Maybe.of(isChosen(subject.pods(), self.labels()))
            .and(isNamespaceChosen(subject.namespaces(), self.namespace()));
    return switch (isAbout) {
      case YES -> fates;
      case NO -> EnumSet.of(Fate.FELL);
      case MAYBE -> {
        Set<Fate> all = EnumSet.of(Fate.FELL);
        all.addAll(fates);
        yield all;
      }
    };
  }

  private Set<Fate> fates(List<ClusterRule> rules) {
    Set<Fate> all = EnumSet.noneOf(Fate.class);
    for (ClusterRule rule : rules) {
      Action action = rule.action();
      if (action == Action.UNKNOWN) {
        if (profile.says(Reading.UNKNOWN_WORDS_SKIPPED)) {
          continue;
        }
        action = Action.DENY;
      }
      boolean isUnclear =
          rule.ports().stream().anyMatch(ClusterPort.Unknown.class::isInstance)
              || rule.peers().stream().anyMatch(this::isUnknown);
      Maybe matches;
      if (isUnclear && action == Action.ACCEPT) {
        matches = Maybe.NO;
      } else if (isUnclear
          && (action == Action.DENY
              || !profile.says(Reading.UNKNOWN_PEER_OF_PASS_MATCHES_NOTHING))) {
        matches = Maybe.YES;
        action = Action.DENY;
      } else {
        matches = matches(rule);
      }
      if (matches != Maybe.NO) {
        all.add(
            switch (action) {
              case ACCEPT -> Fate.ALLOWED;
              case DENY -> Fate.DENIED;
              case PASS -> Fate.PASSED;
              case UNKNOWN -> throw new IllegalStateException();
            });
      }
      if (matches == Maybe.YES) {
        return all;
      }
    }
    all.add(Fate.FELL);
    return all;
  }

  private boolean isUnknown(ClusterPeer peer) {
    return peer instanceof ClusterPeer.Unknown
        || (peer instanceof ClusterPeer.Nodes && profile.says(Reading.NODES_UNSUPPORTED));
  }

  private Maybe matches(ClusterRule rule) {
    Maybe any = Maybe.NO;
    for (ClusterPeer peer : rule.peers()) {
      Maybe matches = matches(peer);
      if (matches != Maybe.NO && isPort(rule, peer instanceof ClusterPeer.Pods)) {
        any = any.or(matches);
      }
    }
    return any;
  }

  private boolean isPort(ClusterRule rule, boolean isOfPods) {
    return rule.ports().isEmpty() || rule.ports().stream().anyMatch(port -> isPort(port, isOfPods));
  }

  private Maybe matches(ClusterPeer peer) {
    return switch (peer) {
      case ClusterPeer.Unknown() -> Maybe.NO;
      case ClusterPeer.Pods(var scope) ->
          isOrdinaryPod()
              ? Maybe.of(isChosen(scope.pods(), otherPod().labels()))
                  .and(isNamespaceChosen(scope.namespaces(), otherPod().namespace()))
              : Maybe.NO;
      case ClusterPeer.Networks(var blocks) ->
          Maybe.of(blocks.stream().anyMatch(block -> NaiveAddresses.isIn(address(), block)));
      case ClusterPeer.DomainNames _ -> isOrdinaryPod() ? Maybe.NO : Maybe.MAYBE;
      case ClusterPeer.Nodes(var selector) -> {
        boolean isIgnored =
            profile.says(Reading.NODES_IGNORED) || profile.says(Reading.NODES_UNSUPPORTED);
        if (isIgnored || isOrdinaryPod()) {
          yield Maybe.NO;
        }
        for (Node node : snapshot.nodes()) {
          for (NodeAddress at : node.addresses()) {
            boolean counts =
                at.type() != NodeAddress.Type.OTHER
                    || !profile.says(Reading.NODES_BY_INTERNAL_AND_EXTERNAL);
            if (counts && at.address().equals(address()) && isChosen(selector, node.labels())) {
              yield Maybe.YES;
            }
          }
        }
        boolean areAllKnown =
            snapshot.gaps().stream()
                .noneMatch(
                    gap ->
                        gap instanceof Gap.UnreadableNode
                            || (gap instanceof Gap.Unlisted(var kind, _) && kind == Kind.NODE));
        yield areAllKnown ? Maybe.NO : Maybe.MAYBE;
      }
    };
  }

  private boolean isPort(ClusterPort port, boolean isOfPods) {
    return switch (port) {
      case ClusterPort.All(var protocol) -> protocol == packet.protocol();
      case ClusterPort.Numbered(var range) -> isIn(range);
      case ClusterPort.Unknown() -> false;
      case ClusterPort.Named(var name) ->
          (direction == Direction.INGRESS || isOfPods)
              && destination().ports().stream()
                  .anyMatch(
                      declared ->
                          declared.name().equals(name)
                              && declared.number() == packet.port()
                              && (declared.protocol() == packet.protocol()
                                  || profile.says(Reading.NAMED_PORT_ANY_PROTOCOL)));
    };
  }

  // --- network policies

  private Maybe matches(String namespace, PolicyRule rule) {
    if (rule.peers().isEmpty()) {
      boolean isPod = isOrdinaryPod() || isSelectableHost();
      return Maybe.of(isPort(rule, isPod));
    }
    Maybe any = Maybe.NO;
    for (Peer peer : rule.peers()) {
      Maybe matches = matches(namespace, peer);
      if (matches != Maybe.NO && isPort(rule, !(peer instanceof Peer.IpBlock))) {
        any = any.or(matches);
      }
    }
    return any;
  }

  private Maybe matches(String namespace, Peer peer) {
    boolean isPod = isOrdinaryPod() || isSelectableHost();
    return switch (peer) {
      case Peer.OwnNamespace(var pods) ->
          Maybe.of(
              isPod
                  && otherPod().namespace().equals(namespace)
                  && isChosen(pods, otherPod().labels()));
      case Peer.AcrossNamespaces(var namespaces, var pods) ->
          isPod
              ? Maybe.of(isChosen(pods, otherPod().labels()))
                  .and(isNamespaceChosen(namespaces, otherPod().namespace()))
              : Maybe.NO;
      case Peer.IpBlock(var cidr, var except) ->
          Maybe.of(
              (!isOrdinaryPod() || profile.says(Reading.IP_BLOCKS_MATCH_PODS))
                  && NaiveAddresses.isIn(address(), cidr)
                  && except.stream().noneMatch(hole -> NaiveAddresses.isIn(address(), hole)));
    };
  }

  private boolean isPort(PolicyRule rule, boolean isOfPods) {
    if (rule.ports().isEmpty()) {
      return true;
    }
    for (PolicyPort port : rule.ports()) {
      boolean matches =
          switch (port) {
            case PolicyPort.All(var protocol) -> protocol == packet.protocol();
            case PolicyPort.Numbered(var range) -> isIn(range);
            case PolicyPort.Named(var protocol, var name) ->
                (direction == Direction.INGRESS || isOfPods) && isNamed(protocol, name);
          };
      if (matches) {
        return true;
      }
    }
    return false;
  }

  private boolean isNamed(Protocol protocol, String name) {
    return protocol == packet.protocol()
        && destination().ports().stream()
            .anyMatch(
                declared ->
                    declared.name().equals(name)
                        && declared.protocol() == protocol
                        && declared.number() == packet.port());
  }

  private boolean isIn(PortRange range) {
    return range.protocol() == packet.protocol()
        && packet.port() >= range.first()
        && packet.port() <= range.last();
  }

  // --- the other end

  private Address address() {
    return packet.otherAddress(direction);
  }

  private Pod otherPod() {
    return Packet.pod(packet.other(direction));
  }

  /// The pod on which named ports are looked up.
  private Pod destination() {
    return direction == Direction.INGRESS ? self : otherPod();
  }

  private boolean isOrdinaryPod() {
    return !(packet.other(direction) instanceof End.OfAddress) && !otherPod().hostNetwork();
  }

  private boolean isSelectableHost() {
    return !(packet.other(direction) instanceof End.OfAddress)
        && otherPod().hostNetwork()
        && profile.says(Reading.HOST_NETWORK_SELECTABLE);
  }

  // --- labels

  private static boolean isChosen(LabelSelector selector, Map<String, String> labels) {
    return selector.requirements().stream().allMatch(requirement -> isMet(requirement, labels));
  }

  private static boolean isMet(Requirement requirement, Map<String, String> labels) {
    boolean isThere = labels.containsKey(requirement.key());
    return switch (requirement) {
      case Requirement.In(var key, var values) ->
          isThere && new TreeSet<>(values).contains(labels.get(key));
      case Requirement.NotIn(var key, var values) ->
          !isThere || !new TreeSet<>(values).contains(labels.get(key));
      case Requirement.Exists _ -> isThere;
      case Requirement.DoesNotExist _ -> !isThere;
    };
  }

  /// Point 25: of a namespace that is not known only the name is.
  private Maybe isNamespaceChosen(LabelSelector selector, String name) {
    for (Namespace namespace : snapshot.namespaces()) {
      if (namespace.name().equals(name)) {
        return Maybe.of(isChosen(selector, namespace.labels()));
      }
    }
    Map<String, String> onlyName = Map.of(Namespace.NAME_LABEL, name);
    boolean isUnknown =
        snapshot.gaps().stream()
            .anyMatch(
                gap ->
                    gap.equals(new Gap.UnreadableNamespace(name))
                        || gap.equals(new Gap.Unlisted(Kind.NAMESPACE, ""))
                        || gap.equals(new Gap.Unlisted(Kind.NAMESPACE, name)));
    if (!isUnknown) {
      return Maybe.of(isChosen(selector, onlyName));
    }
    Maybe all = Maybe.YES;
    for (Requirement requirement : selector.requirements()) {
      all =
          all.and(
              requirement.key().equals(Namespace.NAME_LABEL)
                  ? Maybe.of(isMet(requirement, onlyName))
                  : Maybe.MAYBE);
    }
    return all;
  }
}
