package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.explain.Party;
import dev.nightlatch.engine.explain.Reached;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.WorkloadRef;
import dev.nightlatch.engine.set.ConnectionSet;
import java.util.ArrayList;
import java.util.HashMap;
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
    Map<Party, Reached> reached = new HashMap<>();
    List<Reached> all = new ArrayList<>();
    List<Parties.Group> edge = groups.stream().filter(group -> isOneOf(group, sources)).toList();
    for (int hop = 1; hop <= hops && !edge.isEmpty(); hop++) {
      List<Parties.Group> next = new ArrayList<>();
      for (Parties.Group from : edge) {
        for (Parties.Group to : groups) {
          ConnectionSet ports = matrix.bounds(matrix.between(from.shape(), to.shape())).possible();
          boolean isNew =
              !ports.isEmpty() && !isOneOf(to, sources) && !reached.containsKey(to.party());
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
            name.equals(workload)
                || group.pods().stream().map(WorkloadRef::ofPod).anyMatch(workload::equals);
        if (isMeant) {
          listed.add(name);
        }
      }
    }
    if (listed.isEmpty()) {
      matrix.population().members().stream()
          .filter(member -> member.workload().equals(workload))
          .map(member -> WorkloadRef.ofPod(member.pod()))
          .forEach(listed::add);
    }
    return listed;
  }

  private static boolean isOneOf(Parties.Group group, Set<WorkloadRef> workloads) {
    return group.party() instanceof Party.Pods(var workload) && workloads.contains(workload);
  }
}
