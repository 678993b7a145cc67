package dev.nightlatch.grants.life;

import static dev.nightlatch.grants.model.Samples.GRANT;
import static dev.nightlatch.grants.model.Samples.NIGHT;

import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.Canary;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.GrantStatus.LatchRef;
import dev.nightlatch.grants.model.GrantStatus.PolicyRef;
import dev.nightlatch.grants.model.Guards;
import dev.nightlatch.grants.model.HeldLatch;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.Meta;
import dev.nightlatch.grants.model.PolicyOrder;
import dev.nightlatch.grants.model.Revocation;
import dev.nightlatch.grants.model.Samples;
import dev.nightlatch.grants.model.Surroundings;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.plan.Ask;
import dev.nightlatch.grants.plan.Facts;
import dev.nightlatch.grants.plan.Look;
import dev.nightlatch.grants.plan.Plan;
import dev.nightlatch.grants.plan.Planner;
import dev.nightlatch.grants.plan.Progress;
import dev.nightlatch.grants.plan.Proofs;
import dev.nightlatch.grants.record.JournalEntry;
import dev.nightlatch.grants.record.Story;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A grant that is open, as a pass finds it, with a hand in every part of it.
record FoundWorld(
    Optional<AccessGrant> grant,
    Story story,
    Facts facts,
    Look look,
    Optional<HeldPolicy> policy,
    Optional<HeldLatch> latch) {

  static final LatchRef REF = LifeWorld.LATCH;
  static final AccessRule RULE = Samples.rule(0, Samples.free(Samples.TOOLS_KEY));
  static final Facts FACTS = facts(RULE);
  static final Look LOOK = look(List.of(Samples.db("db-0")), List.of(Samples.defaultDeny()));

  /// What the grant opens; a failed assertion where it does not.
  static final Plan.Opens OPENS = opens(FACTS);

  static final JournalEntry.Opening OPENING =
      new JournalEntry.Opening(
          GRANT,
          NIGHT,
          "db-access-x7f2q",
          Samples.request(),
          Samples.RULE,
          1,
          OPENS.terms().connections(),
          List.of(REF.key()),
          Plan.keys(OPENS.policies()),
          OPENS.terms().hash(),
          List.of());
  static final JournalEntry.Opened OPENED =
      new JournalEntry.Opened(
          GRANT,
          NIGHT,
          REF.startedAt(),
          REF.expiresAt(),
          List.of(REF),
          List.of(new PolicyRef(OPENING.policies().getFirst(), Samples.POLICY)),
          OPENS.beside());
  static final JournalEntry.Proven BEFORE =
      new JournalEntry.Proven(GRANT, Proofs.before(OPENS.impact(), NIGHT).orElseThrow());
  static final JournalEntry.Proven PROVEN =
      new JournalEntry.Proven(GRANT, Proofs.open(OPENS.impact(), NIGHT).orElseThrow());
  static final GrantStatus ACTIVE =
      Notes.foreseen(
          Notes.active(
              Notes.leased(Notes.approved(GrantStatus.NEW, OPENS, List.of(), NIGHT), List.of(REF)),
              OPENS,
              OPENED.policies(),
              NIGHT),
          OPENS,
          LOOK);

  /// Open, on record and as granted.
  static FoundWorld open() {
    return new FoundWorld(
        Optional.of(grantIn(ACTIVE)),
        new Story(GRANT, List.of(BEFORE, OPENING, PROVEN, OPENED)),
        FACTS,
        LOOK,
        Optional.of(policyAsGranted()),
        Optional.of(Samples.latch()));
  }

  /// Asked for; nothing else has happened.
  static FoundWorld asked() {
    return new FoundWorld(
        Optional.of(grantIn(GrantStatus.NEW)),
        Story.untold(GRANT),
        FACTS,
        LOOK,
        Optional.empty(),
        Optional.empty());
  }

  static AccessGrant grantIn(GrantStatus status) {
    return Samples.grant(new Revocation.None(), status);
  }

  static Facts facts(AccessRule rule) {
    return new Facts.Known(rule, List.of(Samples.tools("shop")), List.of());
  }

  static HeldPolicy policyAsGranted() {
    PolicyOrder order = Orders.policies(grantIn(ACTIVE), OPENS, List.of(REF)).getFirst();
    Meta meta =
        Samples.owned(
            Samples.annotated(
                Samples.labelled(Samples.meta(order.key(), Samples.POLICY), order.labels()),
                order.annotations()),
            order.latch());
    return new HeldPolicy(meta, order.policy());
  }

  Seen seen() {
    return seen(NIGHT);
  }

  Seen seen(Instant now) {
    return seen(now, new Guards.InForce(Instant.EPOCH), new Canary.Back(now));
  }

  Seen seen(Instant now, Guards guards, Canary canary) {
    return Sight.of(
        new Found(
            grant,
            story,
            Optional.of(facts),
            look,
            guards,
            canary,
            policy.stream().toList(),
            latch.stream().toList()),
        now);
  }

  FoundWorld status(GrantStatus status) {
    return grant(Samples.grant(grant.orElseThrow().revocation(), status));
  }

  FoundWorld grant(AccessGrant other) {
    return new FoundWorld(Optional.of(other), story, facts, look, policy, latch);
  }

  FoundWorld vanished() {
    return new FoundWorld(Optional.empty(), story, new Facts.NoRule(), look, policy, latch);
  }

  FoundWorld recorded(JournalEntry... entries) {
    return new FoundWorld(grant, new Story(GRANT, List.of(entries)), facts, look, policy, latch);
  }

  /// A cluster of nothing but these.
  static Look look(List<Pod> pods, List<HeldPolicy> policies) {
    return new Look.At(Surroundings.of(pods, policies), CniProfile.DEFAULT);
  }

  FoundWorld look(Look other) {
    return new FoundWorld(grant, story, facts, other, policy, latch);
  }

  FoundWorld facts(Facts other) {
    return new FoundWorld(grant, story, other, look, policy, latch);
  }

  FoundWorld policy(UnaryOperator<Meta> hand) {
    return new FoundWorld(
        grant,
        story,
        facts,
        look,
        policy.map(held -> new HeldPolicy(hand.apply(held.meta()), held.policy())),
        latch);
  }

  FoundWorld policy(HeldPolicy other) {
    return new FoundWorld(grant, story, facts, look, Optional.of(other), latch);
  }

  FoundWorld withoutPolicy() {
    return new FoundWorld(grant, story, facts, look, Optional.empty(), latch);
  }

  FoundWorld latch(UnaryOperator<HeldLatch> hand) {
    return new FoundWorld(grant, story, facts, look, policy, latch.map(hand));
  }

  FoundWorld latch(HeldLatch other) {
    return new FoundWorld(grant, story, facts, look, policy, Optional.of(other));
  }

  FoundWorld withoutLatch() {
    return new FoundWorld(grant, story, facts, look, policy, Optional.empty());
  }

  private static Plan.Opens opens(Facts facts) {
    return switch (Planner.plan(
        new Ask(GRANT, Samples.request(), NIGHT, NIGHT), facts, LOOK, new Progress.Asked())) {
      case Plan.Opens opens -> opens;
      case Plan.Refuses _ -> throw new AssertionError("the sample does not open");
    };
  }

  /// An object's identity that is none of the sample's.
  static Uid another() {
    return new Uid("another-uid");
  }
}
