package dev.nightlatch.grants.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The stable words: codes, phases, names.
class WordsTest {

  @ParameterizedTest
  @EnumSource(Code.class)
  void aCodeIsReadBackFromItsText(Code code) {
    assertThat(Code.parse(code.text())).contains(code);
    assertThat(code.text()).matches("NL(-[A-Z]+)+");
  }

  @ParameterizedTest
  @EnumSource(Phase.class)
  void aPhaseIsReadBackFromItsText(Phase phase) {
    assertThat(Phase.parse(phase.text())).contains(phase);
    assertThat(phase.text()).matches("([A-Z][a-z]+)+");
  }

  @Test
  void noTwoCodesAndNoTwoPhasesShareAText() {
    assertThat(Arrays.stream(Code.values()).map(Code::text)).doesNotHaveDuplicates();
    assertThat(Arrays.stream(Phase.values()).map(Phase::text)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "RULE_MISSING", "NL-RULE_MISSING", "nl-rule-missing", "NL-", "Active"})
  void anotherTextIsNoCode(String text) {
    assertThat(Code.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ACTIVE", "active", "Active ", "Timed-Out", "NL-EXPIRED"})
  void anotherTextIsNoPhase(String text) {
    assertThat(Phase.parse(text)).isEmpty();
  }

  @Test
  void theTerminalPhasesAreTheSevenThatNeverChange() {
    assertThat(Arrays.stream(Phase.values()).filter(Phase::isTerminal))
        .containsExactlyInAnyOrder(
            Phase.REJECTED,
            Phase.WITHDRAWN,
            Phase.TIMED_OUT,
            Phase.REFUSED,
            Phase.EXPIRED,
            Phase.CLOSED,
            Phase.REVOKED);
  }

  @ParameterizedTest
  @EnumSource(Code.class)
  void everyCodeEndsAGrantInATerminalPhaseOfItsTime(Code code) {
    Set<Phase> afterwards = EnumSet.of(Phase.EXPIRED, Phase.CLOSED, Phase.REVOKED);
    assertThat(code.endAfterLease()).isIn(afterwards);
    assertThat(code.endBeforeLease().isTerminal()).isTrue();
    assertThat(code.endBeforeLease()).isNotEqualTo(Phase.CLOSED);
    assertThat(code.endBeforeLease() == Phase.EXPIRED).isEqualTo(code == Code.EXPIRED);
  }

  @ParameterizedTest
  @CsvSource({
    "CLOSED_BY_REQUESTER, WITHDRAWN, CLOSED",
    "TIMED_OUT, TIMED_OUT, REVOKED",
    "OPENING_STALE, TIMED_OUT, REVOKED",
    "BLOCK_IN_CLUSTER, REFUSED, REVOKED",
    "WOULD_CUT, REFUSED, REVOKED",
    "OPENS_MORE, REFUSED, REVOKED",
    "UNDECIDED, REFUSED, REVOKED",
    "ALREADY_OPEN, REFUSED, REVOKED",
    "STILL_DENIED, REFUSED, REVOKED",
    "HOST_NETWORK, REFUSED, REVOKED",
    "NOTHING_SELECTED, REFUSED, REVOKED",
    "LATCH_GONE, REFUSED, REVOKED",
    "REVOKED, REJECTED, REVOKED",
  })
  void theSameReasonEndsAGrantDifferentlyOnceItsLeaseHasBegun(
      Code code, Phase before, Phase after) {
    assertThat(code.endBeforeLease()).isEqualTo(before);
    assertThat(code.endAfterLease()).isEqualTo(after);
  }

  @Test
  void aCodeOfAnEarlierVersionIsStillRead() {
    assertThat(Code.parse("NL-NOT-ISOLATED")).contains(Code.WOULD_CUT);
    assertThat(Code.parse("NL-NO-SUCH")).isEmpty();
  }

  @Test
  void namesDeriveFromTheUidAndFitIntoALabel() {
    assertThat(Names.latch(Samples.GRANT)).isEqualTo("nl-" + Samples.GRANT);
    assertThat(Names.ingressPolicy(Samples.GRANT))
        .isEqualTo("nl-" + Samples.GRANT + "-ingress")
        .hasSizeLessThanOrEqualTo(63);
  }
}
