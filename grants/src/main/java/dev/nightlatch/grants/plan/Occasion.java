package dev.nightlatch.grants.plan;

import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Doubt;
import dev.nightlatch.grants.model.IncidentKind;
import dev.nightlatch.grants.model.IncidentRef;
import dev.nightlatch.grants.model.IncidentView;
import dev.nightlatch.grants.model.Request;
import java.util.List;
import java.util.Optional;

/// Whether a grant's incident is one for which its rule may be opened.
final class Occasion {
  private Occasion() {}

  /// What is against it.
  ///
  /// An incident that is over, or that its provider does not know, never opens anything, and closes
  /// what is open. One whose provider cannot be asked opens nothing but by break-glass, and closes
  /// nothing; what is open stays so whatever becomes of the incident's kind.
  static Optional<Refusal> refused(
      Request request, AccessRule rule, IncidentView view, Progress progress) {
    IncidentRef incident = request.incident();
    IncidentKind kind = rule.conditions().incidents();
    boolean isBegun = progress instanceof Progress.Begun;
    if (!isBegun) {
      Optional<Refusal> unfit = misplaced(request, kind);
      if (unfit.isPresent()) {
        return unfit;
      }
    }
    if (incident.isManual()) {
      return Optional.empty();
    }
    return switch (view) {
      case IncidentView.NotAsked() -> Optional.empty();
      case IncidentView.Unknown() -> Optional.of(new Refusal.IncidentUnknown(incident));
      case IncidentView.Closed() -> Optional.of(new Refusal.IncidentClosed(incident));
      case IncidentView.NoProvider() ->
          isBegun
              ? Optional.empty()
              : Optional.of(new Refusal.ProviderMissing(incident.provider()));
      case IncidentView.Unreachable(var why) ->
          isBegun || request.breakGlass()
              ? Optional.empty()
              : Optional.of(new Refusal.IncidentUnverified(incident, why));
      case IncidentView.Open open -> isBegun ? Optional.empty() : misfit(request, kind, open);
    };
  }

  /// What is not known of it, where it opens all the same.
  static Optional<Doubt> doubt(Request request, IncidentView view, Progress progress) {
    return !request.incident().isManual()
            && !progress.hasOpened()
            && view instanceof IncidentView.Unreachable(var why)
        ? Optional.of(
            new Doubt(
                Code.INCIDENT_UNVERIFIED,
                "Incident %s cannot be verified: %s.".formatted(request.incident(), why)))
        : Optional.empty();
  }

  private static Optional<Refusal> misplaced(Request request, IncidentKind kind) {
    IncidentRef incident = request.incident();
    if (!kind.providers().isEmpty() && !kind.providers().contains(incident.provider())) {
      return unfit(request, "provider " + incident.provider(), "one of " + names(kind.providers()));
    }
    return incident.isManual() && kind.needsProvider()
        ? unfit(request, "an incident that nobody but its requester knows", "one of a provider")
        : Optional.empty();
  }

  private static Optional<Refusal> misfit(
      Request request, IncidentKind kind, IncidentView.Open open) {
    if (!kind.severities().isEmpty()
        && open.severity().filter(kind.severities()::contains).isEmpty()) {
      return unfit(
          request,
          "severity " + open.severity().orElse("none"),
          "one of " + names(kind.severities()));
    }
    if (!kind.services().isEmpty()
        && kind.services().stream().noneMatch(open.services()::contains)) {
      return unfit(
          request,
          "services " + (open.services().isEmpty() ? "none" : names(open.services())),
          "one of " + names(kind.services()));
    }
    return Optional.empty();
  }

  private static String names(List<String> names) {
    return Lines.some(names, Refusal.MOST_NAMES, ", ");
  }

  private static Optional<Refusal> unfit(Request request, String found, String wanted) {
    return Optional.of(
        new Refusal.IncidentUnfit(request.rule(), request.incident(), found, wanted));
  }
}
