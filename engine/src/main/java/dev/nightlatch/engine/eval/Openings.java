package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.diff.Change;
import dev.nightlatch.engine.diff.Difference;
import dev.nightlatch.engine.diff.Suggestion;
import dev.nightlatch.engine.explain.Answer;
import dev.nightlatch.engine.explain.Evidence;
import dev.nightlatch.engine.explain.Finding;
import dev.nightlatch.engine.explain.Ground;
import dev.nightlatch.engine.explain.Party;
import dev.nightlatch.engine.model.AskedPort;
import dev.nightlatch.engine.model.ClusterPolicy;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.Namespace;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.PolicyPort;
import dev.nightlatch.engine.model.PolicyRef;
import dev.nightlatch.engine.model.PolicyRule;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.Target;
import dev.nightlatch.engine.model.Tier;
import dev.nightlatch.engine.model.WorkloadRef;
import dev.nightlatch.engine.set.AddressRange;
import dev.nightlatch.engine.set.AddressSet;
import dev.nightlatch.engine.set.ConnectionSet;
import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.engine.set.PortSet;
import dev.nightlatch.engine.set.Protocol;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Looks for the smallest network policies that open a wanted connection and cut nothing.
///
/// Costs a question, and the difference that the policies make.
public final class Openings {
  /// Labels that tell one replica or one rollout from another: a policy by them would not hold.
  private static final Set<String> PASSING =
      Set.of(
          "pod-template-hash",
          "controller-revision-hash",
          "pod-template-generation",
          "controller-uid",
          "batch.kubernetes.io/controller-uid",
          "job-name",
          "batch.kubernetes.io/job-name",
          "apps.kubernetes.io/pod-index",
          "batch.kubernetes.io/job-completion-index");

  /// The label by which one pod of a StatefulSet is told from the others.
  private static final String POD_NAME = "statefulset.kubernetes.io/pod-name";

  private final Snapshot snapshot;
  private final CniProfile profile;
  private final Directory directory;
  private final Translation translation;
  private final Ends ends;

  private Openings(Snapshot snapshot, CniProfile profile) {
    this.ends = Ends.of(snapshot, profile, NodeFacts.of(snapshot));
    this.snapshot = snapshot;
    this.profile = profile;
    this.directory = new Directory(snapshot, Population.of(snapshot));
    this.translation = new Translation(snapshot, directory);
  }

  /// The smallest opening for a connection.
  public static Suggestion of(
      Snapshot snapshot, CniProfile profile, Target from, Target to, AskedPort port) {
    return switch (Inquiry.of(snapshot, profile).ask(from, to, port)) {
      case Inquiry.Response.None(var why, var isSource) -> new Suggestion.Nobody(why, isSource);
      case Inquiry.Response.Findings(var findings) ->
          new Openings(snapshot, profile).suggestion(findings, from, to, port);
    };
  }

  private Suggestion suggestion(List<Finding> findings, Target from, Target to, AskedPort port) {
    List<Finding> denied = new ArrayList<>();
    for (Finding finding : findings) {
      switch (finding.verdict().answer()) {
        case ALLOWED -> {}
        case UNDETERMINED -> {
          return new Suggestion.Undecided(findings);
        }
        case DENIED -> {
          if (isFromAbove(finding.verdict().egress()) || isFromAbove(finding.verdict().ingress())) {
            return new Suggestion.Denied(finding);
          }
          denied.add(finding);
        }
      }
    }
    if (denied.isEmpty()) {
      return new Suggestion.AlreadyAllowed();
    }
    boolean needsEgress = denied.stream().anyMatch(it -> isShut(it.verdict().egress()));
    boolean needsIngress = denied.stream().anyMatch(it -> isShut(it.verdict().ingress()));
    List<NetworkPolicy> policies = new ArrayList<>();
    Wanted wanted = wanted(from, to, port);
    boolean isNameless =
        (needsIngress && wanted.sources().stream().anyMatch(this::isNameless))
            || (needsEgress && wanted.destinations().stream().anyMatch(this::isNameless));
    if (isNameless) {
      return new Suggestion.StillShut(denied);
    }
    if (needsIngress) {
      policies.addAll(ingress(wanted));
    }
    if (needsEgress) {
      policies.addAll(egress(wanted));
    }
    Snapshot with = with(policies);
    List<Finding> shut = stillShut(with, from, to, port);
    return shut.isEmpty() ? weighed(policies, with, wanted) : new Suggestion.StillShut(shut);
  }

