package dev.nightlatch.grants.plan;

import dev.nightlatch.engine.diff.Change;
import dev.nightlatch.engine.diff.Difference;
import dev.nightlatch.engine.eval.Differences;
import dev.nightlatch.engine.eval.Isolation;
import dev.nightlatch.engine.eval.Paths;
import dev.nightlatch.engine.eval.Population;
import dev.nightlatch.engine.explain.Answer;
import dev.nightlatch.engine.explain.Party;
import dev.nightlatch.engine.explain.Verdict;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.Workload;
import dev.nightlatch.engine.model.WorkloadRef;
import dev.nightlatch.engine.set.AddressSet;
import dev.nightlatch.engine.set.ConnectionSet;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Doubt;
import dev.nightlatch.grants.model.ObjectKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What a grant's policies do: one snapshot with them compared with the same without, the policies
/// of all grants left out of both, so that nobody's grant makes another's superfluous or safe.
///
/// What opens must be something that was asked for and within the terms, and nothing may be cut.
/// Names that were resolved before, or are not afterwards, are no fault. Where a source of
/// pods has none at the moment, one that it would select stands for those to come.
final class Weighing {
  private final ObjectKey rule;
  private final Snapshot without;
  private final Snapshot with;
  private final List<NetworkPolicy> policies;
  private final List<Term> terms;
  private final List<Term> all;
  private final CniProfile profile;
  private final Map<WorkloadRef, List<Pod>> pods;

  private Weighing(
      ObjectKey rule,
      Snapshot without,
      List<NetworkPolicy> policies,
      List<Term> terms,
      List<Term> names,
      CniProfile profile) {
    this.rule = rule;
    this.without = without;
    this.with =
        without.withPolicies(
            Stream.concat(without.networkPolicies().stream(), policies.stream()).toList(),
            without.clusterPolicies());
    this.policies = policies;
    this.terms = terms;
    this.all = Stream.concat(terms.stream(), names.stream()).toList();
    this.profile = profile;
    this.pods = byParty(without);
  }

  /// What came of it.
  sealed interface Weighed {
    /// Nothing is against it.
    ///
    /// @param unknown what cannot be decided about it
    record Fits(Impact.Harmless impact, List<Doubt> unknown) implements Weighed {
      public Fits {
        unknown = List.copyOf(unknown);
      }
    }

    record Fails(Refusal refusal) implements Weighed {}
  }

  /// Weighs the policies of a grant.
  ///
  /// Costs what a [Differences] costs.
  ///
  /// @param terms what was asked for
  /// @param names what lets the sources resolve names
  /// @param isOpen whether the grant is open already: then it is no fault that its pods are gone,
  ///     or that a standing policy has come to allow the same
  static Weighed of(
      ObjectKey rule,
      Look.At look,
      List<NetworkPolicy> policies,
      List<Term> terms,
      List<Term> names,
      boolean isOpen) {
    List<Paths.Chosen.Pods> sources = new ArrayList<>();
    for (Term term : terms) {
      if (term.source() instanceof Paths.Chosen.Pods pods) {
        sources.add(pods);
      }
    }
    Snapshot standing =
        Possible.with(look.surroundings().standingBeside(Plan.keys(policies)), sources);
    return new Weighing(rule, standing, policies, terms, names, look.profile()).weighed(isOpen);
  }

