package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.explain.Party;
import dev.nightlatch.engine.explain.Reached;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.End;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.WorkloadRef;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.AddressSet;
import dev.nightlatch.engine.set.Cidr;
import dev.nightlatch.engine.set.ConnectionSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The blast radius: whom one can get to from somewhere, step by step, through what is allowed.
///
/// A step that is not known to be closed counts as open.
public final class Reach {
  private final Matrix matrix;
  private final Outside outside;
  private final List<Parties.Group> groups;

  private Reach(Snapshot snapshot, CniProfile profile) {
    this.matrix = Matrix.of(snapshot, profile);
    this.outside = new Outside(matrix, profile);
    this.groups = Parties.of(matrix, false);
  }

  /// Looks at a snapshot.
  public static Reach of(Snapshot snapshot, CniProfile profile) {
    return new Reach(snapshot, profile);
  }

  /// Whom one reaches from pods of these workloads in at most `hops` steps, the nearest first; the
  /// addresses outside are reached and not left again.
  ///
  /// Costs O(parties) for each party that is reached before the last step.
  ///
  /// @param sources workloads, or pods where those of a workload are listed one by one
  /// @param hops 1 or more
  public List<Reached> from(Set<WorkloadRef> sources, int hops) {
    List<Parties.Group> edge = groups.stream().filter(group -> isOneOf(group, sources)).toList();
    return walked(edge, List.of(), hops);
  }

  /// Whom any address of a block reaches, the nearest first: sources are the pods that have one of
  /// its addresses, and what else has one.
  ///
  /// Costs in its first step one evaluation for each party and each stretch of the block that the
  /// party's policies tell apart.
  ///
  /// @param hops 1 or more
  public List<Reached> from(Cidr block, int hops) {
    List<Parties.Group> inside =
        groups.stream()
            .filter(group -> group.pods().stream().anyMatch(pod -> isIn(block, pod)))
            .toList();
    Party outside = new Party.Outside(AddressSet.of(block));
    List<Step> first = new ArrayList<>();
    for (Parties.Group to : groups) {
      ConnectionSet ports = ports(block, to);
      if (!ports.isEmpty() && !inside.contains(to)) {
        first.add(new Step(to, new Reached(to.party(), 1, outside, ports)));
      }
    }
    boolean isOnePods = block.network().equals(block.last()) && !inside.isEmpty();
    return walked(inside, isOnePods ? List.of() : first, hops);
  }

  private static boolean isIn(Cidr block, Pod pod) {
    return !pod.hostNetwork() && pod.addresses().stream().anyMatch(block::contains);
  }

  /// A step to pods.
  private record Step(Parties.Group to, Reached reached) {}

  /// What any address of a block may speak to pods.
  private ConnectionSet ports(Cidr block, Parties.Group to) {
    Evaluator evaluator = matrix.evaluator();
    Pod first = to.pods().getFirst();
    ConnectionSet ports =
        evaluator.between(new End.OfAddress(block.network()), end(first)).possible();
    Stack stack = evaluator.stack(first, Direction.INGRESS);
    for (Address telling : Addresses.telling(stack, block.network().family())) {
      if (block.contains(telling)) {
        ports = ports.union(evaluator.between(new End.OfAddress(telling), end(first)).possible());
      }
    }
    for (Pod pod : to.pods()) {
      for (Address node : evaluator.ends().nodes().of(pod)) {
        if (block.contains(node)) {
          ports = ports.union(evaluator.between(new End.OfAddress(node), end(pod)).possible());
        }
      }
    }
    return ports;
  }

  private static End end(Pod pod) {
    return new End.OfPod(pod);
  }

  /// @param sources where the walk begins; they are not reached
  /// @param first steps that are made before, by whoever is no pod
  private List<Reached> walked(List<Parties.Group> sources, List<Step> first, int hops) {
    Set<Party> begun = new HashSet<>();
    sources.forEach(source -> begun.add(source.party()));
    Map<Party, Reached> reached = new HashMap<>();
    List<Reached> all = new ArrayList<>();
    List<Parties.Group> edge = sources;
    for (int hop = 1; hop <= hops; hop++) {
      List<Parties.Group> next = new ArrayList<>();
      if (hop == 1) {
        for (Step step : first) {
          reached.put(step.to().party(), step.reached());
          all.add(step.reached());
          next.add(step.to());
        }
      }
      for (Parties.Group from : edge) {
        for (Parties.Group to : groups) {
          ConnectionSet ports = Listing.withOwnNodes(matrix, from, to).possible();
          boolean isNew =
              !ports.isEmpty() && !begun.contains(to.party()) && !reached.containsKey(to.party());
          if (isNew) {
            Reached found = new Reached(to.party(), hop, from.party(), ports);
            reached.put(to.party(), found);
            all.add(found);
            next.add(to);
          }
        }
        for (Outside.Row row : outside.rows(from, Direction.EGRESS)) {
          Party addresses = new Party.Outside(row.addresses());
          Reached found = new Reached(addresses, hop, from.party(), row.ports());
          if (reached.putIfAbsent(addresses, found) == null) {
            all.add(found);
          }
        }
      }
      edge = next;
    }
    return all.stream().sorted().toList();
  }

  /// The parties as which a workload is listed: itself, its pods one by one, or the workload of a
  /// pod; none if nobody is there.
  public Set<WorkloadRef> listed(WorkloadRef workload) {
    Set<WorkloadRef> listed = new TreeSet<>();
    for (Parties.Group group : groups) {
      if (group.party() instanceof Party.Pods(var name)) {
        boolean isMeant =
            Directory.isSame(name, workload)
                || group.pods().stream().map(WorkloadRef::ofPod).anyMatch(workload::equals);
        if (isMeant) {
          listed.add(name);
        }
      }
    }
    if (listed.isEmpty()) {
      matrix.population().members().stream()
          .filter(member -> Directory.isSame(member.workload(), workload))
          .map(member -> WorkloadRef.ofPod(member.pod()))
          .forEach(listed::add);
    }
    return listed;
  }

  private static boolean isOneOf(Parties.Group group, Set<WorkloadRef> workloads) {
    return group.party() instanceof Party.Pods(var workload) && workloads.contains(workload);
  }
}
