package dev.nightlatch.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.BreakGlass;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Conditions;
import dev.nightlatch.grants.model.Exemption;
import dev.nightlatch.grants.model.FourEyes;
import dev.nightlatch.grants.model.GrantRef;
import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.IncidentKind;
import dev.nightlatch.grants.model.IncidentProvider;
import dev.nightlatch.grants.model.IncidentRef;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Part;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Quota;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.Review;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.operator.FaultPlan.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Lives under conditions: an incident that is open, somebody on call, the glass broken, a quota, a
/// chain of extensions.
class ConditionsLifeTest extends Lives {
  private static final ObjectKey FILE = new ObjectKey("support-tools", "incidents");
  private static final IncidentRef KEPT = new IncidentRef("rota", "INC-4711");
  private static final Duration DAY = Duration.ofDays(1);
  private static final String OPEN =
      """
      incidents:
        - {id: INC-4711, status: open, severity: critical, services: [shop-db]}
      onCall:
        - {user: alice, services: [shop-db]}
      """;

  private final FaultPlan none = new FaultPlan(0, Fault.NOT_DONE, () -> {});

  private void put(int approvals, boolean waived, BreakGlass glass, Quota quota) {
    AccessRule bare = village.rule(approvals);
    AccessRule _ =
        village
            .embedded
            .hands()
            .put(
                new AccessRule(
                    bare.meta(),
                    "",
                    bare.target(),
                    bare.sources(),
                    Duration.ofMinutes(2),
                    new FourEyes(approvals, FourEyes.TIMEOUT, waived),
                    new Conditions(
                        waived
                            ? new IncidentKind(List.of("rota"), List.of(), List.of())
                            : IncidentKind.ANY,
                        glass,
                        quota)));
    IncidentProvider _ =
        village
            .embedded
            .hands()
            .put(
                new IncidentProvider(
                    Village.meta("", "rota"),
                    "",
                    new IncidentProvider.Place.File(FILE, IncidentProvider.Place.File.KEY)));
  }

  private void write(String text) {
    village.embedded.hands().putTexts(FILE, Map.of(IncidentProvider.Place.File.KEY, text));
  }

  private AccessGrant ask(IncidentRef incident, boolean breaks, Optional<GrantRef> extended) {
    return village
        .alice()
        .ask(
            new Request(
                Village.RULE,
                incident,
                "orders fail",
                Village.LEASE,
                Part.WHOLE,
                Optional.empty(),
                breaks,
                extended,
                new Identity("alice", List.of("oncall"))));
  }

  private AccessGrant ask(IncidentRef incident, boolean breaks) {
    return ask(incident, breaks, Optional.empty());
  }

  private Phase phase(AccessGrant grant) {
    return village.now(grant).status().phase();
  }

  @Test
  void whoIsOnCallOpensAloneAndTheRecordSaysWhy() {
    put(1, true, new BreakGlass.Forbidden(), Quota.NONE);
    write(OPEN);
    AccessGrant grant = ask(KEPT, false);
    live(grant, none, in(Duration.ofSeconds(20)));
    assertThat(phase(grant)).isEqualTo(Phase.ACTIVE);
    assertThat(record.story(grant.uid()).opening().orElseThrow().exemption())
        .isEqualTo(new Exemption.OnCall());
    // The shift ends, and nobody is cut off in the middle of it.
    write(OPEN.replace("user: alice", "user: bob"));
    live(grant, none, in(Duration.ofNanos(1)));
    assertThat(phase(grant)).isEqualTo(Phase.ACTIVE);
    live(grant, none, in(Duration.ofMinutes(5)));
    assertClosedAndTold(grant);
    assertThat(phase(grant)).isEqualTo(Phase.EXPIRED);
  }

  @Test
  void whenTheIncidentIsResolvedThePathIsClosedAtTheNextLook() {
    put(0, false, new BreakGlass.Forbidden(), Quota.NONE);
    write(OPEN);
    AccessGrant grant = ask(KEPT, false);
    live(grant, none, in(Duration.ofSeconds(20)));
    assertThat(village.isOpen(grant)).isTrue();
    write(OPEN.replace("status: open", "status: resolved"));
    live(grant, none, in(GrantReconciler.RESYNC.plusSeconds(5)));
    assertThat(village.isOpen(grant)).isFalse();
    assertThat(phase(grant)).isEqualTo(Phase.CLOSED);
    assertThat(village.now(grant).status().code()).contains(Code.INCIDENT_CLOSED);
    assertClosedAndTold(grant);
  }

