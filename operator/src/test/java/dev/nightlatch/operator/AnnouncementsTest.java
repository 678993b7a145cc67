package dev.nightlatch.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.BreakGlass;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Conditions;
import dev.nightlatch.grants.model.FourEyes;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.IncidentKind;
import dev.nightlatch.grants.model.IncidentRef;
import dev.nightlatch.grants.model.Meta;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Part;
import dev.nightlatch.grants.model.Quota;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.Review;
import dev.nightlatch.grants.model.Revocation;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.port.Announcement;
import dev.nightlatch.grants.port.Announcement.About;
import dev.nightlatch.grants.port.Announcement.Kind;
import dev.nightlatch.grants.port.Announcement.Weight;
import dev.nightlatch.grants.port.RememberedJournal;
import dev.nightlatch.incidents.ProvidedIncidents;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is told of the lives of grants in a village.
class AnnouncementsTest {
  private final Village village = new Village();
  private final RememberedJournal record = new RememberedJournal();

  /// By name, as the cluster keeps them.
  private final Map<String, Announcement> told = new LinkedHashMap<>();

  private int said;

  private final GrantReconciler reconciler =
      new GrantReconciler(
          new Operator.Setting(
              village.operator(),
              new ProvidedIncidents(village.operator()),
              record,
              village.time,
              CniProfile.DEFAULT,
              announcement -> {
                said++;
                told.putIfAbsent(announcement.name(), announcement);
              },
              () -> true,
              new Signs(Health.Role.ALONE)),
          village::canary,
          Runnable::run);

  /// Makes passes until `until`, or until nothing is to be done.
  private void live(AccessGrant grant, Instant until) {
    GrantKey key = new GrantKey(grant.uid(), grant.name());
    while (village.time.instant().isBefore(until)) {
      switch (reconciler.reconcile(key)) {
        case Next.AtOnce _ -> {}
        case Next.In(var delay, _) -> village.time.advance(delay);
        case Next.Done() -> {
          return;
        }
      }
    }
  }

  /// Makes passes until there is nothing to do for a second.
  private void settle(AccessGrant grant) {
    GrantKey key = new GrantKey(grant.uid(), grant.name());
    Next next = reconciler.reconcile(key);
    while (!(next instanceof Next.In(var delay, _)) || delay.compareTo(Duration.ofSeconds(1)) < 0) {
      if (next instanceof Next.In(var delay, _)) {
        village.time.advance(delay);
      }
      next = reconciler.reconcile(key);
    }
  }

  private List<String> reasons(Kind kind) {
    return told.values().stream()
        .filter(it -> it.regarding().kind() == kind)
        .map(Announcement::reason)
        .toList();
  }

  private Instant inSeconds(int seconds) {
    return village.time.instant().plusSeconds(seconds);
  }

  @Test
  void ofAWholeLifeEachTurnIsToldOnGrantAndRule() {
    AccessGrant grant = village.asked();
    live(grant, inSeconds(300));
    assertThat(reasons(Kind.GRANT)).containsExactly("Approved", "Opened", "Expired");
    assertThat(reasons(Kind.RULE)).containsExactly("Approved", "Opened", "Expired");
    assertThat(told.values())
        .filteredOn(it -> it.regarding().kind() == Kind.RULE)
        .allSatisfy(
            it ->
                assertThat(it.note())
                    .startsWith("Grant " + grant.name() + " of alice for incident INC-4711: "));
    assertThat(told.values()).allSatisfy(it -> assertThat(it.weight()).isEqualTo(Weight.NORMAL));
  }

  @Test
  void aBrokenGlassIsToldLoudlyAndItsReviewAsWell() {
    AccessRule _ =
        village
            .embedded
            .hands()
            .put(
                village.rule(
                    FourEyes.of(2),
                    new Conditions(
                        IncidentKind.ANY,
                        new BreakGlass.Allowed(Duration.ofHours(24)),
                        Quota.NONE)));
    AccessGrant grant =
        village
            .alice()
            .ask(
                new Request(
                    Village.RULE,
                    IncidentRef.manual("INC-4711"),
                    "orders fail",
                    Village.LEASE,
                    Part.WHOLE,
                    Optional.empty(),
                    true,
                    Optional.empty(),
                    new Identity("alice", List.of("oncall"))));
    live(grant, inSeconds(20));
    for (Kind kind : new Kind[] {Kind.GRANT, Kind.RULE}) {
      assertThat(told.values())
          .filteredOn(it -> it.regarding().kind() == kind)
          .filteredOn(it -> it.reason().equals("BreakGlass"))
          .singleElement()
          .satisfies(it -> assertThat(it.weight()).isEqualTo(Weight.WARNING))
          .satisfies(
              it -> assertThat(it.note()).contains("BREAK-GLASS: opens without approval until "));
    }
    live(grant, inSeconds(120));
    Identity carol = new Identity("carol", List.of("leads"));
    var _ =
        village.embedded.as(carol).review(village.now(grant), new Review.By(carol, "justified"));
    live(grant, inSeconds(5));
    assertThat(told.values())
        .filteredOn(it -> it.reason().equals("Reviewed"))
        .hasSize(2)
        .allSatisfy(it -> assertThat(it.note()).endsWith("Reviewed by carol: justified"));
  }

