package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.explain.Party;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.WorkloadRef;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The parties of two snapshots, each with its shapes before and after.
final class Counterparts {
  private static final int ABSENT = -1;

  private Counterparts() {}

  /// A shape of the one snapshot and the one that it has become in the other.
  ///
  /// @param before -1 where there is none
  /// @param after -1 where there is none
  record Variant(int before, int after) {
    boolean isNew() {
      return before == ABSENT || after == ABSENT;
    }
  }

  /// A party.
  ///
  /// @param variants of the pods that are there, and of the one that the workload would make next
  /// @param one the pod for which it stands alone, whatever may come; empty for a workload
  record Line(Party party, List<Variant> variants, Optional<Single> one) {
    Line {
      variants = List.copyOf(variants);
    }
  }

  /// A pod that is there before and after.
  record Single(Pod before, Pod after) {}

  /// All parties, sorted. Costs O(pods).
  static List<Line> of(Matrix before, Matrix after) {
    Map<WorkloadRef, List<Integer>> here = byWorkload(before);
    Map<WorkloadRef, List<Integer>> there = byWorkload(after);
    Set<WorkloadRef> all = new TreeSet<>(here.keySet());
    all.addAll(there.keySet());
    List<Line> lines = new ArrayList<>();
    for (WorkloadRef workload : all) {
      lines.addAll(
          lines(
              workload,
              new Half(before, here.getOrDefault(workload, List.of())),
              new Half(after, there.getOrDefault(workload, List.of()))));
    }
    return lines.stream().sorted((one, other) -> one.party().compareTo(other.party())).toList();
  }

  private static Map<WorkloadRef, List<Integer>> byWorkload(Matrix matrix) {
    List<Population.Member> members = matrix.population().members();
    Map<WorkloadRef, List<Integer>> byWorkload = new TreeMap<>();
    for (int i = 0; i < members.size(); i++) {
      byWorkload.computeIfAbsent(members.get(i).workload(), _ -> new ArrayList<>()).add(i);
    }
    return byWorkload;
  }

  /// The pods of a workload in one of the snapshots.
  private record Half(Matrix matrix, List<Integer> pods) {

    private List<Integer> shapes(boolean areMade) {
      return pods.stream()
          .filter(pod -> matrix.population().members().get(pod).isMade() == areMade)
          .map(matrix::shape)
          .distinct()
          .toList();
    }

    /// The one shape of the pods that are there; empty where they have several.
    Optional<Integer> living() {
      List<Integer> shapes = shapes(false);
      return shapes.size() > 1
          ? Optional.empty()
          : Optional.of(shapes.isEmpty() ? ABSENT : shapes.getFirst());
    }

    int next() {
      List<Integer> shapes = shapes(true);
      return shapes.isEmpty() ? ABSENT : shapes.getFirst();
    }

    /// The pod of this name that is there.
    Optional<Pod> pod(WorkloadRef name) {
      return pods.stream()
          .map(pod -> matrix.population().members().get(pod))
          .filter(member -> !member.isMade())
          .map(Population.Member::pod)
          .filter(pod -> WorkloadRef.ofPod(pod).equals(name))
          .findFirst();
    }

    Map<WorkloadRef, Integer> each() {
      return pods.stream()
          .filter(pod -> !matrix.population().members().get(pod).isMade())
          .collect(
              Collectors.toMap(
                  pod -> WorkloadRef.ofPod(matrix.population().members().get(pod).pod()),
                  matrix::shape));
    }
  }

  private static List<Line> lines(WorkloadRef workload, Half before, Half after) {
    Set<Variant> ofWorkload = new LinkedHashSet<>();
    List<Line> lines = new ArrayList<>();
    Optional<Integer> here = before.living();
    Optional<Integer> there = after.living();
    if (here.isPresent() && there.isPresent()) {
      ofWorkload.add(new Variant(here.get(), there.get()));
    } else {
      Map<WorkloadRef, Integer> old = before.each();
      Map<WorkloadRef, Integer> young = after.each();
      Set<WorkloadRef> pods = new TreeSet<>(old.keySet());
      pods.addAll(young.keySet());
      for (WorkloadRef pod : pods) {
        Variant variant =
            new Variant(old.getOrDefault(pod, ABSENT), young.getOrDefault(pod, ABSENT));
        lines.add(new Line(new Party.Pods(pod), List.of(variant), single(pod, before, after)));
      }
    }
    ofWorkload.add(new Variant(before.next(), after.next()));
    ofWorkload.remove(new Variant(ABSENT, ABSENT));
    if (!ofWorkload.isEmpty()) {
      lines.add(
          new Line(
              new Party.Pods(workload), List.copyOf(ofWorkload), single(workload, before, after)));
    }
    return lines;
  }

  private static Optional<Single> single(WorkloadRef pod, Half before, Half after) {
    return before.pod(pod).flatMap(then -> after.pod(pod).map(now -> new Single(then, now)));
  }
}
