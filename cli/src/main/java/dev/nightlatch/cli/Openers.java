package dev.nightlatch.cli;

import dev.nightlatch.engine.eval.Inquiry;
import dev.nightlatch.engine.explain.Answer;
import dev.nightlatch.engine.explain.Evidence;
import dev.nightlatch.engine.explain.Finding;
import dev.nightlatch.engine.explain.Ground;
import dev.nightlatch.engine.explain.Party;
import dev.nightlatch.engine.model.AskedPort;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.Namespace;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.model.PolicyPort;
import dev.nightlatch.engine.model.PolicyRule;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.Target;
import dev.nightlatch.grants.model.AccessBoundary;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.AccessSource;
import dev.nightlatch.grants.model.Durations;
import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Part;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.SourceRef;
import dev.nightlatch.grants.model.Stand;
import dev.nightlatch.grants.plan.Boundaries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which emergency rules could open what is denied.
///
/// Each rule is tried: what a grant of it would put in is added to the snapshot, and the question
/// is asked again. So a rule that a denial of a higher tier makes useless is none of them. One that
/// would cross a boundary is one of them, and says so. Whether the grant would cut something is not
/// asked; `open --dry-run` says that.
record Openers(Snapshot snapshot, CniProfile profile, Target from, Target to, AskedPort port) {

  /// No policy can have this name, so it is told from those that are there.
  private static final String TRIED = "/tried";

  /// One way to ask for a rule: the peers that it would let in.
  private record Way(String from, List<Peer> peers, List<AccessSource> sources) {}

  /// The namespaces whose rules could open one of these: those of the pods that are denied to.
  static Set<String> namespaces(List<Finding> findings) {
    Set<String> namespaces = new TreeSet<>();
    for (Finding finding : findings) {
      for (Finding.Named end : finding.to()) {
        if (isDenied(finding) && end.party() instanceof Party.Pods(var workload)) {
          namespaces.add(workload.namespace());
        }
      }
    }
    return namespaces;
  }

  private static boolean isDenied(Finding finding) {
    return finding.verdict().answer() == Answer.DENIED;
  }

  /// For each denied finding the rules that could open some of it, sorted.
  Map<Finding, List<Opener>> of(List<Finding> findings, Rulebook rulebook) {
    Map<Finding, List<Opener>> openers = new HashMap<>();
    List<Finding> denied = findings.stream().filter(Openers::isDenied).toList();
    denied.forEach(finding -> openers.put(finding, new ArrayList<>()));
    Set<String> namespaces = namespaces(findings);
    Map<ObjectKey, AccessRule> rules = new TreeMap<>();
    rulebook.rules().stream()
        .filter(rule -> namespaces.contains(rule.meta().namespace()))
        .filter(rule -> denied.stream().anyMatch(finding -> covers(rule, finding)))
        .forEach(rule -> rules.put(rule.meta().key(), rule));
    for (AccessRule rule : rules.values()) {
      Set<Finding> open = new HashSet<>();
      for (Way way : ways(rule, rulebook)) {
        Map<Boolean, List<Finding>> tried = new HashMap<>();
        for (Finding finding : denied) {
          boolean isOpened =
              covers(rule, finding)
                  && !open.contains(finding)
                  && opens(
                      finding,
                      tried.computeIfAbsent(
                          finding.verdict().egress().answer() == Answer.DENIED,
                          needsEgress -> tried(rule, way, needsEgress)));
          if (isOpened) {
            open.add(finding);
            openers
                .getOrDefault(finding, new ArrayList<>())
                .add(opener(rule, way, rulebook.boundaries()));
          }
        }
      }
    }
    return openers;
  }

  private static boolean covers(AccessRule rule, Finding finding) {
    return rule.target().ports().stream()
        .anyMatch(
            range ->
                range.protocol() == finding.verdict().protocol()
                    && range.first() <= finding.verdict().port()
                    && finding.verdict().port() <= range.last());
  }

  /// How the rule may be asked for; not at all where one of its sources is missing or does not let
  /// it: then every grant is refused.
  private List<Way> ways(AccessRule rule, Rulebook rulebook) {
    List<AccessSource> free = new ArrayList<>();
    List<AccessSource> pinned = new ArrayList<>();
    for (SourceRef ref : rule.sources()) {
      AccessSource source = rulebook.sources().get(ref.source());
      if (source == null || !source.usableFrom().contains(rule.meta().namespace())) {
        return List.of();
      }
      (ref.pinAddress() ? pinned : free).add(source);
    }
    List<Way> ways = new ArrayList<>();
    if (!free.isEmpty()) {
      ways.add(way("", free));
    }
    if (!pinned.isEmpty() && from instanceof Target.OfBlock(var block)) {
      boolean isOne = block.equals(block.network().alone());
      String own = isOne ? block.network().toString() : "ADDRESS";
      ways.add(way(own, pinned));
    }
    return ways;
  }