  @Test
  void whatWaitsIsToldAgainOnlyWithAnotherApproval() {
    var _ = village.embedded.hands().put(village.rule(2));
    AccessGrant grant = village.asked();
    live(grant, inSeconds(100));
    assertThat(reasons(Kind.GRANT)).containsExactly("Waiting");
    village.approve(grant);
    live(grant, inSeconds(100));
    assertThat(reasons(Kind.GRANT)).containsExactly("Waiting", "Waiting");
  }

  @Test
  void aRevocationIsToldAsAWarningWithItsCode() {
    AccessGrant grant = village.asked();
    live(grant, inSeconds(20));
    var _ = village.alice().revoke(village.now(grant), new Revocation.By("mallory", "no"));
    live(grant, inSeconds(60));
    assertThat(reasons(Kind.GRANT)).hasSize(3).startsWith("Approved", "Opened");
    Announcement last = told.values().stream().reduce((_, it) -> it).orElseThrow();
    assertThat(last.note()).contains("NL-");
  }

  @Test
  void whoMakesEveryPassAnewTellsNothingTwice() {
    AccessGrant grant = village.asked();
    live(grant, inSeconds(300));
    List<String> names = new ArrayList<>(told.keySet());
    assertThat(names).doesNotHaveDuplicates().hasSize(6);
    assertThat(said).isEqualTo(6);
  }

  @Test
  void aPolicyThatIsChangedAgainAndAgainIsToldOnceAMinute() {
    AccessGrant grant = village.asked();
    settle(grant);
    for (int i = 0; i < 5; i++) {
      village.embedded.hands().deletePolicy(Village.policyKey(grant));
      settle(grant);
      assertThat(village.isOpen(grant)).isTrue();
    }
    assertThat(reasons(Kind.GRANT)).filteredOn("PolicyMended"::equals).hasSizeBetween(1, 2);
  }

  @Test
  void aPolicyThatIsTamperedWithIsToldAndThenTheEnd() {
    AccessGrant grant = village.asked();
    settle(grant);
    village
        .embedded
        .hands()
        .editPolicy(
            Village.policyKey(grant), held -> new HeldPolicy(disowned(held.meta()), held.policy()));
    live(grant, inSeconds(20));
    assertThat(reasons(Kind.GRANT))
        .containsExactly("Approved", "Opened", "PolicyDrifted", "PolicyTampered");
    assertThat(told.values())
        .filteredOn(it -> it.reason().equals("PolicyDrifted"))
        .allSatisfy(it -> assertThat(it.weight()).isEqualTo(Weight.WARNING))
        .extracting(Announcement::note)
        .first()
        .asString()
        .isEqualTo(
            "While it was open, somebody tampered with the policy %s; the grant closes."
                .formatted(Village.policyKey(grant)));
  }

  private static Meta disowned(Meta meta) {
    return new Meta(
        meta.namespace(),
        meta.name(),
        meta.uid(),
        meta.resourceVersion(),
        meta.generation(),
        meta.createdAt(),
        meta.terminating(),
        meta.labels(),
        meta.annotations(),
        List.of(),
        meta.finalizers());
  }

  @Test
  void everyCodeIsAReasonInCamelCase() {
    for (Code code : Code.values()) {
      assertThat(Announcements.reason(code)).matches("[A-Z][a-z]+([A-Z][a-z]+)*");
    }
    assertThat(Announcements.reason(Code.WOULD_CUT)).isEqualTo("WouldCut");
  }

  private static Announcement noting(String note) {
    return new Announcement(
        new About(Kind.GRANT, new ObjectKey("", "a"), Optional.of(new Uid("u"))),
        Weight.NORMAL,
        "Opened",
        "Opened",
        note,
        "");
  }

  @Test
  void aNoteIsOneLineAndNoLongerThanAnEventMayBe() {
    assertThat(noting("a\n\u001b[31mb\u2028c").note()).isEqualTo("a [31mb c");
    assertThat(noting("ä".repeat(512)).note()).isEqualTo("ä".repeat(512));
    String cut = noting("😀".repeat(300)).note();
    assertThat(cut).endsWith("😀…");
    assertThat(cut.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(1024);
  }
}
