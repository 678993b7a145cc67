package dev.nightlatch.cli;

import dev.nightlatch.engine.explain.Answer;
import dev.nightlatch.engine.explain.Cause;
import dev.nightlatch.engine.explain.Doubt;
import dev.nightlatch.engine.explain.Evidence;
import dev.nightlatch.engine.explain.Finding;
import dev.nightlatch.engine.explain.Ground;
import dev.nightlatch.engine.explain.Miss;
import dev.nightlatch.engine.explain.NearMiss;
import dev.nightlatch.engine.explain.Party;
import dev.nightlatch.engine.explain.Place;
import dev.nightlatch.engine.explain.PolicyAt;
import dev.nightlatch.engine.explain.RuleAt;
import dev.nightlatch.engine.explain.Verdict;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.PolicyRef;
import dev.nightlatch.engine.model.Requirement;
import dev.nightlatch.engine.model.Switch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// A verdict in words: the answer first, then the reason of each side that matters.
final class FindingText {
  private static final int IN_ONE_LINE = 2;

  /// Enough to see whose they are.
  private static final int SHOWN = 5;

  private FindingText() {}

  /// The lines of one finding.
  static List<String> lines(Screen screen, Finding finding) {
    Verdict verdict = finding.verdict();
    List<String> lines = new ArrayList<>();
    lines.add(
        headline(screen, verdict.answer())
            + " "
            + ends(finding.from())
            + " -> "
            + ends(finding.to())
            + " on "
            + verdict.port()
            + "/"
            + verdict.protocol()
            + (finding.isForEveryPair() ? "" : ", for some of these pairs"));
    for (Evidence side : List.of(verdict.egress(), verdict.ingress())) {
      boolean matters =
          switch (verdict.answer()) {
            case ALLOWED -> true;
            case DENIED -> side.answer() == Answer.DENIED;
            case UNDETERMINED -> side.answer() != Answer.ALLOWED;
          };
      if (matters) {
        lines.addAll(side(side));
      }
    }
    if (!verdict.dependsOn().isEmpty()) {
      lines.add(
          "  Depends on your network plugin: "
              + verdict.dependsOn().stream()
                  .map(FindingText::question)
                  .collect(Collectors.joining("; "))
              + ".");
    }
    return lines;
  }

  private static String headline(Screen screen, Answer answer) {
    return switch (answer) {
      case ALLOWED -> screen.good("ALLOWED");
      case DENIED -> screen.bad("DENIED");
      case UNDETERMINED -> screen.bold("UNDETERMINED");
    };
  }

  private static String ends(List<Finding.Named> ends) {
    return ends.stream().map(FindingText::end).collect(Collectors.joining(", "));
  }

  private static String end(Finding.Named end) {
    return party(end.party())
        + (end.pods().isEmpty() ? "" : " (" + String.join(", ", end.pods()) + ")");
  }

  /// `shop/deployment/web`, `shop/web-1` or `10.0.0.0-10.0.0.255`.
  static String party(Party party) {
    return switch (party) {
      case Party.Pods(var workload) ->
          workload.kind().equals("Pod")
              ? workload.namespace() + "/" + workload.name()
              : workload.namespace()
                  + "/"
                  + workload.kind().toLowerCase(Locale.ROOT)
                  + "/"
                  + workload.name();
      case Party.Outside(var addresses) ->
          addresses.ranges().stream()
              .map(
                  range ->
                      range.first().equals(range.last())
                          ? range.first().toString()
                          : range.toString())
              .collect(Collectors.joining(", "));
    };
  }

  private static List<String> side(Evidence side) {
    List<String> lines = new ArrayList<>();
    String who =
        side.direction() == Direction.EGRESS ? "  Out of the source: " : "  Into the destination: ";
    lines.add(who + ground(side));
    if (side.ground() instanceof Ground.ByIsolation(var isolating)) {
      lines.addAll(oneByOne(isolating));
    }
    side.passedBy().forEach(rule -> lines.add("    after " + rule(rule) + " passed it on"));
    side.doubts().forEach(doubt -> lines.add("    not known: " + doubt(doubt)));
    String other = side.direction() == Direction.EGRESS ? "the destination" : "the source";
    for (NearMiss near : side.nearMisses()) {
      lines.add(
          "    nearly: "
              + rule(near.rule())
              + " would allow it if "
              + near.misses().stream()
                  .map(miss -> miss(miss, other))
                  .collect(Collectors.joining(", and ")));
    }
    return lines;
  }

  /// Those of whom the line before gives only the number.
  private static List<String> oneByOne(List<PolicyAt> isolating) {
    if (isolating.size() <= IN_ONE_LINE) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    isolating.stream().limit(SHOWN).forEach(policy -> lines.add("    by " + policy(policy)));
    if (isolating.size() > SHOWN) {
      lines.add("    by " + (isolating.size() - SHOWN) + " more, which -o json names");
    }
    return lines;
  }

