package dev.nightlatch.cli;

import dev.nightlatch.engine.explain.Answer;
import dev.nightlatch.engine.explain.Doubt;
import dev.nightlatch.engine.explain.Evidence;
import dev.nightlatch.engine.explain.Finding;
import dev.nightlatch.engine.explain.Ground;
import dev.nightlatch.engine.explain.Miss;
import dev.nightlatch.engine.explain.NearMiss;
import dev.nightlatch.engine.explain.Place;
import dev.nightlatch.engine.explain.PolicyAt;
import dev.nightlatch.engine.explain.RuleAt;
import dev.nightlatch.engine.explain.Verdict;
import dev.nightlatch.engine.model.Action;
import dev.nightlatch.engine.model.PolicyRef;
import dev.nightlatch.engine.model.Requirement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What was found out about questions as trees of maps and lists, for `-o json` and `-o yaml`: the
/// verdicts with their evidence.
///
/// The form is stable and stands as a JSON Schema in `docs/schemas`.
final class FindingTrees {
  private FindingTrees() {}

  /// A finding: whom it is about, and the verdict.
  static Map<String, Object> finding(Finding finding) {
    Verdict verdict = finding.verdict();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("from", named(finding.from()));
    tree.put("to", named(finding.to()));
    if (!finding.isForEveryPair()) {
      tree.put("pairs", "some");
    }
    tree.put("port", verdict.port());
    tree.put("protocol", verdict.protocol().name());
    tree.put("verdict", EngineTrees.word(verdict.answer()));
    tree.put("egress", evidence(verdict.egress()));
    tree.put("ingress", evidence(verdict.ingress()));
    tree.put("dependsOn", verdict.dependsOn().stream().map(Enum::name).toList());
    return tree;
  }

  /// Several findings under one answer, the worst of them.
  static Map<String, Object> findings(List<Finding> findings) {
    return findings(findings, FindingTrees::finding);
  }

  /// The same, each finding written in a form of its own.
  static Map<String, Object> findings(
      List<Finding> findings, Function<Finding, Map<String, Object>> form) {
    if (findings.size() == 1) {
      return form.apply(findings.getFirst());
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("verdict", EngineTrees.word(worst(findings)));
    tree.put("results", findings.stream().map(form).toList());
    return tree;
  }

  /// Of several answers the worst: undetermined, then denied.
  static Answer worst(List<Finding> findings) {
    Answer worst = Answer.ALLOWED;
    for (Finding finding : findings) {
      Answer answer = finding.verdict().answer();
      if (answer == Answer.UNDETERMINED) {
        return answer;
      }
      worst = answer == Answer.DENIED ? answer : worst;
    }
    return worst;
  }

  /// One end as an object, several as a list of them.
  private static Object named(List<Finding.Named> ends) {
    List<Map<String, Object>> trees = ends.stream().map(FindingTrees::named).toList();
    return trees.size() == 1 ? trees.getFirst() : trees;
  }

  private static Map<String, Object> named(Finding.Named end) {
    Map<String, Object> tree = EngineTrees.party(end.party());
    if (!end.pods().isEmpty()) {
      tree.put("pods", end.pods());
    }
    return tree;
  }

  private static Map<String, Object> evidence(Evidence evidence) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("verdict", EngineTrees.word(evidence.answer()));
    switch (evidence.ground()) {
      case Ground.ByRule(var rule) -> {
        tree.put("by", "rule");
        tree.put("rule", rule(rule));
      }
      case Ground.ByIsolation(var isolating) -> {
        tree.put("by", "isolation");
        tree.put("isolating", isolating.stream().map(FindingTrees::policy).toList());
      }
      case Ground.ByDefault() -> tree.put("by", "default");
      case Ground.Exempt(var why) -> {
        tree.put("by", "exemption");
        tree.put("exemption", EngineTrees.word(why));
      }
      case Ground.Open(var candidates) -> {
        tree.put("by", "unknown");
        tree.put("candidates", candidates.stream().map(FindingTrees::rule).toList());
      }
    }
    if (!evidence.passedBy().isEmpty()) {
      tree.put("passedBy", evidence.passedBy().stream().map(FindingTrees::rule).toList());
    }
    if (!evidence.doubts().isEmpty()) {
      tree.put("why", evidence.doubts().stream().map(FindingTrees::doubt).toList());
    }
    if (!evidence.nearMisses().isEmpty()) {
      tree.put("nearMisses", evidence.nearMisses().stream().map(FindingTrees::nearMiss).toList());
    }
    return tree;
  }

