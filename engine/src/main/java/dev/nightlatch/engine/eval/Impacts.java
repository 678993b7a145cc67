package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.diff.Change;
import dev.nightlatch.engine.diff.Difference;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.PolicyRef;
import dev.nightlatch.engine.model.PolicyRule;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.set.Family;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// What policies would change in one snapshot: the same differences as [Differences] makes, for
/// many changes of one snapshot and for much less each.
///
/// Making it costs what a [Matrix] costs. A change of network policies then costs one evaluation
/// for each pair of a pod that it is about and a pod that its rules are about; for a pod that it
/// isolates or sets free, of each pair of that pod. It costs O(pods) more where a policy asks for a
/// label, a port's name or a block that none has asked for yet, and as much as [Differences] where
/// a cluster-wide policy or the families in play change.
///
/// Remembers what it was asked, but the same question has the same answer. Safe for several
/// threads, which wait for each other.
public final class Impacts {
  private final Snapshot snapshot;
  private final CniProfile profile;
  private final Matrix matrix;
  private final Outside outside;
  private final Shapes.Asked asked;
  private final Lines lines;

  private Impacts(Snapshot snapshot, CniProfile profile) {
    this.snapshot = snapshot;
    this.profile = profile;
    this.matrix = Matrix.of(snapshot, profile, Population.withNext(snapshot));
    this.outside = new Outside(matrix, profile);
    this.asked = matrix.evaluator().asked();
    this.lines = Lines.of(Counterparts.of(matrix, matrix));
  }

  /// The impacts on a snapshot.
  public static Impacts of(Snapshot snapshot, CniProfile profile) {
    return new Impacts(snapshot, profile);
  }

  /// The snapshot that they are impacts on.
  public Snapshot snapshot() {
    return snapshot;
  }

  /// What becomes different when some policies come and some go.
  ///
  /// @param added each instead of the policy of its name, if there is one
  /// @param removed those that are not there are passed over
  /// @throws IllegalArgumentException if two of `added` have one name
  public synchronized Difference of(List<NetworkPolicy> added, Set<PolicyRef> removed) {
    Set<PolicyRef> gone = new HashSet<>(removed);
    Set<PolicyRef> names = new HashSet<>();
    for (NetworkPolicy policy : added) {
      if (!names.add(policy.ref())) {
        throw new IllegalArgumentException(policy.ref() + " is added twice");
      }
    }
    gone.addAll(names);
    boolean isClusterWide =
        removed.stream().anyMatch(policy -> policy.kind() != PolicyRef.Kind.NETWORK_POLICY);
    return isClusterWide || mayChangeFamilies(added, gone)
        ? Differences.between(snapshot, changed(added, gone), profile)
        : touched(added, gone);
  }

  private Snapshot changed(List<NetworkPolicy> added, Set<PolicyRef> gone) {
    return snapshot.withPolicies(
        Stream.concat(
                snapshot.networkPolicies().stream().filter(it -> !gone.contains(it.ref())),
                added.stream())
            .toList(),
        snapshot.clusterPolicies().stream().filter(it -> !gone.contains(it.ref())).toList());
  }

  /// Whether IPv6 may come into play with some policies, or go out of it with some.
  private boolean mayChangeFamilies(List<NetworkPolicy> added, Set<PolicyRef> gone) {
    Ends ends = matrix.evaluator().ends();
    return ends.families().contains(Family.IPV6)
        ? snapshot.networkPolicies().stream()
                .anyMatch(policy -> gone.contains(policy.ref()) && namesV6(policy))
            && !Ends.of(changed(added, gone), profile, ends.nodes())
                .families()
                .equals(ends.families())
        : added.stream().anyMatch(Impacts::namesV6);
  }

  private static boolean namesV6(NetworkPolicy policy) {
    return Stream.concat(policy.ingress().stream(), policy.egress().stream())
        .map(PolicyRule::peers)
        .flatMap(List::stream)
        .anyMatch(
            peer ->
                peer instanceof Peer.IpBlock(var cidr, _)
                    && cidr.network().family() == Family.IPV6);
  }

  private Difference touched(List<NetworkPolicy> added, Set<PolicyRef> gone) {
    Evaluator young = matrix.evaluator().with(added, gone);
    Lines all = lines(added, young);
    Overlay after = new Overlay(matrix, young);
    Touched touched = new Touched(all, after, new LinkedHashSet<>(), new LinkedHashSet<>());
    Set<String> namespaces = new LinkedHashSet<>();
    added.forEach(policy -> namespaces.add(policy.namespace()));
    gone.forEach(policy -> namespaces.add(policy.namespace()));
    for (String namespace : namespaces) {
      List<LabelSelector> selectors = selectors(namespace, added, gone);
      for (int line : all.of(namespace)) {
        for (Counterparts.Variant variant : all.line(line).variants()) {
          if (isSelected(variant.now().orElseThrow(), selectors)) {
            touched.add(line, variant, matrix.evaluator());
          }
        }
      }
    }
    Comparison comparison = new Comparison(new Differences.Before(matrix), after, outside);
    List<Change> changes = new ArrayList<>();
    for (Pair pair : touched.pairs()) {
      Counterparts.Line from = all.line(pair.one());
      Counterparts.Line to = all.line(pair.other());
      if (from.one().isEmpty() || pair.one() != pair.other()) {
        Comparison.add(from.party(), to.party(), comparison.pair(from, to), changes);
      }
    }
    for (Side side : touched.sides()) {
      comparison.outside(all.line(side.line()), side.direction(), changes);
    }
    return new Difference(changes);
  }

  /// What has to be looked at again.
  private record Touched(Lines all, Overlay after, Set<Pair> pairs, Set<Side> sides) {

    /// Adds what becomes different for a party's pods, if something does.
    void add(int line, Counterparts.Variant variant, Evaluator before) {
      Pod pod = variant.now().orElseThrow();
      for (Direction direction : Direction.values()) {
        Stack then = before.stack(pod, direction);
        Stack now = after.evaluator().stack(pod, direction);
        if (!then.equals(now)) {
          after.touch(variant, now);
          sides.add(new Side(line, direction));
          for (int other : all.touchedBy(then, now, before.ends())) {
            pairs.add(
                direction == Direction.EGRESS ? new Pair(line, other) : new Pair(other, line));
          }
        }
      }
    }
  }

  /// Whom the policies of a namespace that come or go are about.
  private List<LabelSelector> selectors(
      String namespace, List<NetworkPolicy> added, Set<PolicyRef> gone) {
    return Stream.concat(
            added.stream()
                .filter(policy -> policy.namespace().equals(namespace))
                .map(NetworkPolicy::podSelector),
            matrix.evaluator().networkPolicies().of(namespace).stream()
                .filter(entry -> gone.contains(entry.policy()))
                .map(Namespaced.Entry::podSelector))
        .toList();
  }

  private static boolean isSelected(Pod pod, List<LabelSelector> selectors) {
    return selectors.stream().anyMatch(selector -> selector.matches(pod.labels()));
  }

  private record Pair(int one, int other) {}

  private record Side(int line, Direction direction) {}

  /// The parties: others where a policy tells pods apart that none told apart before.
  private Lines lines(List<NetworkPolicy> added, Evaluator young) {
    Evaluator alone = young.only(added);
    if (asked.covers(alone.asked())) {
      return lines;
    }
    Shapes shapes =
        Shapes.of(
            matrix.population().members().stream().map(Population.Member::pod).toList(),
            young.asked(),
            young.ends());
    return Lines.of(
        Counterparts.of(matrix.population(), matrix::shape, matrix.population(), shapes::of));
  }
}
