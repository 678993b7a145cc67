package dev.nightlatch.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Notice;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.record.JournalEntry;
import dev.nightlatch.operator.FaultPlan.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Lives in which pods and policies of others come and go beside what is open.
class BesideLifeTest extends Lives {
  private static final Duration WHILE = Deeds.HELD.plusSeconds(1);
  private static final Duration WHOLE = Duration.ofMinutes(10);

  private final FaultPlan none = new FaultPlan(0, Fault.NOT_DONE, () -> {});

  private AccessGrant opened() {
    AccessGrant grant =
        village
            .alice()
            .ask(
                new Request(
                    Village.RULE,
                    "INC-4711",
                    "orders fail",
                    Duration.ofMinutes(5),
                    new Origin.AnySource(),
                    "alice"));
    live(grant, none, in(Duration.ofSeconds(3)));
    assertThat(village.isOpen(grant)).isTrue();
    assertThat(noticed(grant)).isEmpty();
    return grant;
  }

  private List<String> noticed(AccessGrant grant) {
    return record.story(grant.uid()).entries().stream()
        .filter(JournalEntry.Noticed.class::isInstance)
        .map(JournalEntry.Noticed.class::cast)
        .map(entry -> Notice.clauses(entry.notices()))
        .toList();
  }

  private void extra(LabelSelector pods, Direction direction) {
    String namespace = direction == Direction.INGRESS ? "shop" : "support-tools";
    var _ =
        village
            .embedded
            .hands()
            .put(
                new NetworkPolicy(
                    namespace, "extra", pods, Set.of(direction), List.of(), List.of()),
                Map.of());
  }

  @Test
  void podsThatComeAndGoAreRecordedEachTimeWithinSecondsAndCloseNothing() {
    AccessGrant grant = opened();
    Instant end = village.now(grant).status().expiresAt().orElseThrow();
    for (int i = 0; i < 2; i++) {
      var pods = village.embedded.hands().put("shop", "db", Map.of("app", "db"), 2);
      live(grant, none, in(WHILE));
      village.embedded.hands().deletePod(new ObjectKey("shop", pods.getLast().name()));
      live(grant, none, in(WHILE));
    }
    assertThat(noticed(grant)).hasSize(4);
    assertThat(noticed(grant).get(0)).startsWith("Pod shop/db-").endsWith(" came");
    assertThat(noticed(grant).get(1)).startsWith("Pod shop/db-").endsWith(" went");
    assertThat(village.now(grant).status().phase()).isEqualTo(Phase.ACTIVE);
    assertThat(village.now(grant).status().expiresAt()).contains(end);
    live(grant, none, in(WHOLE));
    assertClosedAndTold(grant);
    assertThat(village.now(grant).status().code()).contains(Code.EXPIRED);
  }

  @Test
  void aPolicyOfSomebodyElseIsRecordedOnceAndClosesNothing() {
    AccessGrant grant = opened();
    extra(LabelSelector.EVERYTHING, Direction.INGRESS);
    live(grant, none, in(WHILE.multipliedBy(3)));
    extra(LabelSelector.labels(Map.of("app", "db")), Direction.INGRESS);
    live(grant, none, in(WHILE.multipliedBy(3)));
    assertThat(noticed(grant))
        .containsExactly("NetworkPolicy shop/extra came", "NetworkPolicy shop/extra changed");
    assertThat(village.now(grant).status().phase()).isEqualTo(Phase.ACTIVE);
    live(grant, none, in(WHOLE));
    assertThat(noticed(grant)).hasSize(2);
  }

  /// What closed it is on record too.
  @Test
  void whatMakesTheComparisonFailClosesAndIsRecorded() {
    AccessGrant grant = opened();
    village.embedded.hands().deletePolicy(new ObjectKey("shop", "default-deny"));
    live(grant, none, in(WHOLE));
    assertClosedAndTold(grant);
    assertThat(village.now(grant).status().code()).contains(Code.WOULD_CUT);
    assertThat(noticed(grant)).containsExactly("NetworkPolicy shop/default-deny went");
  }

  @Test
  void whatIsOpenStaysOpenToItsEndWhereNothingCanBeRecorded() {
    AccessGrant grant = opened();
    extra(LabelSelector.EVERYTHING, Direction.INGRESS);
    village.live(grant, village.operator(), new DeadJournal(record, _ -> true), in(WHILE));
    assertThat(village.isOpen(grant)).isTrue();
    assertThat(noticed(grant)).isEmpty();
    live(grant, none, in(WHILE));
    assertThat(noticed(grant)).containsExactly("NetworkPolicy shop/extra came");
  }

  @ParameterizedTest
  @EnumSource
  void whateverCallGoesWrongItIsRecordedOnce(Fault fault) {
    for (int when = 1; when <= 30; when++) {
      BesideLifeTest test = new BesideLifeTest();
      AccessGrant grant = test.opened();
      test.extra(LabelSelector.EVERYTHING, Direction.INGRESS);
      FaultPlan plan = new FaultPlan(when, fault, () -> test.look(grant));
      test.live(grant, plan, test.in(WHILE));
      test.live(grant, test.none, test.in(WHILE));
      assertThat(test.noticed(grant))
          .as("call " + when)
          .containsExactly("NetworkPolicy shop/extra came");
      test.live(grant, test.none, test.in(WHOLE));
      test.assertClosedAndTold(grant);
    }
  }
}
