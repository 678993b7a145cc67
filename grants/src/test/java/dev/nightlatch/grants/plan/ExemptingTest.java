package dev.nightlatch.grants.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.AccessBoundary;
import dev.nightlatch.grants.model.BreakGlass;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Exemption;
import dev.nightlatch.grants.model.FourEyes;
import dev.nightlatch.grants.model.IncidentFile.Who;
import dev.nightlatch.grants.model.IncidentKind;
import dev.nightlatch.grants.model.IncidentRef;
import dev.nightlatch.grants.model.IncidentView;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Samples;
import dev.nightlatch.grants.model.Uid;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Who goes without the approvals that a rule requires.
class ExemptingTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final FourEyes WAIVED = new FourEyes(2, FourEyes.TIMEOUT, true);
  private static final BreakGlass GLASS = new BreakGlass.Allowed(DAY);

  @Test
  void whoIsOnCallNeedsNobodyWhereTheRuleSaysSo() {
    for (Who who : List.of(new Who.User("alice"), new Who.Group("shop-primary"))) {
      Plan.Opens opens = onCall(who).approved(WAIVED).opens();
      assertThat(opens.terms().exemption()).isEqualTo(new Exemption.OnCall());
      assertThat(opens.terms().approvals()).isZero();
      assertThat(opens.terms().needNobody()).isTrue();
    }
    assertThat(onCall(new Who.User("alice")).approved(FourEyes.of(2)).opens().terms().approvals())
        .isEqualTo(2);
  }

  /// The person, and not everybody who takes turns.
  @Test
  void whoIsNotOnCallNowNeedsApprovals() {
    for (Who who :
        List.of(new Who.User("bob"), new Who.Group("alice"), new Who.User("shop-primary"))) {
      Plan.Opens opens = onCall(who).approved(WAIVED).opens();
      assertThat(opens.terms().exemption()).as(who.toString()).isEqualTo(new Exemption.None());
      assertThat(opens.terms().approvals()).isEqualTo(2);
    }
    assertThat(Case.usual().approved(WAIVED).opens().terms().approvals()).isEqualTo(2);
  }

  /// Whoever keeps another provider could say there that they are on call themselves.
  @Test
  void whoIsOnCallByAProviderThatTheRuleDoesNotNameNeedsApprovals() {
    Case onCall = onCall(new Who.User("alice")).approved(WAIVED).kind(IncidentKind.ANY);
    assertThat(onCall.opens().terms().exemption()).isEqualTo(new Exemption.None());
    assertThat(onCall.opens().terms().approvals()).isEqualTo(2);
  }

  @Test
  void aBoundaryThatWantsApprovalsWantsThemOfWhoIsOnCallTooUnlessItSaysOtherwise() {
    Case onCall = onCall(new Who.User("alice")).approved(WAIVED);
    assertThat(onCall.within(boundary("two", 2)).opens().terms().approvals()).isEqualTo(2);
    AccessBoundary lets = boundary("two", 2, Exemption.Kind.ON_CALL);
    assertThat(onCall.within(lets).opens().terms().approvals()).isZero();
    assertThat(onCall.within(lets, boundary("one", 1)).opens().terms().approvals()).isEqualTo(2);
  }

  /// The shift may end before the grant does.
  @Test
  void whoWasOnCallWhenItWasRecordedStaysExempt() {
    Case later = onCall(new Who.User("bob")).approved(WAIVED);
    assertThat(later.opens(begun(new Exemption.OnCall())).terms().approvals()).isZero();
    assertThat(later.opens(begun(new Exemption.None())).terms().approvals()).isEqualTo(2);
    Case strict = later.approved(FourEyes.of(2));
    assertThat(strict.opens(begun(new Exemption.OnCall())).terms().approvals()).isEqualTo(2);
  }

  @Test
  void breakGlassNeedsNobodyWhereTheRuleLetsIt() {
    Plan.Opens opens = Case.usual().glass(GLASS).breakingGlass().opens();
    assertThat(opens.terms().exemption()).isEqualTo(new Exemption.BreakGlass(DAY));
    assertThat(opens.terms().approvals()).isZero();
    assertThat(code(Case.usual().breakingGlass())).isEqualTo(Code.BREAK_GLASS_FORBIDDEN);
    assertThat(Case.usual().glass(GLASS).opens().terms().approvals()).isEqualTo(1);
  }

  @Test
  void breakGlassCrossesABoundaryThatWantsApprovalsUnlessItSaysOtherwise() {
    Case breaks = Case.usual().glass(GLASS).breakingGlass();
    assertThat(breaks.within(boundary("one", 1)).refusal().ending().sentence())
        .isEqualTo(
            "AccessBoundary one does not allow this of AccessRule shop/db-access: found"
                + " break-glass; wanted the approvals that the rule requires.");
    assertThat(code(breaks.within(boundary("one", 1, Exemption.Kind.ON_CALL))))
        .isEqualTo(Code.BOUNDARY_CROSSED);
    assertThat(breaks.within(boundary("one", 1, Exemption.Kind.BREAK_GLASS)).plan())
        .isInstanceOf(Plan.Opens.class);
  }

  @Test
  void whatIsOpenByBreakGlassClosesWhenTheRuleNoLongerLetsIt() {
    Progress begun = begun(new Exemption.BreakGlass(DAY));
    assertThat(Case.usual().breakingGlass().refusal(begun).code())
        .isEqualTo(Code.BREAK_GLASS_FORBIDDEN);
    assertThat(Case.usual().glass(GLASS).breakingGlass().plan(begun))
        .isInstanceOf(Plan.Opens.class);
  }

  /// A layer that nobody reads may deny or allow more: people must have seen that.
  @Test
  void otherLayersAreADoubtThatBreakGlassAloneNeedsNobodyFor() {
    Plan.Opens opens = Case.usual().approved(FourEyes.of(0)).layers("Policy (mesh.io)").opens();
    assertThat(opens.terms().doubtCodes()).containsExactly("NL-OTHER-LAYERS");
    assertThat(opens.terms().doubts().getFirst().sentence()).contains("Policy (mesh.io)");
    assertThat(opens.terms().needNobody()).isFalse();
    assertThat(
            Case.usual()
                .glass(GLASS)
                .breakingGlass()
                .layers("Policy (mesh.io)")
                .opens()
                .terms()
                .needNobody())
        .isTrue();
  }

  /// An approval is of what was shown, doubts and exemptions too.
  @Test
  void doubtsAndExemptionsArePartOfTheTerms() {
    String usual = Case.usual().opens().terms().hash();
    assertThat(Case.usual().layers("Policy (mesh.io)").opens().terms().hash()).isNotEqualTo(usual);
    assertThat(Case.usual().glass(GLASS).breakingGlass().opens().terms().hash())
        .isNotEqualTo(usual);
  }

  private static Progress begun(Exemption exemption) {
    return new Progress.Begun(new TreeSet<>(), true, exemption);
  }

  private static Case onCall(Who who) {
    return Case.usual()
        .incident(
            new IncidentRef("rota", "INC-4711"),
            new IncidentView.Open(Optional.empty(), List.of(), List.of(who)))
        .kind(new IncidentKind(List.of("rota"), List.of(), List.of()));
  }

  private static AccessBoundary boundary(String name, int least, Exemption.Kind... exempt) {
    return new AccessBoundary(
        Samples.meta(new ObjectKey("", name), new Uid(name)),
        "",
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        OptionalInt.of(least),
        List.of(exempt));
  }

  private static Code code(Case refused) {
    return refused.refusal().code();
  }
}
