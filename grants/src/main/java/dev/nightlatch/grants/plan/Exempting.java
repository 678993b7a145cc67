package dev.nightlatch.grants.plan;

import dev.nightlatch.grants.model.AccessBoundary;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.BreakGlass;
import dev.nightlatch.grants.model.Exemption;
import dev.nightlatch.grants.model.IncidentView;
import dev.nightlatch.grants.model.Request;
import java.util.List;
import java.util.Optional;

/// Whether a grant goes without the approvals that its rule requires: only where both the rule and
/// every boundary let it.
final class Exempting {
  private Exempting() {}

  /// What is against a grant that asks for break-glass.
  static Optional<Refusal> refused(
      Request request, AccessRule rule, List<AccessBoundary> boundaries) {
    if (!request.breakGlass()) {
      return Optional.empty();
    }
    return switch (rule.conditions().breakGlass()) {
      case BreakGlass.Forbidden() -> Optional.of(new Refusal.BreakGlassForbidden(request.rule()));
      case BreakGlass.Allowed _ ->
          boundaries.stream()
              .filter(boundary -> !boundary.admits(Exemption.Kind.BREAK_GLASS))
              .findFirst()
              .map(
                  boundary ->
                      new Refusal.BoundaryCrossed(
                          boundary.name(),
                          request.rule(),
                          "break-glass",
                          "the approvals that the rule requires"));
    };
  }

  /// The exemption of a grant that [#refused] says nothing against.
  ///
  /// Who is on call when the opening goes on record stays exempt until it ends, though the shift
  /// may end before it.
  static Exemption of(
      Request request,
      AccessRule rule,
      List<AccessBoundary> boundaries,
      IncidentView view,
      Progress progress) {
    Optional<Exemption> breakGlass =
        request.breakGlass()
            ? rule.conditions().breakGlass().review().map(Exemption.BreakGlass::new)
            : Optional.empty();
    return breakGlass.orElseGet(
        () ->
            isWaived(request, rule, boundaries) && isOnCall(request, view, progress)
                ? new Exemption.OnCall()
                : new Exemption.None());
  }

  /// Who is on call is what the providers say that the rule names: any other one may be kept by
  /// whoever asks.
  private static boolean isWaived(
      Request request, AccessRule rule, List<AccessBoundary> boundaries) {
    return rule.fourEyes().required() > 0
        && rule.fourEyes().waivedForOnCall()
        && rule.conditions().incidents().providers().contains(request.incident().provider())
        && boundaries.stream().allMatch(boundary -> boundary.admits(Exemption.Kind.ON_CALL));
  }

  private static boolean isOnCall(Request request, IncidentView view, Progress progress) {
    return switch (progress) {
      case Progress.Asked() ->
          view instanceof IncidentView.Open open && open.isOnCall(request.requester());
      case Progress.Begun(_, _, var exemption) -> exemption instanceof Exemption.OnCall;
    };
  }
}
