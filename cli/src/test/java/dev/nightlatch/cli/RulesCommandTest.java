package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.BreakGlass;
import dev.nightlatch.grants.model.Conditions;
import dev.nightlatch.grants.model.IncidentKind;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Permission;
import dev.nightlatch.grants.model.Quota;
import dev.nightlatch.grants.model.RuleRights;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Which rules somebody may open, and what else they may do with them.
class RulesCommandTest {
  private static final ObjectKey SHELL = new ObjectKey("shop", "db-shell");
  private static final ObjectKey LAPTOP = new ObjectKey("shop", "db-from-laptop");
  private static final Permission YES = Permission.HELD;
  private static final Permission NO = Permission.NOT_HELD;
  private static final RuleRights NONE = RuleRights.of(_ -> NO);

  private Printed printed = new Printed();
  private EmbeddedStage stage;

  @BeforeEach
  void build() throws Exception {
    stage = EmbeddedStage.build();
  }

  @AfterEach
  void close() throws Exception {
    stage.close();
  }

  private void may(ObjectKey rule, RuleRights rights) {
    stage.embedded().rights(stage.engineer().whoAmI().user(), rule, rights);
  }

  private AccessRule rule() {
    return stage.engineer().rule(SHELL).orElseThrow();
  }

  private AccessRule withGlass() {
    AccessRule rule = rule();
    return new AccessRule(
        rule.meta(),
        rule.description(),
        rule.target(),
        rule.sources(),
        rule.maxDuration(),
        rule.fourEyes(),
        new Conditions(IncidentKind.ANY, new BreakGlass.Allowed(Duration.ofDays(1)), Quota.NONE));
  }

  private String list(Format format, boolean mine) {
    printed = new Printed();
    Answer answer = new Answer(printed.screen(), format, ApiObjects.made(stage.engineer()));
    assertThat(RulesCommand.list(answer, stage.engineer(), Optional.of("shop"), mine)).isZero();
    return printed.out();
  }

  private void allAre(RuleRights rights) {
    stage.engineer().rules().forEach(rule -> may(rule.meta().key(), rights));
  }

  @Test
  void theLastColumnSaysWhatTheCallerMayDo() {
    allAre(NONE);
    may(SHELL, new RuleRights(YES, YES, NO));
    may(LAPTOP, new RuleRights(NO, NO, YES));
    assertThat(list(Format.table, false))
        .containsPattern("RULE .* YOU MAY\n")
        .containsPattern(" db-shell .* open\n")
        .containsPattern(" db-from-laptop .* approve\n");
    may(SHELL, NONE);
    assertThat(list(Format.table, false)).containsPattern(" db-shell .* -\n");
  }

  @Test
  void mineAreThoseThatTheCallerMayOpenInJsonToo() {
    allAre(NONE);
    may(SHELL, new RuleRights(YES, NO, NO));
    assertThat(list(Format.table, true)).contains("db-shell").doesNotContain("db-from-laptop");
    assertThat(list(Format.json, true))
        .contains("\"kind\": \"AccessRule\"")
        .contains("db-shell")
        .doesNotContain("db-from-laptop");
    may(SHELL, NONE);
    assertThat(list(Format.table, true)).isEmpty();
    assertThat(printed.err()).contains("No rules that you may open in namespace shop");
  }

  @Test
  void whatIsNotKnownIsAQuestionMarkAndNotLeftOut() {
    allAre(RuleRights.UNKNOWN);
    assertThat(list(Format.table, true))
        .containsPattern(" db-shell .* \\?\n")
        .containsPattern(" db-from-laptop .* \\?\n");
    assertThat(RightsText.of(rule(), new RuleRights(YES, NO, Permission.UNKNOWN)))
        .isEqualTo("open, ?");
  }

  @Test
  void theGlassIsBrokenOnlyWhereTheRuleLetsItByWhoMayOpen() {
    RuleRights both = new RuleRights(YES, YES, NO);
    assertThat(RightsText.of(rule(), both)).isEqualTo("open");
    assertThat(RightsText.of(withGlass(), both)).isEqualTo("open, break-glass");
    assertThat(RightsText.of(withGlass(), new RuleRights(NO, YES, NO))).isEqualTo("-");
    assertThat(RightsText.of(withGlass(), RuleRights.ALL)).isEqualTo("open, break-glass, approve");
  }
}
