package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.explain.Doubt;
import dev.nightlatch.engine.explain.Ground;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.End;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.PolicyRef;
import dev.nightlatch.engine.model.Reading;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.Tier;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.Family;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;

/// Who can reach whom, in one snapshot, as one network plugin sees it.
///
/// Cheap to make: O(policies × rules). Never changes; safe for several threads.
public final class Evaluator {
  private final Ends ends;
  private final Tiered admin;
  private final Namespaced networkPolicies;
  private final Tiered baseline;
  private final CniProfile profile;

  private Evaluator(Snapshot snapshot, CniProfile profile) {
    NodeFacts nodes = NodeFacts.of(snapshot);
    RuleMaker maker = new RuleMaker(profile, nodes);
    this.ends = Ends.of(snapshot, profile, nodes);
    this.admin = Tiered.of(snapshot, Tier.ADMIN, profile, maker);
    this.networkPolicies = Namespaced.of(snapshot, maker);
    this.baseline = Tiered.of(snapshot, Tier.BASELINE, profile, maker);
    this.profile = profile;
  }

  public static Evaluator of(Snapshot snapshot, CniProfile profile) {
    return new Evaluator(snapshot, profile);
  }

  private Evaluator(
      Ends ends, Tiered admin, Namespaced networkPolicies, Tiered baseline, CniProfile profile) {
    this.ends = ends;
    this.admin = admin;
    this.networkPolicies = networkPolicies;
    this.baseline = baseline;
    this.profile = profile;
  }

  /// The same with some network policies more and some less.
  Evaluator with(List<NetworkPolicy> added, Set<PolicyRef> gone) {
    RuleMaker maker = new RuleMaker(profile, ends.nodes());
    return new Evaluator(ends, admin, networkPolicies.with(added, gone, maker), baseline, profile);
  }

  /// The same with no policies but these.
  Evaluator only(List<NetworkPolicy> policies) {
    RuleMaker maker = new RuleMaker(profile, ends.nodes());
    Namespaced none = new Namespaced(Map.of(), List.of());
    return new Evaluator(
        ends,
        new Tiered(List.of()),
        none.with(policies, Set.of(), maker),
        new Tiered(List.of()),
        profile);
  }

  Ends ends() {
    return ends;
  }

  Tiered admin() {
    return admin;
  }

  Namespaced networkPolicies() {
    return networkPolicies;
  }

  Tiered baseline() {
    return baseline;
  }

  /// What the policies ask for in pods.
  Shapes.Asked asked() {
    List<LabelSelector> subjects =
        Stream.of(admin.subjects(), networkPolicies.subjects(), baseline.subjects())
            .flatMap(selectors -> selectors)
            .toList();
    List<Rule> rules =
        Arrays.stream(Direction.values())
            .flatMap(
                direction ->
                    Stream.of(
                        admin.rules(direction),
                        networkPolicies.rules(direction),
                        baseline.rules(direction)))
            .flatMap(List::stream)
            .toList();
    return Shapes.Asked.of(subjects, rules);
  }

  /// All policies about one pod in one direction. Costs O(policies of its namespace and of the
  /// cluster).
  Stack stack(Pod pod, Direction direction) {
    View.Subject self = ends.subject(pod);
    boolean isPoliced = !pod.hostNetwork() || ends.isHostNetworkSelectable();
    List<Namespaced.Entry> selecting = isPoliced ? networkPolicies.selecting(self) : List.of();
    List<Stack.Isolating> isolating = new ArrayList<>();
    List<Doubt> unreadable = new ArrayList<>();
    for (Namespaced.Entry entry : selecting) {
      if (entry.directions().contains(direction)) {
        entry
            .doubt()
            .ifPresentOrElse(
                cause -> unreadable.add(Doubt.of(cause, entry.policy())),
                () -> isolating.add(new Stack.Isolating(entry.policy(), entry.rules(direction))));
      }
    }
    return new Stack(
        pod,
        direction,
        admin.steps(self, direction),
        isolating,
        unreadable,
        profile.says(Reading.BASELINE_ONLY_WITHOUT_NETWORK_POLICY) && !selecting.isEmpty(),
        baseline.steps(self, direction));
  }

  /// What may be spoken from one end to the other.
  public Bounds between(End from, End to) {
    Encounter encounter = encounter(from, to);
    BinaryOperator<Bounds> join = encounter.isOneEnough() ? Bounds::or : Bounds::either;
    return encounter.ways().stream()
        .map(way -> bounds(way.egress()).and(bounds(way.ingress())))
        .reduce(join)
        .orElseThrow();
  }