  private Snapshot with(List<NetworkPolicy> policies) {
    List<NetworkPolicy> all = new ArrayList<>(snapshot.networkPolicies());
    all.addAll(policies);
    return snapshot.withPolicies(all, snapshot.clusterPolicies());
  }

  /// What is not allowed with these policies either: of a pod on the host network, for instance,
  /// whose node's address nobody knows.
  private List<Finding> stillShut(Snapshot with, Target from, Target to, AskedPort port) {
    return Inquiry.of(with, profile).ask(from, to, port)
            instanceof Inquiry.Response.Findings(var findings)
        ? findings.stream().filter(finding -> finding.verdict().answer() != Answer.ALLOWED).toList()
        : List.of();
  }

  /// Whether a rule above the network policies denies it. What the Baseline tier denies, a network
  /// policy opens: whoever it isolates does not come to that tier.
  private boolean isFromAbove(Evidence side) {
    return side.answer() == Answer.DENIED
        && side.ground() instanceof Ground.ByRule(var rule)
        && tier(rule.policy()) != Tier.BASELINE;
  }

  private Tier tier(PolicyRef ref) {
    return snapshot.clusterPolicies().stream()
        .filter(policy -> policy.ref().equals(ref))
        .map(ClusterPolicy::tier)
        .findFirst()
        .orElse(Tier.ADMIN);
  }

  private static boolean isShut(Evidence side) {
    return side.answer() == Answer.DENIED;
  }

  /// Who is to reach whom, on what.
  private record Wanted(
      List<Directory.Stand> sources,
      List<Directory.Stand> destinations,
      Map<Protocol, Set<Integer>> ports) {
    ConnectionSet connections() {
      ConnectionSet all = ConnectionSet.NONE;
      for (Map.Entry<Protocol, Set<Integer>> entry : ports.entrySet()) {
        for (int port : entry.getValue()) {
          all = all.union(ConnectionSet.of(entry.getKey(), PortSet.single(port)));
        }
      }
      return all;
    }
  }

  private Wanted wanted(Target from, Target to, AskedPort port) {
    List<Directory.Stand> sources =
        directory.meant(from) instanceof Directory.Meant.These(var stands) ? stands : List.of();
    List<Translation.Destination> all =
        translation.destinations(to, port) instanceof Translation.Destinations.These(var these, _)
            ? these
            : List.of();
    Map<Protocol, Set<Integer>> ports = new TreeMap<>();
    all.forEach(
        each -> ports.computeIfAbsent(each.protocol(), _ -> new HashSet<>()).add(each.port()));
    return new Wanted(
        sources, all.stream().map(Translation.Destination::stand).distinct().toList(), ports);
  }

  private List<NetworkPolicy> ingress(Wanted wanted) {
    List<NetworkPolicy> policies = new ArrayList<>();
    groups(wanted.destinations())
        .forEach(
            (namespace, selector) ->
                policies.add(
                    new NetworkPolicy(
                        namespace,
                        name("ingress", namespace, policies.size()),
                        selector,
                        EnumSet.of(Direction.INGRESS),
                        List.of(rule(wanted.sources(), namespace, wanted)),
                        List.of())));
    return policies;
  }

  private List<NetworkPolicy> egress(Wanted wanted) {
    List<NetworkPolicy> policies = new ArrayList<>();
    groups(wanted.sources())
        .forEach(
            (namespace, selector) ->
                policies.add(
                    new NetworkPolicy(
                        namespace,
                        name("egress", namespace, policies.size()),
                        selector,
                        EnumSet.of(Direction.EGRESS),
                        List.of(),
                        List.of(rule(wanted.destinations(), namespace, wanted)))));
    return policies;
  }

  /// A name that no policy of the namespace has yet.
  private String name(String direction, String namespace, int number) {
    String name = "allow-" + direction + (number == 0 ? "" : "-" + number);
    while (isTaken(namespace, name)) {
      name += "-x";
    }
    return name;
  }

  private boolean isTaken(String namespace, String name) {
    return snapshot.networkPolicies().stream()
        .anyMatch(policy -> policy.namespace().equals(namespace) && policy.name().equals(name));
  }

