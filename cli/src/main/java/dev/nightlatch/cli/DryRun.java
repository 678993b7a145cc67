package dev.nightlatch.cli;

import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.AccessSource;
import dev.nightlatch.grants.model.Durations;
import dev.nightlatch.grants.model.Ending;
import dev.nightlatch.grants.model.Exemption;
import dev.nightlatch.grants.model.GrantTerms;
import dev.nightlatch.grants.model.IncidentView;
import dev.nightlatch.grants.model.Prospect;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.Surroundings;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.plan.Ask;
import dev.nightlatch.grants.plan.Chain;
import dev.nightlatch.grants.plan.Facts;
import dev.nightlatch.grants.plan.Impact;
import dev.nightlatch.grants.plan.Look;
import dev.nightlatch.grants.plan.Plan;
import dev.nightlatch.grants.plan.Planner;
import dev.nightlatch.grants.plan.Progress;
import dev.nightlatch.grants.plan.Prospects;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.incidents.ProvidedIncidents;
import dev.nightlatch.manifests.Encoder;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What would happen if a rule were opened now, as the operator would decide it, and as far as
/// whoever asks may see. Creates nothing.
final class DryRun {
  private final Answer answer;
  private final Request request;

  private DryRun(Answer answer, Request request) {
    this.answer = answer;
    this.request = request;
  }

  /// Says it.
  ///
  /// @param surroundings as whoever asks sees them
  /// @return the exit code: would open, would be refused, or cannot be decided
  static int of(
      Answer answer,
      Cluster cluster,
      AccessRule rule,
      Request request,
      Surroundings surroundings,
      CniProfile profile) {
    List<AccessSource> sources =
        rule.sources().stream().flatMap(ref -> cluster.source(ref.source()).stream()).toList();
    Instant now = answer.screen().time().instant();
    Look look = new Look.At(surroundings, profile);
    Plan plan =
        Planner.plan(
            new Ask(new Uid("dry-run"), request, now, now),
            new Facts.Known(
                rule,
                sources,
                cluster.boundaries(),
                incident(cluster, request, now),
                rule.conditions().quota().isLimited() ? cluster.grants(request.rule()) : List.of(),
                new Chain.None()),
            look,
            new Progress.Asked());
    DryRun run = new DryRun(answer, request);
    return switch (plan) {
      case Plan.Opens opens -> run.opens(opens, Prospects.of(opens, look));
      case Plan.Refuses(var refusal) -> run.refused(refusal.ending());
    };
  }

  /// The incident as far as whoever asks may see it: what they may not see is not asked.
  private static IncidentView incident(Cluster cluster, Request request, Instant now) {
    if (request.incident().isManual()) {
      return new IncidentView.NotAsked();
    }
    IncidentView seen = new ProvidedIncidents(cluster).look(request.incident(), now);
    return seen instanceof IncidentView.Unreachable ? new IncidentView.NotAsked() : seen;
  }

  private int opens(Plan.Opens opens, Optional<Prospect> prospect) {
    GrantTerms terms = opens.terms();
    int approvals = terms.approvals();
    List<String> opened =
        opens.impact() instanceof Impact.Harmless(var lines, _) ? lines : List.<String>of();
    if (answer.isInWords()) {
      Screen screen = answer.screen();
      screen.line(
          "%s %s for %s:"
              .formatted(
                  screen.good("Would open"), request.rule(), Durations.format(request.duration())));
      opened.forEach(line -> screen.line("  " + line));
      prospect.stream().flatMap(found -> ProspectText.full(found).stream()).forEach(screen::line);
      screen.line("Nothing would be cut." + approved(terms));
      if (!terms.doubts().isEmpty()) {
        screen.line("Not known:");
        terms.doubts().forEach(doubt -> screen.line("  " + doubt));
      }
      screen.line("This was a dry run: nothing was asked for.");
    } else {
      tree(true, opened, approvals, terms.doubtCodes(), prospect, Optional.empty());
    }
    return terms.doubts().isEmpty() || terms.exemption().isBreakGlass()
        ? Exit.DONE
        : Exit.UNDETERMINED;
  }

  private static String approved(GrantTerms terms) {
    int approvals = terms.approvals();
    return switch (approvals) {
      case 0 ->
          switch (terms.exemption()) {
            case Exemption.None() -> "";
            case Exemption.OnCall() -> " You are on call: nobody has to approve.";
            case Exemption.BreakGlass(var within) ->
                " BREAK-GLASS: nobody has to approve; it must be reviewed within "
                    + Durations.format(within)
                    + ".";
          };
      case 1 -> " 1 person has to approve first.";
      default -> " " + approvals + " people have to approve first.";
    };
  }

  private int refused(Ending ending) {
    if (answer.isInWords()) {
      Screen screen = answer.screen();
      screen.line(
          "%s (%s): %s"
              .formatted(screen.bad("Would be refused"), ending.code().text(), ending.sentence()));
      screen.line("This was a dry run: nothing was asked for.");
    } else {
      tree(false, List.of(), 0, List.of(), Optional.empty(), Optional.of(ending));
    }
    return Exit.NO;
  }

  private void tree(
      boolean opens,
      List<String> opened,
      int approvals,
      List<String> doubts,
      Optional<Prospect> prospect,
      Optional<Ending> ending) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("dryRun", true);
    tree.put(
        "rule", Map.of("namespace", request.rule().namespace(), "name", request.rule().name()));
    tree.put("duration", Durations.format(request.duration()));
    tree.put("opens", opens);
    tree.put("connections", opened);
    tree.put("approvals", approvals);
    tree.put("doubts", doubts);
    prospect.ifPresent(found -> tree.put("prospect", Encoder.prospect(found)));
    ending.ifPresent(
        why -> {
          tree.put("code", why.code().text());
          tree.put("message", why.sentence());
        });
    answer.screen().print(answer.format().text(tree));
  }
}
