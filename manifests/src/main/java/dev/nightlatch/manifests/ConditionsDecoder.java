package dev.nightlatch.manifests;

import dev.nightlatch.grants.model.BreakGlass;
import dev.nightlatch.grants.model.Conditions;
import dev.nightlatch.grants.model.IncidentKind;
import dev.nightlatch.grants.model.OnDrift;
import dev.nightlatch.grants.model.Quota;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Under which conditions an `AccessRule` may be opened. Where what is said of one cannot be read,
/// nothing is known of the rule: a condition is never left out.
final class ConditionsDecoder {
  private static final int MOST_GRANTS = 1000;
  private static final String WORD = "a word without blanks";
  private static final String ANSWERS = "Mend or Close";

  private ConditionsDecoder() {}

  static Optional<Conditions> conditions(Cursor spec) {
    Optional<IncidentKind> incidents = incidents(spec.at("incidents"));
    Optional<BreakGlass> breakGlass = breakGlass(spec.at("breakGlass"));
    Optional<Quota> quota = quota(spec.at("quota"));
    Optional<OnDrift> onDrift = onDrift(spec.at("onDrift"));
    return incidents.flatMap(
        kind ->
            breakGlass.flatMap(
                glass ->
                    quota.flatMap(
                        limits ->
                            onDrift.map(answer -> new Conditions(kind, glass, limits, answer)))));
  }

  private static Optional<OnDrift> onDrift(Cursor cursor) {
    if (!cursor.isPresent()) {
      return Optional.of(OnDrift.MEND);
    }
    Optional<String> text = cursor.requiredText(ANSWERS);
    Optional<OnDrift> answer = text.flatMap(OnDrift::parse);
    if (text.isPresent() && answer.isEmpty()) {
      cursor.wrong(ANSWERS);
    }
    return answer;
  }

  private static Optional<IncidentKind> incidents(Cursor cursor) {
    if (!cursor.isPresent()) {
      return Optional.of(IncidentKind.ANY);
    }
    if (!cursor.requireMapping("providers, severities, services")) {
      return Optional.empty();
    }
    Ours.only(cursor, "providers", "severities", "services");
    Optional<List<String>> providers = Ours.words(cursor.at("providers"), WORD);
    Optional<List<String>> severities = Ours.words(cursor.at("severities"), WORD);
    Optional<List<String>> services = Ours.words(cursor.at("services"), WORD);
    return providers.flatMap(
        in ->
            severities.flatMap(
                severe -> services.map(whose -> new IncidentKind(in, severe, whose))));
  }

  private static Optional<BreakGlass> breakGlass(Cursor cursor) {
    if (!cursor.isPresent()) {
      return Optional.of(new BreakGlass.Forbidden());
    }
    if (!cursor.requireMapping("reviewWithin")) {
      return Optional.empty();
    }
    Ours.only(cursor, "reviewWithin");
    Cursor within = cursor.at("reviewWithin");
    return within.isPresent()
        ? Times.days(within).map(BreakGlass.Allowed::new)
        : Optional.of(new BreakGlass.Allowed(BreakGlass.Allowed.REVIEW_WITHIN));
  }

  private static Optional<Quota> quota(Cursor cursor) {
    if (!cursor.isPresent()) {
      return Optional.of(Quota.NONE);
    }
    if (!cursor.requireMapping("grants, grantsPerRequester, coolDown")) {
      return Optional.empty();
    }
    Ours.only(cursor, "grants", "grantsPerRequester", "coolDown");
    Cursor all = cursor.at("grants");
    Cursor each = cursor.at("grantsPerRequester");
    Cursor pause = cursor.at("coolDown");
    Optional<Integer> grants = Ours.whole(all, 1, MOST_GRANTS);
    Optional<Integer> perRequester = Ours.whole(each, 1, MOST_GRANTS);
    Optional<Duration> coolDown = pause.isPresent() ? Times.lease(pause) : Optional.empty();
    return all.isPresent() != grants.isPresent()
            || each.isPresent() != perRequester.isPresent()
            || pause.isPresent() != coolDown.isPresent()
        ? Optional.empty()
        : Optional.of(new Quota(number(grants), number(perRequester), coolDown));
  }

  private static OptionalInt number(Optional<Integer> found) {
    return found.map(OptionalInt::of).orElseGet(OptionalInt::empty);
  }
}
