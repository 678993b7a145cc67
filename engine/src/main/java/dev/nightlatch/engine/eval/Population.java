package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.model.Controller;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.Workload;
import dev.nightlatch.engine.model.WorkloadRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The pods that count: those that are there and have not finished, and one for each workload of
/// which none is there.
///
/// @param members sorted by workload, then by the pod's name
public record Population(List<Member> members) {
  /// The label by which a Deployment tells its ReplicaSets' pods apart.
  private static final String TEMPLATE_HASH = "pod-template-hash";

  /// Owners of owners of owners: nobody goes deeper, and a circle ends here.
  private static final int DEEPEST = 8;

  public Population {
    members = members.stream().sorted().toList();
  }

  /// A pod and what it belongs to.
  ///
  /// @param isMade whether the pod is not there, but as its workload would make it
  public record Member(WorkloadRef workload, Pod pod, boolean isMade)
      implements Comparable<Member> {
    @Override
    public int compareTo(Member other) {
      int byWorkload = workload.compareTo(other.workload);
      return byWorkload != 0 ? byWorkload : pod.name().compareTo(other.pod.name());
    }
  }

  /// The pods of a snapshot. Costs O(pods + workloads).
  public static Population of(Snapshot snapshot) {
    return of(snapshot, false);
  }

  /// The same, and for every workload, whether pods of it are there or not, the one that it would
  /// make next.
  static Population withNext(Snapshot snapshot) {
    return of(snapshot, true);
  }

  private static Population of(Snapshot snapshot, boolean withNext) {
    Map<WorkloadRef, Workload> given = new HashMap<>();
    for (Workload workload : snapshot.workloads()) {
      given.put(ref(workload), workload);
    }
    List<Member> members = new ArrayList<>();
    Set<WorkloadRef> alive = new HashSet<>();
    for (Pod pod : snapshot.pods()) {
      if (!pod.finished()) {
        WorkloadRef workload = workloadOf(pod, given);
        alive.add(workload);
        members.add(new Member(workload, pod, false));
      }
    }
    for (Workload workload : snapshot.workloads()) {
      WorkloadRef self = ref(workload);
      if (outermost(self, given).equals(self) && (withNext || !alive.contains(self))) {
        members.add(new Member(self, workload.pod(), true));
      }
    }
    return new Population(members);
  }

  private static WorkloadRef ref(Workload workload) {
    return new WorkloadRef(workload.namespace(), workload.kind(), workload.name());
  }

  private static WorkloadRef workloadOf(Pod pod, Map<WorkloadRef, Workload> given) {
    return switch (pod.controller()) {
      case Controller.None() -> WorkloadRef.ofPod(pod);
      case Controller.Named(var kind, var name) -> {
        WorkloadRef owner = new WorkloadRef(pod.namespace(), kind, name);
        yield given.containsKey(owner)
            ? outermost(owner, given)
            : deploymentOf(pod, owner, given).orElse(owner);
      }
    };
  }

  /// The outermost controller that is given.
  private static WorkloadRef outermost(WorkloadRef inner, Map<WorkloadRef, Workload> given) {
    WorkloadRef at = inner;
    for (int depth = 0; depth < DEEPEST; depth++) {
      Workload workload = given.get(at);
      if (workload == null || !(workload.controller() instanceof Controller.Named owner)) {
        return at;
      }
      WorkloadRef outer = new WorkloadRef(at.namespace(), owner.kind(), owner.name());
      if (!given.containsKey(outer)) {
        return at;
      }
      at = outer;
    }
    return inner;
  }

  /// A Deployment names its ReplicaSets after itself and the hash that their pods bear as a label:
  /// so it is known where the ReplicaSet itself is not given.
  private static Optional<WorkloadRef> deploymentOf(
      Pod pod, WorkloadRef owner, Map<WorkloadRef, Workload> given) {
    String hash = pod.labels().getOrDefault(TEMPLATE_HASH, "");
    if (!owner.kind().equals("ReplicaSet")
        || hash.isEmpty()
        || !owner.name().endsWith("-" + hash)) {
      return Optional.empty();
    }
    String name = owner.name().substring(0, owner.name().length() - hash.length() - 1);
    return Optional.of(new WorkloadRef(owner.namespace(), "Deployment", name))
        .filter(given::containsKey);
  }
}
