package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.explain.Finding;
import dev.nightlatch.engine.explain.Party;
import dev.nightlatch.engine.model.Target;
import dev.nightlatch.engine.model.WorkloadRef;
import dev.nightlatch.engine.set.AddressRange;
import dev.nightlatch.engine.set.AddressSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How the ends of a finding are called: by the name that was asked for, where it says it all.
///
/// @param sizes how many pods each workload has
record Naming(Map<WorkloadRef, Integer> sizes, Target from, Target to) {

  List<Finding.Named> from(List<Directory.Stand> stands) {
    return named(stands, from);
  }

  List<Finding.Named> to(List<Directory.Stand> stands) {
    return named(stands, to);
  }

  private List<Finding.Named> named(List<Directory.Stand> stands, Target asked) {
    Map<WorkloadRef, List<Population.Member>> byWorkload = new TreeMap<>();
    List<AddressRange> ranges = new ArrayList<>();
    for (Directory.Stand stand : stands) {
      switch (stand) {
        case Directory.Stand.AtPod(var member) ->
            byWorkload.computeIfAbsent(member.workload(), _ -> new ArrayList<>()).add(member);
        case Directory.Stand.AtAddresses(var range) -> ranges.add(range);
      }
    }
    List<Finding.Named> named = new ArrayList<>();
    byWorkload.forEach((workload, members) -> named.add(named(workload, members, asked)));
    if (!ranges.isEmpty()) {
      named.add(new Finding.Named(new Party.Outside(new AddressSet(ranges)), List.of()));
    }
    return named.stream().sorted().toList();
  }

  private Finding.Named named(WorkloadRef workload, List<Population.Member> members, Target asked) {
    if (asked instanceof Target.OfPod) {
      return new Finding.Named(
          new Party.Pods(WorkloadRef.ofPod(members.getFirst().pod())), List.of());
    }
    List<String> names = members.stream().map(member -> member.pod().name()).distinct().toList();
    return new Finding.Named(
        new Party.Pods(workload),
        names.size() == sizes.getOrDefault(workload, 0) ? List.of() : names);
  }
}