  private static Way way(String from, List<AccessSource> sources) {
    return new Way(
        from, sources.stream().flatMap(source -> peers(source).stream()).toList(), sources);
  }

  /// The rule as one would ask for it: for the usual time, or as long as the boundaries let it. A
  /// pinned address is no block that could be too wide.
  private static Opener opener(AccessRule rule, Way way, List<AccessBoundary> boundaries) {
    Duration usual = OpenCommand.usual(rule);
    Duration lease =
        boundaries.stream()
            .flatMap(boundary -> boundary.maxDuration().stream())
            .reduce(usual, (one, other) -> one.compareTo(other) <= 0 ? one : other);
    Request request =
        new Request(
            rule.meta().key(),
            "ID",
            "…",
            lease,
            Part.WHOLE,
            Optional.empty(),
            new Identity("whoever asks", List.of()));
    Opener.Asking asking =
        Boundaries.crossed(boundaries, request, rule)
            .or(
                () ->
                    way.from().isEmpty()
                        ? Boundaries.crossed(boundaries, request, way.peers())
                        : Optional.empty())
            .<Opener.Asking>map(refusal -> new Opener.Asking.Refused(refusal.ending()))
            .orElseGet(
                () ->
                    new Opener.Asking.Possible(
                        lease.equals(usual)
                            ? List.of()
                            : List.of("--for", Durations.format(lease))));
    return Opener.of(rule, way.from(), asking);
  }

  private static List<Peer> peers(AccessSource source) {
    return switch (source.stand()) {
      case Stand.Pods(var pods) ->
          List.of(new Peer.AcrossNamespaces(namespace(source.meta().namespace()), pods));
      case Stand.Blocks(var blocks) -> blocks.stream().<Peer>map(Peer.IpBlock::whole).toList();
    };
  }

  private static LabelSelector namespace(String name) {
    return LabelSelector.labels(Map.of(Namespace.NAME_LABEL, name));
  }

  /// The answers with the policies that a grant would put in: at the target, and at the sources
  /// that are isolated.
  private List<Finding> tried(AccessRule rule, Way way, boolean needsEgress) {
    List<PolicyPort> ports =
        rule.target().ports().stream().<PolicyPort>map(PolicyPort.Numbered::new).toList();
    List<NetworkPolicy> policies = new ArrayList<>(snapshot.networkPolicies());
    policies.add(
        new NetworkPolicy(
            rule.meta().namespace(),
            TRIED,
            rule.target().podSelector(),
            Set.of(Direction.INGRESS),
            List.of(new PolicyRule(way.peers(), ports)),
            List.of()));
    if (needsEgress) {
      Peer target =
          new Peer.AcrossNamespaces(
              namespace(rule.meta().namespace()), rule.target().podSelector());
      for (AccessSource source : way.sources()) {
        if (source.stand() instanceof Stand.Pods(var pods)) {
          policies.add(
              new NetworkPolicy(
                  source.meta().namespace(),
                  TRIED + source.meta().name(),
                  pods,
                  Set.of(Direction.EGRESS),
                  List.of(),
                  List.of(new PolicyRule(List.of(target), ports))));
        }
      }
    }
    Snapshot with = snapshot.withPolicies(policies, snapshot.clusterPolicies());
    return Inquiry.of(with, profile).ask(from, to, port) instanceof Inquiry.Response.Findings(var f)
        ? f
        : List.of();
  }

  private static boolean opens(Finding denied, List<Finding> after) {
    return after.stream()
        .anyMatch(
            finding ->
                finding.verdict().answer() == Answer.ALLOWED
                    && finding.verdict().port() == denied.verdict().port()
                    && finding.verdict().protocol() == denied.verdict().protocol()
                    && (isTried(finding.verdict().ingress()) || isTried(finding.verdict().egress()))
                    && meet(finding.from(), denied.from())
                    && meet(finding.to(), denied.to()));
  }

  private static boolean isTried(Evidence side) {
    return side.ground() instanceof Ground.ByRule(var rule)
        && rule.policy().name().startsWith(TRIED);
  }

  private static boolean meet(List<Finding.Named> some, List<Finding.Named> others) {
    return some.stream().anyMatch(one -> others.stream().anyMatch(other -> meet(one, other)));
  }

  private static boolean meet(Finding.Named one, Finding.Named other) {
    return switch (one.party()) {
      case Party.Pods _ ->
          one.party().equals(other.party())
              && (one.pods().isEmpty()
                  || other.pods().isEmpty()
                  || one.pods().stream().anyMatch(other.pods()::contains));
      case Party.Outside(var addresses) ->
          other.party() instanceof Party.Outside(var others)
              && !addresses.intersection(others).isEmpty();
    };
  }
}
