package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.explain.Party;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.WorkloadRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The pods of a snapshot as they are listed: by workload, or one by one where those of a workload
/// are not all of one shape.
final class Parties {
  private Parties() {}

  /// Pods that are listed as one.
  ///
  /// @param isOne whether it stands for this one pod and no other that may come
  /// @param isOnHost whether they use their nodes' network; those of one shape all do or all don't
  record Group(Party party, int shape, List<Pod> pods, boolean isOne, boolean isOnHost) {
    Group(Party party, int shape, List<Pod> pods, boolean isOne) {
      this(party, shape, List.copyOf(pods), isOne, pods.getFirst().hostNetwork());
    }
  }

  /// The groups of all pods, sorted by party.
  ///
  /// @param onePerPod whether every pod is listed by itself
  static List<Group> of(Matrix matrix, boolean onePerPod) {
    Map<WorkloadRef, List<Integer>> byWorkload = new LinkedHashMap<>();
    List<Population.Member> members = matrix.population().members();
    for (int i = 0; i < members.size(); i++) {
      byWorkload.computeIfAbsent(members.get(i).workload(), _ -> new ArrayList<>()).add(i);
    }
    List<Group> groups = new ArrayList<>();
    byWorkload.forEach(
        (workload, pods) -> {
          boolean areAlike = pods.stream().map(matrix::shape).distinct().count() == 1;
          if (areAlike && !onePerPod) {
            groups.add(
                new Group(
                    new Party.Pods(workload),
                    matrix.shape(pods.getFirst()),
                    pods.stream().map(pod -> members.get(pod).pod()).toList(),
                    workload.equals(WorkloadRef.ofPod(members.get(pods.getFirst()).pod()))));
          } else {
            pods.forEach(pod -> groups.add(single(members.get(pod), matrix.shape(pod))));
          }
        });
    return groups.stream().sorted((one, other) -> one.party().compareTo(other.party())).toList();
  }

  /// A pod that a workload would make keeps the workload's name: it has none of its own.
  private static Group single(Population.Member member, int shape) {
    WorkloadRef name = member.isMade() ? member.workload() : WorkloadRef.ofPod(member.pod());
    return new Group(new Party.Pods(name), shape, List.of(member.pod()), !member.isMade());
  }
}