  private static Bounds bounds(Outlook outlook) {
    BinaryOperator<Bounds> join = outlook.isOneEnough() ? Bounds::or : Bounds::either;
    return outlook.sights().stream()
        .map(
            sight ->
                switch (sight) {
                  case Outlook.Exempt _ -> Bounds.ALL;
                  case Outlook.Seen(var stack, var view) -> Judge.bounds(stack, view);
                })
        .reduce(join)
        .orElseThrow();
  }

  /// How two ends may meet.
  ///
  /// @param ways one for each family of addresses; never none
  /// @param isOneEnough whether the connection is allowed if it is in one of them; otherwise only
  ///     one of them is real, and which is not known
  record Encounter(List<Way> ways, boolean isOneEnough) {

    /// What each side looks at.
    record Way(Outlook egress, Outlook ingress) {}
  }

  /// How the two ends may meet.
  Encounter encounter(End from, End to) {
    if (isSelf(from, to)) {
      Outlook self = Outlook.exempt(Ground.Why.SELF);
      return new Encounter(List.of(new Encounter.Way(self, self)), true);
    }
    List<Address> sources = ends.addresses(from);
    List<Address> destinations = ends.addresses(to);
    return new Encounter(
        families(sources, destinations).stream()
            .map(
                family ->
                    new Encounter.Way(
                        outlook(from, Direction.EGRESS, to, family),
                        outlook(to, Direction.INGRESS, from, family)))
            .toList(),
        !sources.isEmpty() && !destinations.isEmpty());
  }

  private static boolean isSelf(End from, End to) {
    return from instanceof End.OfPod(var here)
        && to instanceof End.OfPod(var there)
        && here.name().equals(there.name())
        && here.equals(there);
  }

  /// The families in which the two ends may meet; one that stands for both where they have none in
  /// common. An end whose addresses are not known may have one of any family of the other's.
  List<Optional<Family>> families(List<Address> sources, List<Address> destinations) {
    Set<Family> common = familiesOf(sources.isEmpty() ? destinations : sources);
    if (!destinations.isEmpty()) {
      common.retainAll(familiesOf(destinations));
    }
    return common.isEmpty()
        ? List.of(Optional.empty())
        : common.stream().map(Optional::of).toList();
  }

  private Set<Family> familiesOf(List<Address> addresses) {
    Set<Family> families = EnumSet.noneOf(Family.class);
    addresses.forEach(address -> families.add(address.family()));
    return addresses.isEmpty() ? EnumSet.copyOf(ends.families()) : families;
  }

  /// What one end's own policies see of the other.
  ///
  /// @param family the one in which they meet; empty where any address counts
  private Outlook outlook(End self, Direction direction, End other, Optional<Family> family) {
    return switch (self) {
      case End.OfPod(var pod) -> outlook(pod, direction, other, family);
      case End.Replica(var pod) -> outlook(pod, direction, other, family);
      case End.OfAddress _ -> Outlook.exempt(Ground.Why.ADDRESS);
    };
  }

  /// The same of a pod.
  Outlook outlook(Pod pod, Direction direction, End other, Optional<Family> family) {
    boolean isOwnNodeOpen = direction == Direction.INGRESS || profile.says(Reading.OWN_NODE_OPEN);
    if (isOwnNodeOpen && ends.isOnNodeOf(pod, other)) {
      return Outlook.exempt(Ground.Why.OWN_NODE);
    }
    if (pod.hostNetwork() && !ends.isHostNetworkSelectable()) {
      return Outlook.exempt(Ground.Why.HOST_NETWORK);
    }
    Stack stack = stack(pod, direction);
    View view = ends.view(other);
    List<Address> known = ends.addresses(other);
    List<Address> own = isOwnNodeOpen && !view.isPodAddress() ? ends.nodes().of(pod) : List.of();
    if (!stack.asksForAddress() && own.stream().noneMatch(known::contains)) {
      return new Outlook(List.of(new Outlook.Seen(stack, view)), true);
    }
    if (known.isEmpty()) {
      return new Outlook(
          Addresses.telling(stack, family.orElse(Family.IPV4)).stream()
              .<Outlook.Sight>map(address -> new Outlook.Seen(stack, view.at(address)))
              .toList(),
          false);
    }
    boolean hasFamily = known.stream().anyMatch(address -> isOf(address, family));
    return new Outlook(
        known.stream()
            .filter(address -> !hasFamily || isOf(address, family))
            .<Outlook.Sight>map(
                address ->
                    own.contains(address)
                        ? new Outlook.Exempt(Ground.Why.OWN_NODE)
                        : new Outlook.Seen(stack, view.at(address)))
            .toList(),
        true);
  }

  private static boolean isOf(Address address, Optional<Family> family) {
    return family.isEmpty() || address.family() == family.get();
  }
}
