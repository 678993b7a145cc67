package dev.nightlatch.grants.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.BreakGlass;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Exemption;
import dev.nightlatch.grants.model.IncidentKind;
import dev.nightlatch.grants.model.IncidentRef;
import dev.nightlatch.grants.model.IncidentView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// For which incidents a rule opens.
class OccasionTest {
  private static final IncidentRef KEPT = new IncidentRef("rota", "INC-4711");
  private static final IncidentView OPEN =
      new IncidentView.Open(Optional.of("critical"), List.of("shop-db", "shop-web"), List.of());
  private static final IncidentView SILENT = new IncidentView.Unreachable("ConfigMap is gone");
  private static final BreakGlass GLASS = new BreakGlass.Allowed(Duration.ofDays(1));

  @Test
  void anIncidentThatNobodyVouchesForOpensWhereTheRuleAsksForNoOther() {
    assertThat(Case.usual().opens().terms().approvals()).isEqualTo(1);
    assertThat(code(Case.usual().kind(kind(List.of("rota"), List.of(), List.of()))))
        .isEqualTo(Code.INCIDENT_UNFIT);
    assertThat(Case.usual().kind(kind(List.of("manual"), List.of(), List.of())).plan())
        .isInstanceOf(Plan.Opens.class);
  }

  /// Nobody can tell its severity, so a rule that asks for one never takes it.
  @Test
  void anIncidentThatNobodyVouchesForHasNoSeverityAndNoService() {
    assertThat(code(Case.usual().kind(kind(List.of(), List.of("critical"), List.of()))))
        .isEqualTo(Code.INCIDENT_UNFIT);
    assertThat(code(Case.usual().kind(kind(List.of("manual"), List.of(), List.of("shop-db")))))
        .isEqualTo(Code.INCIDENT_UNFIT);
  }

  @Test
  void aKeptIncidentThatIsOpenOpensARuleWhateverElseTheRuleTakes() {
    assertThat(kept(OPEN).plan()).isInstanceOf(Plan.Opens.class);
    assertThat(kept(OPEN).kind(kind(List.of("rota", "pager"), List.of(), List.of())).plan())
        .isInstanceOf(Plan.Opens.class);
  }

  @Test
  void allThatTheRuleNamesMustFit() {
    Case open = kept(OPEN);
    assertThat(open.kind(kind(List.of(), List.of("critical"), List.of("shop-db"))).plan())
        .isInstanceOf(Plan.Opens.class);
    for (IncidentKind other :
        List.of(
            kind(List.of("pager"), List.of(), List.of()),
            kind(List.of("rota"), List.of("Critical"), List.of()),
            kind(List.of("rota"), List.of("critical"), List.of("billing")))) {
      assertThat(code(open.kind(other))).as(other.toString()).isEqualTo(Code.INCIDENT_UNFIT);
    }
    IncidentView bare = new IncidentView.Open(Optional.empty(), List.of(), List.of());
    Refusal refusal = kept(bare).kind(kind(List.of(), List.of("critical"), List.of())).refusal();
    assertThat(refusal.ending().sentence())
        .isEqualTo(
            "Incident rota/INC-4711 is none for AccessRule shop/db-access: found severity none;"
                + " wanted one of critical.");
  }

  @Test
  void whatIsOverOrUnknownOrOfNoProviderNeverOpensBreakGlassOrNot() {
    for (boolean breaks : List.of(false, true)) {
      assertThat(code(kept(new IncidentView.Closed(), breaks))).isEqualTo(Code.INCIDENT_CLOSED);
      assertThat(code(kept(new IncidentView.Unknown(), breaks))).isEqualTo(Code.INCIDENT_UNKNOWN);
      assertThat(code(kept(new IncidentView.NoProvider(), breaks)))
          .isEqualTo(Code.PROVIDER_MISSING);
    }
  }

  @Test
  void whatCannotBeVerifiedOpensByBreakGlassAlone() {
    assertThat(code(kept(SILENT, false))).isEqualTo(Code.INCIDENT_UNVERIFIED);
    assertThat(kept(SILENT, true).opens().terms().doubts())
        .singleElement()
        .satisfies(
            doubt -> {
              assertThat(doubt.code()).isEqualTo(Code.INCIDENT_UNVERIFIED);
              assertThat(doubt.sentence())
                  .isEqualTo("Incident rota/INC-4711 cannot be verified: ConfigMap is gone.");
            });
  }

  // While it is open.

  @Test
  void whatIsOpenClosesWhenItsIncidentIsResolvedOrForgotten() {
    for (boolean isOpen : List.of(false, true)) {
      Progress begun = begun(isOpen);
      assertThat(kept(new IncidentView.Closed()).refusal(begun).code())
          .isEqualTo(Code.INCIDENT_CLOSED);
      assertThat(kept(new IncidentView.Unknown()).refusal(begun).code())
          .isEqualTo(Code.INCIDENT_UNKNOWN);
    }
    assertThat(Code.INCIDENT_CLOSED.endAfterLease().text()).isEqualTo("Closed");
  }

  @Test
  void whatIsOpenStaysSoThoughNobodyCanAskOrItsKindHasChanged() {
    Case open = kept(OPEN).kind(kind(List.of("pager"), List.of("low"), List.of("billing")));
    assertThat(open.plan(begun(true))).isInstanceOf(Plan.Opens.class);
    assertThat(kept(SILENT).opens(begun(true)).terms().doubts()).isEmpty();
    assertThat(kept(new IncidentView.NoProvider()).plan(begun(true)))
        .isInstanceOf(Plan.Opens.class);
  }

  private static Progress begun(boolean isOpen) {
    return new Progress.Begun(new TreeSet<>(), isOpen, new Exemption.None());
  }

  private static Case kept(IncidentView view) {
    return Case.usual().incident(KEPT, view);
  }

  private static Case kept(IncidentView view, boolean breaks) {
    Case kept = kept(view).glass(GLASS);
    return breaks ? kept.breakingGlass() : kept;
  }

  private static IncidentKind kind(
      List<String> providers, List<String> severities, List<String> services) {
    return new IncidentKind(providers, severities, services);
  }

  private static Code code(Case refused) {
    return refused.refusal().code();
  }
}