  private Weighed weighed(boolean isOpen) {
    Difference difference = Differences.between(without, with, profile);
    List<String> cut = new ArrayList<>();
    List<String> more = new ArrayList<>();
    List<String> mayBeCut = new ArrayList<>();
    List<String> mayOpenMore = new ArrayList<>();
    List<String> opened = new ArrayList<>();
    boolean opens = false;
    boolean mayOpen = false;
    for (Change change : difference.changes()) {
      ConnectionSet asked = granted(change, terms);
      ConnectionSet granted = granted(change, all);
      add(cut, change, change.cut());
      add(mayBeCut, change, change.maybeCut());
      add(more, change, change.opened().minus(granted));
      add(mayOpenMore, change, change.maybeOpened().minus(granted).minus(byAddressToCome(change)));
      add(opened, change, change.opened().intersection(granted));
      opens |= !change.opened().intersection(asked).isEmpty();
      mayOpen |= !change.maybeOpened().intersection(asked).isEmpty();
    }
    if (!cut.isEmpty()) {
      return fails(new Refusal.WouldCut(rule, cut, notIsolated()));
    }
    if (!more.isEmpty()) {
      return fails(new Refusal.OpensMore(rule, more));
    }
    List<Doubt> doubts = new ArrayList<>();
    if (!mayBeCut.isEmpty() && !isOpen) {
      doubts.add(undecided(Code.MAY_CUT, "cut", mayBeCut));
    }
    if (!mayOpenMore.isEmpty() && !isOpen) {
      doubts.add(undecided(Code.MAY_OPEN_MORE, "open more than it names", mayOpenMore));
    }
    return opens ? fits(opened, "", doubts) : nothing(opened, mayOpen, isOpen, doubts);
  }

  private Doubt undecided(Code code, String what, List<String> lines) {
    return new Doubt(
        code,
        "Whether opening AccessRule %s would %s cannot be decided, for a fact is not known: %s."
            .formatted(rule, what, Lines.some(lines, Refusal.MOST_LINES, "; ")));
  }

  private static Weighed fails(Refusal refusal) {
    return new Weighed.Fails(refusal);
  }

  private static void add(List<String> lines, Change change, ConnectionSet ports) {
    if (!ports.isEmpty()) {
      lines.add(Lines.line(change.from(), change.to(), ports));
    }
  }

  /// What the terms open between the two parties of a change. A term of addresses opens nothing to
  /// pods: a pod whose address lies in its block gets more than was asked.
  private ConnectionSet granted(Change change, List<Term> among) {
    List<Term> to = among.stream().filter(term -> isTo(change, term)).toList();
    return switch (change.from()) {
      case Party.Pods(var workload) ->
          ConnectionSet.union(
              to.stream()
                  .filter(
                      term ->
                          term.source() instanceof Paths.Chosen.Pods source
                              && isAnyOf(workload, source))
                  .map(Term::connections)
                  .toList());
      case Party.Outside(var addresses) -> granted(addresses, to);
    };
  }

  /// Several blocks with one set of ports are one.
  private static ConnectionSet granted(AddressSet addresses, List<Term> to) {
    Map<ConnectionSet, AddressSet> blocks = new HashMap<>();
    for (Term term : to) {
      if (term.source() instanceof Paths.Chosen.Addresses(var those)) {
        blocks.merge(term.connections(), those, AddressSet::union);
      }
    }
    return ConnectionSet.union(
        blocks.entrySet().stream()
            .filter(entry -> entry.getValue().containsAll(addresses))
            .map(Map.Entry::getKey)
            .toList());
  }

  private boolean isTo(Change change, Term term) {
    return change.to() instanceof Party.Pods(var workload) && isAnyOf(workload, term.destination());
  }

  /// No policy tells the pods of one party apart: one that is chosen speaks for all.
  private boolean isAnyOf(WorkloadRef party, Paths.Chosen.Pods chosen) {
    return pods.getOrDefault(party, List.of()).stream().anyMatch(chosen::has);
  }

  /// A pod that has no address yet may get one in a block that a term names. It sends nothing from
  /// there yet: when it has its address, the comparison is made again.
  private ConnectionSet byAddressToCome(Change change) {
    boolean hasNone =
        change.from() instanceof Party.Pods(var workload)
            && pods.getOrDefault(workload, List.of()).stream()
                .anyMatch(pod -> pod.addresses().isEmpty() || pod.hostNetwork());
    return hasNone
        ? ConnectionSet.union(
            terms.stream()
                .filter(term -> term.source() instanceof Paths.Chosen.Addresses)
                .filter(term -> isTo(change, term))
                .map(Term::connections)
                .toList())
        : ConnectionSet.NONE;
  }