  private PolicyRule rule(List<Directory.Stand> others, String own, Wanted wanted) {
    List<Peer> peers = new ArrayList<>();
    groups(others.stream().filter(stand -> !isHost(stand)).toList())
        .forEach(
            (namespace, selector) ->
                peers.add(
                    namespace.equals(own)
                        ? new Peer.OwnNamespace(selector)
                        : new Peer.AcrossNamespaces(
                            LabelSelector.labels(Map.of(Namespace.NAME_LABEL, namespace)),
                            selector)));
    for (Directory.Stand stand : others) {
      ranges(stand)
          .flatMap(range -> AddressSet.blocks(range).stream())
          .map(Peer.IpBlock::whole)
          .filter(block -> !peers.contains(block))
          .forEach(peers::add);
    }
    List<PolicyPort> ports = new ArrayList<>();
    wanted
        .ports()
        .forEach(
            (protocol, numbers) ->
                numbers.stream()
                    .sorted()
                    .map(number -> new PolicyPort.Numbered(PortRange.single(protocol, number)))
                    .forEach(ports::add));
    return new PolicyRule(peers, ports);
  }

  /// Whether it is a pod that no selector chooses: to the others it is its node.
  private boolean isHost(Directory.Stand stand) {
    return stand instanceof Directory.Stand.AtPod(var member)
        && member.pod().hostNetwork()
        && !ends.isHostNetworkSelectable();
  }

  /// Whether no rule can name it. One that named nobody would let everybody in.
  private boolean isNameless(Directory.Stand stand) {
    return isHost(stand) && ranges(stand).findAny().isEmpty();
  }

  /// The addresses by which a rule has to name it.
  private Stream<AddressRange> ranges(Directory.Stand stand) {
    return switch (stand) {
      case Directory.Stand.AtAddresses(var range) -> Stream.of(range);
      case Directory.Stand.AtPod(var member) ->
          isHost(stand)
              ? ends.addresses(member.pod()).stream().map(AddressRange::single)
              : Stream.of();
    };
  }

  /// By namespace what chooses the pods among the stands: the labels that they all share.
  private static Map<String, LabelSelector> groups(List<Directory.Stand> stands) {
    Map<String, Map<String, String>> shared = new LinkedHashMap<>();
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (Directory.Stand stand : stands) {
      if (stand instanceof Directory.Stand.AtPod(var member)) {
        Pod pod = member.pod();
        Map<String, String> labels = new TreeMap<>(pod.labels());
        labels.keySet().removeAll(PASSING);
        counts.merge(pod.namespace(), 1, Integer::sum);
        shared.merge(
            pod.namespace(),
            labels,
            (one, other) -> {
              one.entrySet().retainAll(other.entrySet());
              return one;
            });
      }
    }
    Map<String, LabelSelector> groups = new LinkedHashMap<>();
    shared.forEach(
        (namespace, labels) -> {
          boolean isOnePod = counts.getOrDefault(namespace, 0) == 1;
          if (!isOnePod) {
            labels.remove(POD_NAME);
          }
          groups.put(
              namespace,
              isOnePod && labels.containsKey(POD_NAME)
                  ? LabelSelector.labels(Map.of(POD_NAME, labels.getOrDefault(POD_NAME, "")))
                  : LabelSelector.labels(labels));
        });
    return groups;
  }

  private Suggestion weighed(List<NetworkPolicy> policies, Snapshot with, Wanted wanted) {
    Difference impact = Differences.between(snapshot, with, profile);
    if (!impact.cutting().isEmpty()) {
      return new Suggestion.Cuts(policies, impact.cutting());
    }
    ConnectionSet asked = wanted.connections();
    Set<WorkloadRef> sources = names(wanted.sources());
    Set<WorkloadRef> destinations = names(wanted.destinations());
    List<Change> more =
        impact.changes().stream()
            .filter(
                change ->
                    !isOf(change.from(), sources, wanted.sources())
                        || !isOf(change.to(), destinations, wanted.destinations())
                        || !asked.containsAll(change.opened().union(change.maybeOpened())))
            .toList();
    return new Suggestion.Opens(policies, impact, more);
  }

  private static Set<WorkloadRef> names(List<Directory.Stand> stands) {
    Set<WorkloadRef> names = new HashSet<>();
    for (Directory.Stand stand : stands) {
      if (stand instanceof Directory.Stand.AtPod(var member)) {
        names.add(member.workload());
        names.add(WorkloadRef.ofPod(member.pod()));
      }
    }
    return names;
  }

  private static boolean isOf(
      Party party, Set<WorkloadRef> workloads, List<Directory.Stand> stands) {
    return switch (party) {
      case Party.Pods(var workload) -> workloads.contains(workload);
      case Party.Outside(var addresses) -> {
        AddressSet meant =
            new AddressSet(
                stands.stream()
                    .flatMap(
                        stand ->
                            stand instanceof Directory.Stand.AtAddresses(var range)
                                ? Stream.of(range)
                                : Stream.of())
                    .toList());
        yield meant.containsAll(addresses);
      }
    };
  }
}
