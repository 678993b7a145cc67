package dev.nightlatch.grants.plan;

import static dev.nightlatch.grants.model.Samples.GRANT;
import static dev.nightlatch.grants.model.Samples.NIGHT;
import static dev.nightlatch.grants.model.Samples.TOOLS_KEY;
import static dev.nightlatch.grants.model.Samples.db;
import static dev.nightlatch.grants.model.Samples.defaultDeny;
import static dev.nightlatch.grants.model.Samples.free;
import static dev.nightlatch.grants.model.Samples.tools;

import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.grants.model.AccessBoundary;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.BreakGlass;
import dev.nightlatch.grants.model.Conditions;
import dev.nightlatch.grants.model.FourEyes;
import dev.nightlatch.grants.model.GrantRef;
import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.IncidentKind;
import dev.nightlatch.grants.model.IncidentRef;
import dev.nightlatch.grants.model.IncidentView;
import dev.nightlatch.grants.model.Part;
import dev.nightlatch.grants.model.Quota;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.Samples;
import dev.nightlatch.grants.model.Surroundings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/// A grant of the sample's rule under conditions that a test turns one by one: each turn makes
/// another case.
final class Case {
  static final Identity ALICE = new Identity("alice", List.of("oncall", "shop-primary"));

  private IncidentRef incident = IncidentRef.manual("INC-1");
  private Duration duration = Samples.HALF_AN_HOUR;
  private boolean breakGlass;
  private Optional<GrantRef> extended = Optional.empty();
  private FourEyes fourEyes = FourEyes.DEFAULT;
  private Conditions conditions = Conditions.USUAL;
  private List<AccessBoundary> boundaries = List.of();
  private IncidentView view = new IncidentView.NotAsked();
  private List<AccessGrant> others = List.of();
  private Chain chain = new Chain.None();
  private List<String> layers = List.of();
  private Instant now = NIGHT;

  private Case() {}

  /// One that opens once somebody has approved it.
  static Case usual() {
    return new Case();
  }

  private Case turned(Consumer<Case> turn) {
    Case other = new Case();
    other.incident = incident;
    other.duration = duration;
    other.breakGlass = breakGlass;
    other.extended = extended;
    other.fourEyes = fourEyes;
    other.conditions = conditions;
    other.boundaries = boundaries;
    other.view = view;
    other.others = others;
    other.chain = chain;
    other.layers = layers;
    other.now = now;
    turn.accept(other);
    return other;
  }

  Case incident(IncidentRef other, IncidentView seen) {
    return turned(
        turned -> {
          turned.incident = other;
          turned.view = seen;
        });
  }

  Case lasting(Duration other) {
    return turned(turned -> turned.duration = other);
  }

  Case breakingGlass() {
    return turned(turned -> turned.breakGlass = true);
  }

  Case extending(GrantRef grant, Chain from) {
    return turned(
        turned -> {
          turned.extended = Optional.of(grant);
          turned.chain = from;
        });
  }

  Case approved(FourEyes other) {
    return turned(turned -> turned.fourEyes = other);
  }

  Case within(AccessBoundary... all) {
    return turned(turned -> turned.boundaries = List.of(all));
  }

  Case beside(AccessGrant... all) {
    return turned(turned -> turned.others = List.of(all));
  }

  Case layers(String... all) {
    return turned(turned -> turned.layers = List.of(all));
  }

  Case at(Instant time) {
    return turned(turned -> turned.now = time);
  }

  private Case under(Conditions other) {
    return turned(turned -> turned.conditions = other);
  }

  Case kind(IncidentKind kind) {
    return under(new Conditions(kind, conditions.breakGlass(), conditions.quota()));
  }

  Case glass(BreakGlass glass) {
    return under(new Conditions(conditions.incidents(), glass, conditions.quota()));
  }

  Case quota(Quota quota) {
    return under(new Conditions(conditions.incidents(), conditions.breakGlass(), quota));
  }

  Request request() {
    return new Request(
        Samples.RULE_KEY,
        incident,
        "orders are stuck",
        duration,
        Part.WHOLE,
        Optional.empty(),
        breakGlass,
        extended,
        ALICE);
  }

  AccessRule rule() {
    AccessRule bare = Samples.rule(1, free(TOOLS_KEY));
    return new AccessRule(
        bare.meta(), "", bare.target(), bare.sources(), bare.maxDuration(), fourEyes, conditions);
  }

  Facts facts() {
    return new Facts.Known(rule(), List.of(tools("shop")), boundaries, view, others, chain);
  }

  Plan plan() {
    return plan(new Progress.Asked());
  }

  Plan plan(Progress progress) {
    Surroundings bare = Surroundings.of(List.of(db("db-0")), List.of(defaultDeny()));
    Surroundings layered = new Surroundings(bare.snapshot(), bare.passing(), new TreeSet<>(layers));
    return Planner.plan(
        new Ask(GRANT, request(), NIGHT, now),
        facts(),
        new Look.At(layered, CniProfile.DEFAULT),
        progress);
  }

  Plan.Opens opens() {
    return opens(new Progress.Asked());
  }

  Plan.Opens opens(Progress progress) {
    return switch (plan(progress)) {
      case Plan.Opens opens -> opens;
      case Plan.Refuses(var refusal) -> throw new AssertionError(refusal.ending().sentence());
    };
  }

  Refusal refusal() {
    return refusal(new Progress.Asked());
  }

  Refusal refusal(Progress progress) {
    return switch (plan(progress)) {
      case Plan.Refuses(var refusal) -> refusal;
      case Plan.Opens opens -> throw new AssertionError("opens " + opens.impact());
    };
  }
}