  private static Map<String, Object> doubt(Doubt doubt) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("cause", EngineTrees.word(doubt.cause()));
    tree.put("policies", doubt.policies().stream().map(FindingTrees::policy).toList());
    return tree;
  }

  private static Map<String, Object> policy(PolicyRef policy) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("kind", policy.kind().text());
    if (!policy.namespace().isEmpty()) {
      tree.put("namespace", policy.namespace());
    }
    tree.put("name", policy.name());
    return tree;
  }

  private static Map<String, Object> policy(PolicyAt policy) {
    Map<String, Object> tree = policy(policy.policy());
    place(policy.place(), tree);
    return tree;
  }

  private static void place(Optional<Place> place, Map<String, Object> tree) {
    place.ifPresent(
        at -> {
          tree.put("file", at.file());
          tree.put("line", at.line());
        });
  }

  private static Map<String, Object> rule(RuleAt rule) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("policy", policy(rule.policy()));
    tree.put("rule", rule.rule());
    tree.put("action", action(rule.policy(), rule.action()));
    rule.peer().ifPresent(peer -> tree.put("peer", peer));
    rule.port().ifPresent(port -> tree.put("port", port));
    place(rule.place(), tree);
    return tree;
  }

  /// The API's word: `Allow` where it calls it that.
  private static String action(PolicyRef policy, Action action) {
    return switch (action) {
      case ACCEPT -> policy.kind() == PolicyRef.Kind.CLUSTER_NETWORK_POLICY ? "Accept" : "Allow";
      case DENY -> "Deny";
      case PASS -> "Pass";
      case UNKNOWN -> "Unknown";
    };
  }

  private static Map<String, Object> nearMiss(NearMiss nearMiss) {
    Map<String, Object> tree = rule(nearMiss.rule());
    tree.put("misses", nearMiss.misses().stream().map(FindingTrees::miss).toList());
    return tree;
  }

  private static Map<String, Object> miss(Miss miss) {
    Map<String, Object> tree = new LinkedHashMap<>();
    switch (miss) {
      case Miss.PodLabel(var wanted, var found, var similar) -> {
        tree.put("what", "pod-label");
        label(wanted, found, similar, tree);
      }
      case Miss.NamespaceLabel(var namespace, var wanted, var found, var similar) -> {
        tree.put("what", "namespace-label");
        tree.put("namespace", namespace);
        label(wanted, found, similar, tree);
      }
      case Miss.OtherNamespace(var wanted, var found) -> {
        tree.put("what", "other-namespace");
        tree.put("wanted", wanted);
        tree.put("found", found);
      }
      case Miss.NoPod() -> tree.put("what", "no-pod");
      case Miss.OutsideBlocks(var blocks) -> {
        tree.put("what", "outside-blocks");
        tree.put("wanted", EngineTrees.addresses(blocks));
      }
      case Miss.PodNotAddress() -> tree.put("what", "pod-not-address");
      case Miss.OtherPorts(var ports) -> {
        tree.put("what", "other-ports");
        tree.put("ports", EngineTrees.ports(ports));
      }
      case Miss.NamedPort(var name) -> {
        tree.put("what", "named-port");
        tree.put("name", name);
      }
    }
    return tree;
  }

  private static void label(
      Requirement wanted,
      Optional<String> found,
      Optional<String> similar,
      Map<String, Object> tree) {
    tree.put("wanted", requirement(wanted));
    found.ifPresent(value -> tree.put("found", value));
    similar.ifPresent(label -> tree.put("similar", label));
  }

  private static Map<String, Object> requirement(Requirement requirement) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("key", requirement.key());
    switch (requirement) {
      case Requirement.In(_, var values) -> {
        tree.put("operator", "In");
        tree.put("values", values);
      }
      case Requirement.NotIn(_, var values) -> {
        tree.put("operator", "NotIn");
        tree.put("values", values);
      }
      case Requirement.Exists _ -> tree.put("operator", "Exists");
      case Requirement.DoesNotExist _ -> tree.put("operator", "DoesNotExist");
    }
    return tree;
  }
}