  /// The pods of each party, and the one that each workload would make next.
  private static Map<WorkloadRef, List<Pod>> byParty(Snapshot snapshot) {
    Map<WorkloadRef, List<Pod>> pods = new HashMap<>();
    for (Population.Member member : Population.of(snapshot).members()) {
      add(pods, member.workload(), member.pod());
      add(pods, WorkloadRef.ofPod(member.pod()), member.pod());
    }
    for (Workload workload : snapshot.workloads()) {
      add(
          pods,
          new WorkloadRef(workload.namespace(), workload.kind(), workload.name()),
          workload.pod());
    }
    return pods;
  }

  private static void add(Map<WorkloadRef, List<Pod>> pods, WorkloadRef party, Pod pod) {
    pods.computeIfAbsent(party, _ -> new ArrayList<>()).add(pod);
  }

  /// The pods that the grant's policies would isolate and that nothing isolates so far.
  private List<String> notIsolated() {
    List<String> names = new ArrayList<>();
    for (NetworkPolicy policy : policies) {
      for (Direction direction : policy.policyTypes()) {
        Paths.Chosen.Pods chosen = new Paths.Chosen.Pods(policy.namespace(), policy.podSelector());
        living(chosen)
            .filter(pod -> Isolation.isolating(pod, direction, without.networkPolicies()).isEmpty())
            .map(pod -> pod.namespace() + "/" + pod.name())
            .forEach(names::add);
      }
    }
    return names.stream().distinct().sorted().toList();
  }

  private Stream<Pod> living(Paths.Chosen.Pods chosen) {
    return Possible.pods(without).filter(chosen::has);
  }

  /// Why nothing opens of what was asked for.
  ///
  /// @param opened what opens all the same: names
  private Weighed nothing(
      List<String> opened, boolean mayOpen, boolean isOpen, List<Doubt> doubts) {
    List<Pod> targets =
        terms.stream().map(Term::destination).distinct().flatMap(this::living).toList();
    if (targets.isEmpty()) {
      String selected = terms.isEmpty() ? "" : terms.getFirst().targets();
      return isOpen
          ? fits(opened, "No pod of the target is there now.")
          : fails(new Refusal.NothingSelected(rule, selected));
    }
    if (targets.stream().allMatch(Pod::hostNetwork)) {
      return fails(
          new Refusal.HostNetwork(
              rule, targets.stream().map(pod -> pod.namespace() + "/" + pod.name()).toList()));
    }
    List<Verdict> verdicts = verdicts();
    List<String> by =
        verdicts.stream()
            .filter(verdict -> verdict.answer() == Answer.ALLOWED)
            .map(Grounds::allowing)
            .distinct()
            .sorted()
            .toList();
    // What may open is not known to be allowed already: it may be by these policies alone.
    if (!by.isEmpty() && !mayOpen) {
      return isOpen
          ? fits(opened, "Allowed also by " + String.join(", ", by) + ".")
          : fails(new Refusal.AlreadyOpen(rule, by));
    }
    boolean isUndecided =
        mayOpen || verdicts.stream().anyMatch(each -> each.answer() == Answer.UNDETERMINED);
    if (isUndecided) {
      return isOpen
          ? fits(opened, "Whether anything is open cannot be decided.")
          : fits(
              opened,
              "",
              Stream.concat(
                      doubts.stream(),
                      Stream.of(
                          undecided(
                              Code.UNDECIDED,
                              "open anything",
                              terms.stream().map(Term::toString).toList())))
                  .toList());
    }
    List<String> denying = verdicts.stream().map(Grounds::denying).distinct().sorted().toList();
    return denying.isEmpty()
        ? fits(opened, "Nobody stands at the source now.", doubts)
        : fails(new Refusal.StillDenied(rule, denying));
  }

  private static Weighed fits(List<String> opened, String remark) {
    return fits(opened, remark, List.of());
  }

  private static Weighed fits(List<String> opened, String remark, List<Doubt> doubts) {
    return new Weighed.Fits(new Impact.Harmless(opened, remark), doubts);
  }

  /// What is said of the terms with the policies in.
  private List<Verdict> verdicts() {
    Paths paths = Paths.of(with, profile);
    return terms.stream().flatMap(term -> term.in(paths).stream()).map(paths::why).toList();
  }
}
