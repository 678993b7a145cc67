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

/// A grant of the sample's rule under conditions that a test turns one by one.
record Case(
    IncidentRef incident,
    Duration duration,
    boolean breakGlass,
    Optional<GrantRef> extended,
    FourEyes fourEyes,
    Conditions conditions,
    List<AccessBoundary> boundaries,
    IncidentView view,
    List<AccessGrant> others,
    Chain chain,
    List<String> layers,
    Instant now) {

  static final Identity ALICE = new Identity("alice", List.of("oncall", "shop-primary"));

  /// One that opens once somebody has approved it.
  static Case usual() {
    return new Case(
        IncidentRef.manual("INC-1"),
        Samples.HALF_AN_HOUR,
        false,
        Optional.empty(),
        FourEyes.DEFAULT,
        Conditions.USUAL,
        List.of(),
        new IncidentView.NotAsked(),
        List.of(),
        new Chain.None(),
        List.of(),
        NIGHT);
  }

  Case incident(IncidentRef other, IncidentView seen) {
    return new Case(
        other,
        duration,
        breakGlass,
        extended,
        fourEyes,
        conditions,
        boundaries,
        seen,
        others,
        chain,
        layers,
        now);
  }

  Case lasting(Duration other) {
    return new Case(
        incident,
        other,
        breakGlass,
        extended,
        fourEyes,
        conditions,
        boundaries,
        view,
        others,
        chain,
        layers,
        now);
  }

  Case breakingGlass() {
    return new Case(
        incident,
        duration,
        true,
        extended,
        fourEyes,
        conditions,
        boundaries,
        view,
        others,
        chain,
        layers,
        now);
  }

  Case extending(GrantRef grant, Chain from) {
    return new Case(
        incident,
        duration,
        breakGlass,
        Optional.of(grant),
        fourEyes,
        conditions,
        boundaries,
        view,
        others,
        from,
        layers,
        now);
  }

  Case approved(FourEyes other) {
    return new Case(
        incident,
        duration,
        breakGlass,
        extended,
        other,
        conditions,
        boundaries,
        view,
        others,
        chain,
        layers,
        now);
  }

  Case within(AccessBoundary... all) {
    return new Case(
        incident,
        duration,
        breakGlass,
        extended,
        fourEyes,
        conditions,
        List.of(all),
        view,
        others,
        chain,
        layers,
        now);
  }

  Case beside(AccessGrant... all) {
    return new Case(
        incident,
        duration,
        breakGlass,
        extended,
        fourEyes,
        conditions,
        boundaries,
        view,
        List.of(all),
        chain,
        layers,
        now);
  }

  Case layers(String... all) {
    return new Case(
        incident,
        duration,
        breakGlass,
        extended,
        fourEyes,
        conditions,
        boundaries,
        view,
        others,
        chain,
        List.of(all),
        now);
  }

  Case at(Instant time) {
    return new Case(
        incident,
        duration,
        breakGlass,
        extended,
        fourEyes,
        conditions,
        boundaries,
        view,
        others,
        chain,
        layers,
        time);
  }

  private Case under(Conditions other) {
    return new Case(
        incident,
        duration,
        breakGlass,
        extended,
        fourEyes,
        other,
        boundaries,
        view,
        others,
        chain,
        layers,
        now);
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
