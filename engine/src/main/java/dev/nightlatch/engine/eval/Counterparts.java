package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.explain.Party;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.WorkloadRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

/// The parties of two snapshots, each with its shapes before and after.
final class Counterparts {
  private static final int ABSENT = -1;

  private Counterparts() {}

  /// A shape of the one snapshot and the one that it has become in the other.
  ///
  /// @param before -1 where there is none
  /// @param after -1 where there is none
  /// @param then a pod of the party that has the shape before; empty where there is none
  /// @param now one that has it after
  /// @param pods all that have it, before or after
  record Variant(int before, int after, Optional<Pod> then, Optional<Pod> now, List<Pod> pods) {
    Variant {
      pods = List.copyOf(pods);
    }

    private static Variant of(Instance before, Instance after) {
      return new Variant(
          before.shape(),
          after.shape(),
          before.pod(),
          after.pod(),
          Stream.concat(before.pods().stream(), after.pods().stream()).toList());
    }

    boolean isNew() {
      return before == ABSENT || after == ABSENT;
    }

    /// Equal for the same two shapes.
    long shapes() {
      return (long) before << Integer.SIZE | Integer.toUnsignedLong(after);
    }
  }

  /// A shape and its pods; -1 and none for nothing.
  private record Instance(int shape, List<Pod> pods) {
    static final Instance NONE = new Instance(ABSENT, List.of());

    Optional<Pod> pod() {
      return pods.stream().findFirst();
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
    return of(before.population(), before::shape, after.population(), after::shape);
  }

  /// The same of two populations, each with the shape of a member by its index.
  static List<Line> of(
      Population before,
      IntUnaryOperator shapeBefore,
      Population after,
      IntUnaryOperator shapeAfter) {
    Map<WorkloadRef, List<Integer>> here = byWorkload(before);
    Map<WorkloadRef, List<Integer>> there = byWorkload(after);
    Set<WorkloadRef> all = new TreeSet<>(here.keySet());
    all.addAll(there.keySet());
    List<Line> lines = new ArrayList<>();
    for (WorkloadRef workload : all) {
      lines.addAll(
          lines(
              workload,
              new Half(before, shapeBefore, here.getOrDefault(workload, List.of())),
              new Half(after, shapeAfter, there.getOrDefault(workload, List.of()))));
    }
    return lines.stream().sorted((one, other) -> one.party().compareTo(other.party())).toList();
  }

  private static Map<WorkloadRef, List<Integer>> byWorkload(Population population) {
    List<Population.Member> members = population.members();
    Map<WorkloadRef, List<Integer>> byWorkload = new TreeMap<>();
    for (int i = 0; i < members.size(); i++) {
      byWorkload.computeIfAbsent(members.get(i).workload(), _ -> new ArrayList<>()).add(i);
    }
    return byWorkload;
  }

  /// The pods of a workload in one of the snapshots.
  private record Half(Population population, IntUnaryOperator shape, List<Integer> pods) {

    private List<Instance> instances(boolean areMade) {
      Map<Integer, List<Pod>> byShape = new LinkedHashMap<>();
      for (int pod : pods) {
        Population.Member member = population.members().get(pod);
        if (member.isMade() == areMade) {
          byShape.computeIfAbsent(shape.applyAsInt(pod), _ -> new ArrayList<>()).add(member.pod());
        }
      }
      return byShape.entrySet().stream()
          .map(each -> new Instance(each.getKey(), each.getValue()))
          .toList();
    }

    /// The one shape of the pods that are there; empty where they have several.
    Optional<Instance> living() {
      List<Instance> shapes = instances(false);
      return shapes.size() > 1
          ? Optional.empty()
          : Optional.of(shapes.isEmpty() ? Instance.NONE : shapes.getFirst());
    }

    Instance next() {
      List<Instance> shapes = instances(true);
      return shapes.isEmpty() ? Instance.NONE : shapes.getFirst();
    }

    /// The pod of this name that is there.
    Optional<Pod> pod(WorkloadRef name) {
      return pods.stream()
          .map(pod -> population.members().get(pod))
          .filter(member -> !member.isMade())
          .map(Population.Member::pod)
          .filter(pod -> WorkloadRef.ofPod(pod).equals(name))
          .findFirst();
    }

    Map<WorkloadRef, Instance> each() {
      Map<WorkloadRef, Instance> each = new HashMap<>();
      for (int pod : pods) {
        Population.Member member = population.members().get(pod);
        if (!member.isMade()) {
          each.put(
              WorkloadRef.ofPod(member.pod()),
              new Instance(shape.applyAsInt(pod), List.of(member.pod())));
        }
      }
      return each;
    }
  }

  private static List<Line> lines(WorkloadRef workload, Half before, Half after) {
    Map<Long, Variant> ofWorkload = new LinkedHashMap<>();
    List<Line> lines = new ArrayList<>();
    Optional<Instance> here = before.living();
    Optional<Instance> there = after.living();
    if (here.isPresent() && there.isPresent()) {
      Variant living = Variant.of(here.get(), there.get());
      ofWorkload.put(living.shapes(), living);
    } else {
      Map<WorkloadRef, Instance> old = before.each();
      Map<WorkloadRef, Instance> young = after.each();
      Set<WorkloadRef> pods = new TreeSet<>(old.keySet());
      pods.addAll(young.keySet());
      for (WorkloadRef pod : pods) {
        Variant variant =
            Variant.of(
                old.getOrDefault(pod, Instance.NONE), young.getOrDefault(pod, Instance.NONE));
        lines.add(new Line(new Party.Pods(pod), List.of(variant), single(pod, before, after)));
      }
    }
    Variant next = Variant.of(before.next(), after.next());
    ofWorkload.putIfAbsent(next.shapes(), next);
    ofWorkload.remove(Variant.of(Instance.NONE, Instance.NONE).shapes());
    if (!ofWorkload.isEmpty()) {
      lines.add(
          new Line(
              new Party.Pods(workload),
              List.copyOf(ofWorkload.values()),
              single(workload, before, after)));
    }
    return lines;
  }

  private static Optional<Single> single(WorkloadRef pod, Half before, Half after) {
    return before.pod(pod).flatMap(then -> after.pod(pod).map(now -> new Single(then, now)));
  }
}