  private static String ground(Evidence side) {
    String direction = side.direction() == Direction.EGRESS ? "egress" : "ingress";
    return switch (side.ground()) {
      case Ground.ByRule(var rule) -> word(side.answer()) + " by " + rule(rule);
      case Ground.ByIsolation(var isolating) ->
          "denied: isolated for "
              + direction
              + " by "
              + (isolating.size() <= IN_ONE_LINE
                  ? isolating.stream().map(FindingText::policy).collect(Collectors.joining(", "))
                  : isolating.size() + " policies")
              + ", and no rule allows it";
      case Ground.ByDefault() -> "allowed: no policy is about its " + direction;
      case Ground.Exempt(var why) ->
          switch (why) {
            case SELF -> "allowed: a pod cannot block access to itself";
            case OWN_NODE -> "allowed: traffic between a pod and its own node";
            case ADDRESS -> "allowed: no policy is about an address";
            case HOST_NETWORK -> "allowed: no policy is about a pod on the host network";
          };
      case Ground.Open(var candidates) ->
          candidates.isEmpty()
              ? "undetermined"
              : "undetermined: "
                  + candidates.stream().map(FindingText::rule).collect(Collectors.joining(", "))
                  + " may decide";
    };
  }

  private static String word(Answer answer) {
    return answer == Answer.ALLOWED ? "allowed" : "denied";
  }

  private static String policy(PolicyAt policy) {
    return policy.policy() + place(policy.place());
  }

  private static String place(Optional<Place> place) {
    return place.map(at -> " (" + at + ")").orElse("");
  }

  /// `NetworkPolicy shop/db, ingress rule 2 (policies.yaml:14)`; people count from 1.
  static String rule(RuleAt rule) {
    return rule.policy()
        + ", "
        + (rule.direction() == Direction.EGRESS ? "egress" : "ingress")
        + " rule "
        + (rule.rule() + 1)
        + place(rule.place());
  }

  private static String doubt(Doubt doubt) {
    String what = cause(doubt.cause());
    return doubt.policies().isEmpty()
        ? what
        : what
            + " ("
            + doubt.policies().stream().map(PolicyRef::toString).collect(Collectors.joining(", "))
            + ")";
  }

  /// A missing fact in words.
  static String cause(Cause cause) {
    return switch (cause) {
      case POLICY_UNREADABLE -> "what a policy says that cannot be read";
      case POLICIES_UNLISTED -> "policies that could not be listed";
      case NAMESPACE_LABELS -> "the labels of a namespace";
      case POD_ADDRESS -> "the pod's address";
      case NODE_ADDRESS -> "the node's address";
      case NODES_UNKNOWN -> "the nodes and their addresses";
      case DOMAIN_NAME -> "which addresses a domain name has";
      case EQUAL_PRIORITY -> "which of several policies of one priority comes first";
      case WORD_UNKNOWN -> "what a policy means by an action or tier that nobody defined";
    };
  }

  /// @param other which end the rule's peers are about
  private static String miss(Miss miss, String other) {
    return switch (miss) {
      case Miss.PodLabel(var wanted, var found, var similar) ->
          other + " had " + label(wanted, "it", found, similar);
      case Miss.NamespaceLabel(var namespace, var wanted, var found, var similar) ->
          "namespace " + namespace + " had " + label(wanted, "it", found, similar);
      case Miss.OtherNamespace(var wanted, var found) ->
          other + " were in namespace " + wanted + " (it is in " + found + ")";
      case Miss.NoPod() -> other + " were a pod that it can select";
      case Miss.OutsideBlocks(var blocks) -> other + " were in " + party(new Party.Outside(blocks));
      case Miss.PodNotAddress() -> "it matched pods by their addresses";
      case Miss.OtherPorts(var ports) -> "it were on " + ports;
      case Miss.NamedPort(var name) -> "the destination declared this port under the name " + name;
    };
  }

  private static String label(
      Requirement wanted, String who, Optional<String> found, Optional<String> similar) {
    String has =
        similar
            .map(label -> who + " has " + label)
            .or(() -> found.map(value -> who + " has " + wanted.key() + "=" + value))
            .orElse(who + " has none");
    return requirement(wanted) + " (" + has + ")";
  }

  private static String requirement(Requirement requirement) {
    return switch (requirement) {
      case Requirement.In(var key, var values) ->
          values.size() == 1
              ? key + "=" + values.getFirst()
              : key + " in (" + String.join(", ", values) + ")";
      case Requirement.NotIn(var key, var values) ->
          key + " not in (" + String.join(", ", values) + ")";
      case Requirement.Exists(var key) -> "a label " + key;
      case Requirement.DoesNotExist(var key) -> "no label " + key;
    };
  }

  /// A switch and what it asks.
  private static String question(Switch each) {
    return switch (each) {
      case S1 -> "S1, whether ipBlock matches pods";
      case S2 -> "S2, whether a NetworkPolicy ends the Baseline tier in both directions";
      case S3 -> "S3, which of two policies of one priority comes first";
      case S4 -> "S4, whether policies select pods on the host network";
      case S5 -> "S5, whether other protocols are policed";
      case S6 -> "S6, which addresses of a node count";
      case S7 -> "S7, which protocol a named port has";
      case S8 -> "S8, what a rule that passes does with an unknown peer";
      case S9 -> "S9, what an unknown action or tier means";
      case S10 -> "S10, whether traffic to the pod's own node is policed";
      case S11 -> "S11, whether there are policies of other kinds";
    };
  }
}
