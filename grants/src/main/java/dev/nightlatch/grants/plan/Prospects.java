package dev.nightlatch.grants.plan;

import dev.nightlatch.engine.diff.Difference;
import dev.nightlatch.engine.eval.BlastRadius;
import dev.nightlatch.engine.eval.Impacts;
import dev.nightlatch.engine.eval.Paths;
import dev.nightlatch.engine.explain.Party;
import dev.nightlatch.engine.explain.Radius;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.Workload;
import dev.nightlatch.engine.set.AddressRange;
import dev.nightlatch.engine.set.AddressSet;
import dev.nightlatch.engine.set.Family;
import dev.nightlatch.grants.model.Prospect;
import dev.nightlatch.grants.model.Scope;
import dev.nightlatch.grants.model.Sessions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Looks ahead: what a grant would bring within reach, and what becomes of sessions when it closes.
public final class Prospects {
  private Prospects() {}

  /// The prospect of an opening that was weighed; empty where nobody looked at the
  /// whole cluster.
  ///
  /// Costs a matrix, the impact of the policies, and a [BlastRadius]: less than the difference of
  /// two snapshots.
  ///
  /// @param look what the plan was made from
  public static Optional<Prospect> of(Plan.Opens opens, Look look) {
    return look instanceof Look.At at && look.covers(Scope.everywhere())
        ? Optional.of(of(opens, at))
        : Optional.empty();
  }

  private static Prospect of(Plan.Opens opens, Look.At look) {
    Snapshot without = without(opens, look);
    Difference difference = Impacts.of(without, look.profile()).of(opens.policies(), Set.of());
    List<NetworkPolicy> policies =
        Stream.concat(without.networkPolicies().stream(), opens.policies().stream()).toList();
    Radius radius =
        BlastRadius.of(
            without.withPolicies(policies, without.clusterPolicies()),
            look.profile(),
            difference.opening(),
            Prospect.MOST_LINES);
    return new Prospect(
        step(radius.opened()),
        step(radius.beyond()),
        radius.outside(),
        Shown.most(radius.lines().stream().map(Prospects::line).toList()),
        sessions(look.profile(), look.surroundings().snapshot().workloads()));
  }

  /// The cluster as it was weighed, without the policies of any grant.
  private static Snapshot without(Plan.Opens opens, Look.At look) {
    List<Paths.Chosen.Pods> sources =
        opens.terms().connections().stream()
            .flatMap(line -> Term.parse(line).stream())
            .flatMap(term -> Prospects.pods(term).stream())
            .toList();
    return Possible.with(look.surroundings().standing(), sources);
  }

  private static Optional<Paths.Chosen.Pods> pods(Term term) {
    return term.source() instanceof Paths.Chosen.Pods pods ? Optional.of(pods) : Optional.empty();
  }

  private static Prospect.Step step(Radius.Reach reach) {
    return new Prospect.Step(
        reach.pods(),
        reach.workloads(),
        reach.namespaces(),
        reach.connections(),
        reach.undetermined());
  }

  private static String line(Radius.Line line) {
    String text =
        line.to() instanceof Party.Outside(var addresses) && isWide(addresses)
            ? Lines.line(line.from(), "addresses outside the cluster", line.ports())
            : Lines.line(line.from(), line.to(), line.ports());
    return line.isKnown() ? text : text + ": undetermined";
  }

  /// Whether addresses are rather all but some than some.
  private static boolean isWide(AddressSet addresses) {
    return Stream.of(Family.values())
        .anyMatch(family -> addresses.contains(AddressRange.all(family).first()));
  }

  /// What becomes of established sessions: as the plugin does that the operator was told of, else
  /// the one that is seen. Where several are seen that differ, nobody knows.
  static Sessions sessions(CniProfile profile, List<Workload> workloads) {
    Optional<NetworkPlugin> told = NetworkPlugin.ofProfile(profile.name());
    if (told.isPresent()) {
      return told.get().sessions("as the operator's --profile says");
    }
    Map<NetworkPlugin, String> seen = new TreeMap<>();
    for (Workload workload : workloads) {
      NetworkPlugin.running(workload)
          .ifPresent(
              plugin -> seen.putIfAbsent(plugin, workload.namespace() + "/" + workload.name()));
    }
    if (seen.isEmpty()) {
      return new Sessions.Unknown("no network plugin was recognised");
    }
    NetworkPlugin first = seen.keySet().iterator().next();
    if (!seen.keySet().stream().allMatch(first::doesAs)) {
      return new Sessions.Unknown(
          "several network plugins were seen, "
              + seen.keySet().stream().map(NetworkPlugin::title).collect(Collectors.joining(", ")));
    }
    return first.sessions("seen as DaemonSet " + seen.get(first));
  }
}
