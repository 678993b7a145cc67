package dev.nightlatch.grants.plan;

import dev.nightlatch.engine.eval.Paths;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.Requirement;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The pods that there are and those that may come.
final class Possible {
  private static final String TO_COME = "(to come)";

  private Possible() {}

  /// The pods that are there and have not finished, and for each workload one that it would make.
  static Stream<Pod> pods(Snapshot snapshot) {
    return Stream.concat(
        snapshot.pods().stream().filter(pod -> !pod.finished()),
        snapshot.workloads().stream().map(Workload::pod));
  }

  /// The cluster, and for each of these choices of which nobody is there a pod that it would
  /// choose.
  static Snapshot with(Snapshot standing, List<Paths.Chosen.Pods> choices) {
    List<Pod> pods = new ArrayList<>(standing.pods());
    Map<String, Integer> numbers = new TreeMap<>();
    for (Paths.Chosen.Pods choice : choices) {
      if (Stream.concat(pods(standing), pods.stream()).noneMatch(choice::has)) {
        int number = numbers.merge(choice.namespace(), 1, Integer::sum);
        String name = number == 1 ? TO_COME : TO_COME + " " + number;
        Pod pod = new Pod(choice.namespace(), name, labels(choice.pods()), false, false);
        if (choice.has(pod)) {
          pods.add(pod);
        }
      }
    }
    return standing.withPods(pods);
  }

  /// The fewest labels with which a pod meets what a selector wants to be there.
  private static Map<String, String> labels(LabelSelector selector) {
    Map<String, String> labels = new TreeMap<>();
    for (Requirement requirement : selector.requirements()) {
      switch (requirement) {
        case Requirement.In(var key, var values) -> labels.putIfAbsent(key, values.getFirst());
        case Requirement.Exists(var key) -> labels.putIfAbsent(key, "");
        case Requirement.NotIn _, Requirement.DoesNotExist _ -> {}
      }
    }
    return labels;
  }
}
