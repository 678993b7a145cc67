package dev.nightlatch.grants.plan;

import dev.nightlatch.engine.eval.Isolation;
import dev.nightlatch.engine.eval.Paths;
import dev.nightlatch.engine.model.ClusterPeer;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.PolicyRule;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.set.AddressSet;
import dev.nightlatch.engine.set.Cidr;
import dev.nightlatch.engine.set.Family;
import dev.nightlatch.grants.model.Scope;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What of a cluster a decision about a grant depends on.
///
/// A grant's policies select pods of the target's and of its sources' namespaces, and let in and
/// out pods of these namespaces. Where all that they select is isolated already, nothing else
/// changes: what a pod of any other namespace may speak with one of these is the same with and
/// without them. So the decision depends on these namespaces alone, and on what stands in none.
///
/// It depends on everything where one of them is the first to isolate a pod, for that may cut
/// traffic from anywhere; where it opens addresses, which may be those of any pod, Service or node;
/// where a pod at an end is on the host network, for then its traffic is its node's; and where a
/// policy names all of IPv4, for then it depends on whether there is IPv6 anywhere. See decision
/// 22.
public final class Scopes {
  private Scopes() {}

  /// What the proof of a closing depends on.
  ///
  /// @param terms as they went on record; a line that is no term says nothing
  public static Scope ofClosing(List<String> terms, Look look) {
    List<Term> all = terms.stream().map(Term::parse).flatMap(Optional::stream).toList();
    return switch (look) {
      case Look.Away() -> ofEnds(List.of(), all);
      case Look.At at -> needed(List.of(), all, at);
    };
  }

  /// What policies and terms name: what to look at first.
  static Scope ofEnds(List<NetworkPolicy> policies, List<Term> terms) {
    boolean opensAddresses =
        terms.stream().anyMatch(term -> term.source() instanceof Paths.Chosen.Addresses);
    SortedSet<String> namespaces = namespaces(terms);
    for (NetworkPolicy policy : policies) {
      namespaces.add(policy.namespace());
      if (letsEverybody(policy)) {
        return Scope.everywhere();
      }
      for (Peer peer : peers(policy)) {
        Optional<String> named = named(policy, peer);
        if (named.isEmpty()) {
          return Scope.everywhere();
        }
        namespaces.add(named.get());
      }
    }
    return opensAddresses ? Scope.everywhere() : Scope.within(namespaces);
  }

  /// The namespaces of the pods at the ends of these terms.
  static Scope ofPods(List<Term> terms) {
    return Scope.within(namespaces(terms));
  }

  private static SortedSet<String> namespaces(List<Term> terms) {
    SortedSet<String> namespaces = new TreeSet<>();
    for (Term term : terms) {
      namespaces.add(term.namespace());
      pods(term).ifPresent(pods -> namespaces.add(pods.namespace()));
    }
    return namespaces;
  }

  /// What weighing these policies depends on.
  ///
  /// Costs, for each pod at an end, a walk over the policies of these namespaces.
  ///
  /// @throws IllegalStateException if not even [#ofEnds] was looked at
  static Scope needed(List<NetworkPolicy> policies, List<Term> terms, Look.At look) {
    Scope ends = ofEnds(policies, terms);
    Snapshot standing =
        Possible.with(
            look.within(ends).surroundings().standing(),
            terms.stream().flatMap(term -> pods(term).stream()).toList());
    List<Pod> pods = Possible.pods(standing).toList();
    boolean isFirst =
        policies.stream()
            .anyMatch(policy -> pods.stream().anyMatch(pod -> isolates(policy, pod, standing)));
    boolean isOnHost =
        pods.stream()
            .filter(Pod::hostNetwork)
            .anyMatch(pod -> terms.stream().anyMatch(term -> isAtAnEnd(pod, term)));
    return isFirst || isOnHost || dependsOnFamilies(standing) ? Scope.everywhere() : ends;
  }

  /// Whether it matters whether there is IPv6 anywhere: blocks that make up all of IPv4 have every
  /// pod in them, also one whose address nobody knows, unless pods may have IPv6 addresses too.
  private static boolean dependsOnFamilies(Snapshot standing) {
    List<Cidr> blocks = blocks(standing);
    boolean hasV6 =
        Stream.concat(
                standing.pods().stream()
                    .filter(pod -> !pod.finished())
                    .flatMap(pod -> pod.addresses().stream()),
                blocks.stream().map(Cidr::network))
            .anyMatch(address -> address.family() == Family.IPV6);
    AddressSet all = AddressSet.NONE;
    for (Cidr block : blocks) {
      all = all.union(AddressSet.of(block));
    }
    return !hasV6 && all.containsAll(AddressSet.all(Family.IPV4));
  }

  /// The blocks that policies name, whatever they leave out of them.
  private static List<Cidr> blocks(Snapshot standing) {
    Stream<Cidr> ofNamespaces =
        standing.networkPolicies().stream()
            .flatMap(policy -> peers(policy).stream())
            .flatMap(
                peer -> peer instanceof Peer.IpBlock(var cidr, _) ? Stream.of(cidr) : Stream.of());
    Stream<Cidr> ofAll =
        standing.clusterPolicies().stream()
            .flatMap(policy -> Stream.concat(policy.ingress().stream(), policy.egress().stream()))
            .flatMap(rule -> rule.peers().stream())
            .flatMap(
                peer ->
                    peer instanceof ClusterPeer.Networks(var blocks)
                        ? blocks.stream()
                        : Stream.of());
    return Stream.concat(ofNamespaces, ofAll).distinct().toList();
  }

  /// Whether a policy would be the first to isolate a pod.
  private static boolean isolates(NetworkPolicy policy, Pod pod, Snapshot standing) {
    return policy.namespace().equals(pod.namespace())
        && policy.podSelector().matches(pod.labels())
        && policy.policyTypes().stream()
            .anyMatch(direction -> isFree(pod, direction, standing.networkPolicies()));
  }

  private static boolean isFree(Pod pod, Direction direction, List<NetworkPolicy> policies) {
    return Isolation.isolating(pod, direction, policies).isEmpty();
  }

  private static boolean isAtAnEnd(Pod pod, Term term) {
    return term.destination().has(pod) || pods(term).filter(ends -> ends.has(pod)).isPresent();
  }

  private static Optional<Paths.Chosen.Pods> pods(Term term) {
    return term.source() instanceof Paths.Chosen.Pods pods ? Optional.of(pods) : Optional.empty();
  }

  private static Stream<PolicyRule> rules(NetworkPolicy policy) {
    return Stream.concat(policy.ingress().stream(), policy.egress().stream());
  }

  private static List<Peer> peers(NetworkPolicy policy) {
    return rules(policy).map(PolicyRule::peers).flatMap(List::stream).toList();
  }

  /// No peers are every peer.
  private static boolean letsEverybody(NetworkPolicy policy) {
    return rules(policy).anyMatch(rule -> rule.peers().isEmpty());
  }

  /// The one namespace whose pods a peer names; empty where it names others, or addresses.
  private static Optional<String> named(NetworkPolicy policy, Peer peer) {
    return switch (peer) {
      case Peer.OwnNamespace _ -> Optional.of(policy.namespace());
      case Peer.AcrossNamespaces(var namespaces, _) -> Terms.byName(namespaces);
      case Peer.IpBlock _ -> Optional.empty();
    };
  }
}
