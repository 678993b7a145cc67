package dev.nightlatch.grants.plan;

import dev.nightlatch.engine.eval.Paths;
import dev.nightlatch.engine.eval.Population;
import dev.nightlatch.engine.model.WorkloadRef;
import dev.nightlatch.grants.model.Doubt;
import dev.nightlatch.grants.model.Exemption;
import dev.nightlatch.grants.model.GrantTerms;
import dev.nightlatch.grants.model.GrantTerms.Basis;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.Sha256;
import dev.nightlatch.grants.model.Uid;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Puts a seal on terms: the hash that an approval names.
///
/// It covers all that an approver is shown and decides on, and nothing that changes by itself: the
/// workloads at the other end, but not the pods that they are made of at the moment; the codes of
/// the doubts, but not which connections they name.
final class Sealing {
  private static final String VERSION = "nightlatch.dev/terms/v1";

  private Sealing() {}

  /// The terms of a grant in the cluster as it is, with their hash.
  ///
  /// Costs a walk over all pods.
  static GrantTerms of(
      Ask ask,
      Facts.Known facts,
      Exemption exemption,
      List<Doubt> doubts,
      List<Term> terms,
      Look.At look) {
    GrantTerms open = terms(facts, exemption, doubts, terms, targets(terms, look));
    return new GrantTerms(
        hash(ask.grant(), ask.request(), open),
        open.approvals(),
        open.exemption(),
        open.doubts(),
        open.connections(),
        open.targets(),
        open.basis());
  }

  /// The terms without what only a look at the cluster tells, and so without a hash.
  static GrantTerms unsealed(Facts.Known facts, Exemption exemption, List<Term> terms) {
    return terms(facts, exemption, List.of(), terms, List.of());
  }

  private static GrantTerms terms(
      Facts.Known facts,
      Exemption exemption,
      List<Doubt> doubts,
      List<Term> terms,
      List<String> targets) {
    return new GrantTerms(
        "",
        exemption instanceof Exemption.None ? facts.rule().fourEyes().required() : 0,
        exemption,
        doubts,
        terms.stream().map(Term::toString).toList(),
        targets,
        Stream.of(
                Stream.of(Basis.of(facts.rule())),
                facts.sources().stream().map(Basis::of),
                facts.boundaries().stream().map(Basis::of))
            .flatMap(each -> each)
            .distinct()
            .toList());
  }

  private static List<String> targets(List<Term> terms, Look.At look) {
    List<Paths.Chosen.Pods> chosen = terms.stream().map(Term::destination).distinct().toList();
    return Population.of(look.surroundings().snapshot()).members().stream()
        .filter(member -> chosen.stream().anyMatch(each -> each.has(member.pod())))
        .map(Population.Member::workload)
        .distinct()
        .sorted()
        .map(WorkloadRef::toString)
        .toList();
  }

  /// SHA-256 over one line for each thing that is approved. No text in it holds a line break.
  private static String hash(Uid grant, Request request, GrantTerms terms) {
    List<String> lines = new ArrayList<>();
    lines.add(VERSION);
    lines.add("grant " + grant);
    lines.add("duration " + request.duration().toSeconds());
    request.startsAt().ifPresent(at -> lines.add("starts " + at));
    lines.add("approvals " + terms.approvals());
    terms.exemption().kind().ifPresent(kind -> lines.add("exempt " + kind.text()));
    terms.doubtCodes().forEach(code -> lines.add("doubt " + code));
    terms.connections().forEach(line -> lines.add("opens " + line));
    terms.targets().forEach(line -> lines.add("reaches " + line));
    for (Basis basis : terms.basis()) {
      lines.add(
          "from %s %s %s %d".formatted(basis.kind(), basis.key(), basis.uid(), basis.generation()));
    }
    return Sha256.of(String.join("\n", lines) + "\n");
  }
}
