package dev.nightlatch.cli;

import dev.nightlatch.engine.explain.Answer;
import dev.nightlatch.engine.explain.Finding;
import dev.nightlatch.engine.explain.Party;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What one can do about a denied path: which rule could open it, and the commands to copy.

final class WayIn {
  private final Screen screen;
  private final FactsOptions facts;
  private final List<String> asked;
  private final boolean areRulesKnown;
  private final Map<Finding, List<Opener>> openers;

  private WayIn(
      Screen screen,
      FactsOptions facts,
      List<String> asked,
      boolean areRulesKnown,
      Map<Finding, List<Opener>> openers) {
    this.screen = screen;
    this.facts = facts;
    this.asked = asked;
    this.areRulesKnown = areRulesKnown;
    this.openers = openers;
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
        rulebook.map(known -> openers.of(findings, known)).orElse(Map.of()));
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
    tree.put("command", command(opener));
    return tree;
  }

  private String command(Opener opener) {
    return opener.command(screen.program(), facts.cluster.typed());
  }

  private List<Opener> found(Finding finding) {
    return openers.getOrDefault(finding, List.of());
  }

  private static boolean isToPods(Finding finding) {
    return finding.verdict().answer() == Answer.DENIED
        && finding.to().stream().anyMatch(end -> end.party() instanceof Party.Pods);
  }

  /// What to do about a denied finding.
  List<String> lines(Finding finding) {
    if (!areRulesKnown || !isToPods(finding)) {
      return List.of();
    }
    List<Opener> found = found(finding);
    if (found.isEmpty()) {
      return List.of("  No emergency rule could open it.");
    }
    List<String> lines = new ArrayList<>();
    for (Opener opener : found) {
      lines.add("  Rule " + opener.rule() + " could open it for some time; ask for that with");
      lines.add("    " + screen.bold(command(opener)));
    }
    return lines;
  }

  /// What to do about all of it.
  List<String> lastLines(List<Finding> findings) {
    List<Finding> denied = findings.stream().filter(WayIn::isToPods).toList();
    if (denied.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    if (areRulesKnown && denied.stream().anyMatch(finding -> found(finding).isEmpty())) {
      lines.add("To see a policy that would open it, for whoever may apply one:");
      lines.add("    " + screen.bold(suggest()));
    }
    lines.add(
        "To look in all the same: kubectl exec and kubectl port-forward do not pass by network"
            + " policies, only by RBAC.");
    return lines;
  }

  private String suggest() {
    return Stream.of(Stream.of("suggest"), asked.stream(), facts.typed().stream())
        .flatMap(words -> words)
        .map(ShellWord::quoted)
        .collect(Collectors.joining(" ", screen.program() + " ", ""));
  }
}