  /// Closing asks nobody who is not needed for it.
  @Test
  void whenTheIncidentIsResolvedItIsClosedThoughTheClusterCannotBeListed() {
    put(0, false, new BreakGlass.Forbidden(), Quota.NONE);
    write(OPEN);
    AccessGrant grant = ask(KEPT, false);
    live(grant, none, in(Duration.ofSeconds(20)));
    assertThat(village.isOpen(grant)).isTrue();
    Cluster blind =
        FaultPlan.failing(
            Cluster.class,
            village.operator(),
            Set.of("surroundings"),
            () -> new ClusterException(ClusterException.Kind.TRANSIENT, "on purpose"));
    village.live(grant, blind, record, in(Duration.ofNanos(1)));
    assertThat(village.isOpen(grant)).isTrue();
    write(OPEN.replace("status: open", "status: resolved"));
    village.live(grant, blind, record, in(Duration.ofSeconds(5)));
    assertThat(village.isOpen(grant)).isFalse();
    live(grant, none, in(Duration.ofSeconds(5)));
    assertThat(village.now(grant).status().code()).contains(Code.INCIDENT_CLOSED);
  }

  @Test
  void anIncidentThatIsOverOrNotThereOpensNothing() {
    put(0, false, new BreakGlass.Forbidden(), Quota.NONE);
    write(OPEN.replace("status: open", "status: resolved"));
    AccessGrant over = ask(KEPT, false);
    AccessGrant unknown = ask(new IncidentRef("rota", "INC-1"), false);
    AccessGrant nowhere = ask(new IncidentRef("pager", "INC-4711"), false);
    for (AccessGrant grant : List.of(over, unknown, nowhere)) {
      live(grant, none, in(Duration.ofSeconds(20)));
      assertThat(phase(grant)).isEqualTo(Phase.REFUSED);
      assertThat(village.isOpen(grant)).isFalse();
    }
    assertThat(village.now(over).status().code()).contains(Code.INCIDENT_CLOSED);
    assertThat(village.now(unknown).status().code()).contains(Code.INCIDENT_UNKNOWN);
    assertThat(village.now(nowhere).status().code()).contains(Code.PROVIDER_MISSING);
  }

  @Test
  void whatNobodyCanVerifyOpensByBreakGlassAloneAndIsReviewed() {
    put(2, false, new BreakGlass.Allowed(DAY), Quota.NONE);
    AccessGrant refused = ask(KEPT, false);
    live(refused, none, in(Duration.ofSeconds(20)));
    assertThat(village.now(refused).status().code()).contains(Code.INCIDENT_UNVERIFIED);
    AccessGrant grant = ask(KEPT, true);
    live(grant, none, in(Duration.ofSeconds(20)));
    assertThat(phase(grant)).isEqualTo(Phase.ACTIVE);
    assertThat(village.now(grant).status().message()).startsWith("BREAK-GLASS: opened without");
    assertThat(village.now(grant).status().reviewBy())
        .contains(village.now(grant).status().startsAt().orElseThrow().plus(DAY));
    assertThat(record.story(grant.uid()).opening().orElseThrow())
        .satisfies(
            opening -> {
              assertThat(opening.exemption()).isEqualTo(new Exemption.BreakGlass(DAY));
              assertThat(opening.accepted()).containsExactly("NL-INCIDENT-UNVERIFIED");
            });
    live(grant, none, in(Duration.ofMinutes(5)));
    assertClosedAndTold(grant);
    Identity carol = new Identity("carol", List.of("leads"));
    var _ = village.embedded.as(carol).review(grant, new Review.By(carol, "justified"));
    live(grant, none, in(Duration.ofSeconds(5)));
    assertThat(record.story(grant.uid()).reviewed().orElseThrow().by()).isEqualTo(carol);
    live(grant, none, in(Duration.ofSeconds(5)));
    assertThat(record.story(grant.uid()).entries())
        .filteredOn(entry -> entry.getClass().getSimpleName().equals("Reviewed"))
        .hasSize(1);
  }

