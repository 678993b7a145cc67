package dev.nightlatch.cli;

import dev.nightlatch.engine.explain.Answer;
import dev.nightlatch.engine.explain.Finding;
import dev.nightlatch.engine.explain.Ground;
import dev.nightlatch.engine.explain.Party;
import dev.nightlatch.engine.model.ClusterPolicy;
import dev.nightlatch.engine.model.PolicyRef;
import dev.nightlatch.engine.model.Tier;
import dev.nightlatch.grants.model.Ending;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What one can do about a path that is shut or in doubt: which rule could open it, the commands to
/// copy, and where nothing of the kind helps, who or what does.
final class WayIn {
  private final Screen screen;
  private final FactsOptions facts;
  private final List<String> asked;
  private final boolean areRulesKnown;
  private final Map<Finding, List<Opener>> openers;
  private final Set<PolicyRef> admin;

  private WayIn(
      Screen screen,
      FactsOptions facts,
      List<String> asked,
      boolean areRulesKnown,
      Map<Finding, List<Opener>> openers,
      Set<PolicyRef> admin) {
    this.screen = screen;
    this.facts = facts;
    this.asked = asked;
    this.areRulesKnown = areRulesKnown;
    this.openers = openers;
    this.admin = admin;
  }

  /// Looks for the rules, only where some path to a pod is denied.
  static WayIn of(
      Screen screen,
      FactsOptions facts,
      List<String> asked,
      Openers openers,
      List<Finding> findings) {
    Set<String> namespaces = Openers.namespaces(findings);
    Optional<Rulebook> rulebook =
        namespaces.isEmpty() ? Optional.empty() : facts.rulebook(namespaces, screen);
    return new WayIn(
        screen,
        facts,
        asked,
        rulebook.isPresent(),
        rulebook.map(known -> openers.of(findings, known)).orElse(Map.of()),
        openers.snapshot().clusterPolicies().stream()
            .filter(policy -> policy.tier() == Tier.ADMIN)
            .map(ClusterPolicy::ref)
            .collect(Collectors.toSet()));
  }

  /// The finding as a tree; of a denied one with `openers`, where the rules are known.
  Map<String, Object> tree(Finding finding) {
    Map<String, Object> tree = FindingTrees.finding(finding);
    if (areRulesKnown && isToPods(finding)) {
      tree.put("openers", found(finding).stream().map(this::tree).toList());
    }
    return tree;
  }

  private Map<String, Object> tree(Opener opener) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("namespace", opener.rule().namespace());
    tree.put("name", opener.rule().name());
    switch (opener.asking()) {
      case Opener.Asking.Possible _ -> tree.put("command", command(opener));
      case Opener.Asking.Refused(var why) -> tree.put("refused", refused(why));
    }
    if (!opener.counting().isEmpty()) {
      tree.put("incidents", opener.counting());
    }
    return tree;
  }

  private static Map<String, Object> refused(Ending why) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("code", why.code().text());
    tree.put("message", why.sentence());
    return tree;
  }

  private String command(Opener opener) {
    return opener.command(screen.program(), facts.cluster.typed());
  }

  private List<Opener> found(Finding finding) {
    return openers.getOrDefault(finding, List.of());
  }

  private static boolean isDenied(Finding finding) {
    return finding.verdict().answer() == Answer.DENIED;
  }

  private static boolean isToPods(Finding finding) {
    return isDenied(finding)
        && finding.to().stream().anyMatch(end -> end.party() instanceof Party.Pods);
  }

  /// The policies of the Admin tier that deny it, above which no NetworkPolicy stands.
  private List<PolicyRef> denying(Finding finding) {
    return Stream.of(finding.verdict().egress(), finding.verdict().ingress())
        .filter(side -> side.answer() == Answer.DENIED)
        .flatMap(
            side ->
                side.ground() instanceof Ground.ByRule(var rule)
                    ? Stream.of(rule.policy())
                    : Stream.of())
        .filter(admin::contains)
        .distinct()
        .toList();
  }

  private List<String> lines(Opener opener) {
    List<String> lines = new ArrayList<>();
    switch (opener.asking()) {
      case Opener.Asking.Possible _ -> {
        lines.add("  Rule " + opener.rule() + " could open it for some time; ask for that with");
        lines.add("    " + screen.bold(command(opener)));
      }
      case Opener.Asking.Refused(var why) ->
          lines.add(
              "  Rule %s could open it, and would be refused (%s): %s"
                  .formatted(opener.rule(), why.code().text(), why.sentence()));
    }
    if (!opener.counting().isEmpty()) {
      lines.add("    It is for " + opener.counting() + " alone.");
    }
    return lines;
  }

  /// What to do about a finding.
  List<String> lines(Finding finding) {
    List<String> lines = new ArrayList<>(WantedFacts.lines(finding.verdict()));
    if (areRulesKnown && isToPods(finding)) {
      List<Opener> found = found(finding);
      if (found.isEmpty()) {
        lines.add("  No emergency rule could open it.");
      }
      for (Opener opener : found) {
        lines.addAll(lines(opener));
      }
    }
    if (isDenied(finding)) {
      for (PolicyRef policy : denying(finding)) {
        lines.add(
            "  "
                + policy
                + " is of the Admin tier, so no NetworkPolicy opens it; ask whoever keeps "
                + policy
                + ".");
      }
    }
    return lines;
  }

  /// What to do about all of it.
  List<String> lastLines(List<Finding> findings) {
    List<String> lines = new ArrayList<>();
    if (findings.stream().anyMatch(this::isForPolicy)) {
      lines.add("To see a policy that would open it, for whoever may apply one:");
      lines.add("    " + screen.bold(suggest()));
    }
    if (findings.stream().anyMatch(WayIn::isToPods)) {
      lines.add(
          "To look in all the same: kubectl exec and kubectl port-forward do not pass by network"
              + " policies, only by RBAC.");
    }
    return lines;
  }

  /// Whether a NetworkPolicy is what is left to open it.
  private boolean isForPolicy(Finding finding) {
    return isDenied(finding)
        && denying(finding).isEmpty()
        && (!isToPods(finding)
            || (areRulesKnown && found(finding).stream().allMatch(Opener::isRefused)));
  }

  private String suggest() {
    return Stream.of(Stream.of("suggest"), asked.stream(), facts.typed().stream())
        .flatMap(words -> words)
        .map(ShellWord::quoted)
        .collect(Collectors.joining(" ", screen.program() + " ", ""));
  }
}