  @Test
  void whatIsOneTooManyIsRefusedAndTheFirstStaysOpen() {
    put(
        0,
        false,
        new BreakGlass.Forbidden(),
        new Quota(OptionalInt.of(1), OptionalInt.empty(), Optional.of(Duration.ofMinutes(10))));
    AccessGrant first = ask(IncidentRef.manual("INC-1"), false);
    AccessGrant second = ask(IncidentRef.manual("INC-1"), false);
    live(first, none, in(Duration.ofSeconds(5)));
    live(second, none, in(Duration.ofSeconds(5)));
    boolean isFirst = phase(first) == Phase.ACTIVE;
    AccessGrant open = isFirst ? first : second;
    AccessGrant other = isFirst ? second : first;
    assertThat(phase(open)).isEqualTo(Phase.ACTIVE);
    assertThat(village.now(other).status().code()).contains(Code.QUOTA_REACHED);
    live(open, none, in(Duration.ofMinutes(2)));
    AccessGrant soon = ask(IncidentRef.manual("INC-1"), false);
    live(soon, none, in(Duration.ofSeconds(5)));
    assertThat(village.now(soon).status().code()).contains(Code.COOLING_DOWN);
  }

  @Test
  void anExtensionOpensBesideWhatItExtendsAndBothEndWithinTheRulesTime() {
    put(0, false, new BreakGlass.Forbidden(), Quota.NONE);
    AccessGrant first = ask(IncidentRef.manual("INC-1"), false);
    live(first, none, in(Duration.ofSeconds(20)));
    AccessGrant second =
        ask(
            IncidentRef.manual("INC-1"),
            false,
            Optional.of(new GrantRef(first.name(), first.uid())));
    live(second, none, in(Duration.ofSeconds(10)));
    assertThat(phase(second)).isEqualTo(Phase.ACTIVE);
    assertThat(village.now(second).status().startsAt().orElseThrow())
        .isBefore(village.now(first).status().expiresAt().orElseThrow());
    live(first, none, in(Duration.ofMinutes(1)));
    assertThat(village.isOpen(first)).isFalse();
    village.time.advance(Duration.ofSeconds(5));
    AccessGrant third =
        ask(
            IncidentRef.manual("INC-1"),
            false,
            Optional.of(new GrantRef(second.name(), second.uid())));
    live(third, none, in(Duration.ofSeconds(5)));
    assertThat(village.now(third).status().code()).contains(Code.DURATION_TOO_LONG);
    assertThat(village.isOpen(third)).isFalse();
  }

  /// A life by break-glass for a kept incident, with each of its calls going wrong once.
  @ParameterizedTest
  @EnumSource
  void whateverCallGoesWrongItIsOpenOnlyOnRecordAndInTimeAndReviewed(Fault fault) {
    int calls = callsOfOneLife();
    assertThat(calls).isGreaterThan(40);
    for (int when = 1; when <= calls; when++) {
      ConditionsLifeTest test = broken();
      AccessGrant grant = test.ask(KEPT, true);
      FaultPlan plan = new FaultPlan(when, fault, () -> test.look(grant));
      test.live(grant, plan, test.in(Duration.ofSeconds(20)));
      Identity carol = new Identity("carol", List.of("leads"));
      var _ = test.village.embedded.as(carol).review(grant, new Review.By(carol, "justified"));
      test.live(grant, plan, test.in(Duration.ofMinutes(5)));
      test.assertClosedAndTold(grant);
      if (test.record.story(grant.uid()).opening().isPresent()) {
        assertThat(test.record.story(grant.uid()).reviewed()).as("call " + when).isPresent();
      }
    }
  }

  private static ConditionsLifeTest broken() {
    ConditionsLifeTest test = new ConditionsLifeTest();
    test.put(1, false, new BreakGlass.Allowed(DAY), Quota.NONE);
    test.write(OPEN);
    return test;
  }

  private static int callsOfOneLife() {
    ConditionsLifeTest test = broken();
    AccessGrant grant = test.ask(KEPT, true);
    FaultPlan plan = new FaultPlan(0, Fault.NOT_DONE, () -> {});
    test.live(grant, plan, test.in(Duration.ofMinutes(5)));
    return plan.calls();
  }
}
