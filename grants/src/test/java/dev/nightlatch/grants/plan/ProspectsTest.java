package dev.nightlatch.grants.plan;

import static dev.nightlatch.grants.model.Samples.GRANT;
import static dev.nightlatch.grants.model.Samples.NIGHT;
import static dev.nightlatch.grants.model.Samples.TOOLS_KEY;
import static dev.nightlatch.grants.model.Samples.db;
import static dev.nightlatch.grants.model.Samples.defaultDeny;
import static dev.nightlatch.grants.model.Samples.free;
import static dev.nightlatch.grants.model.Samples.rule;
import static dev.nightlatch.grants.model.Samples.tools;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.explain.Answer;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.PolicyRule;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.Prospect;
import dev.nightlatch.grants.model.Samples;
import dev.nightlatch.grants.model.Surroundings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What an approver is told of what lies behind the pods that open: `db` of `shop` for `psql` of
/// `support-tools`, whose egress leads to `shop` alone.
class ProspectsTest {
  private static final Pod PSQL =
      new Pod("support-tools", "psql-0", Map.of("app", "psql"), false, false);
  private static final HeldPolicy TOOLS_LEAD_TO_SHOP =
      egress(
          "support-tools",
          new Peer.AcrossNamespaces(
              LabelSelector.labels(Map.of("kubernetes.io/metadata.name", "shop")),
              LabelSelector.EVERYTHING));

  private static HeldPolicy egress(String namespace, Peer... peers) {
    return Samples.held(
        new NetworkPolicy(
            namespace,
            "egress",
            LabelSelector.EVERYTHING,
            Set.of(Direction.EGRESS),
            List.of(),
            peers.length == 0 ? List.of() : List.of(new PolicyRule(List.of(peers), List.of()))));
  }

  private static Prospect prospect(List<Pod> others, HeldPolicy... policies) {
    List<Pod> pods = new ArrayList<>(others);
    pods.addAll(List.of(db("db-0"), PSQL));
    List<HeldPolicy> held = new ArrayList<>(List.of(policies));
    held.addAll(List.of(defaultDeny(), TOOLS_LEAD_TO_SHOP));
    Look look = new Look.At(Surroundings.of(pods, held), CniProfile.DEFAULT);
    Plan plan =
        Planner.plan(
            new Ask(GRANT, Samples.request(), NIGHT, NIGHT),
            new Facts.Known(rule(1, free(TOOLS_KEY)), List.of(tools("shop")), List.of()),
            look,
            new Progress.Asked());
    assertThat(plan).isInstanceOf(Plan.Opens.class);
    return Prospects.of((Plan.Opens) plan, look).orElseThrow();
  }

  private static List<Pod> ledgers(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Pod("billing", "ledger-" + i, Map.of(), false, false))
        .toList();
  }

  @Test
  void podsThatMayLeaveLeadToOthersAndOutOfTheCluster() {
    Prospect prospect = prospect(ledgers(2));
    assertThat(prospect.opened()).isEqualTo(new Prospect.Step(1, 1, 1, 1, 0));
    assertThat(prospect.beyond()).isEqualTo(new Prospect.Step(2, 2, 1, 3, 0));
    assertThat(prospect.outside()).isEqualTo(Answer.ALLOWED);
    assertThat(prospect.connections())
        .containsExactly(
            "shop/Pod/db-0 -> billing/Pod/ledger-0 on everything",
            "shop/Pod/db-0 -> billing/Pod/ledger-1 on everything",
            "shop/Pod/db-0 -> addresses outside the cluster on everything");
    assertThat(prospect.sessions().word()).isEqualTo("Unknown");
  }

  @Test
  void podsThatMayNotLeaveLeadNowhere() {
    Prospect prospect = prospect(ledgers(2), egress("shop"));
    assertThat(prospect.opened()).isEqualTo(new Prospect.Step(1, 1, 1, 1, 0));
    assertThat(prospect.beyond()).isEqualTo(new Prospect.Step(0, 0, 0, 0, 0));
    assertThat(prospect.outside()).isEqualTo(Answer.DENIED);
    assertThat(prospect.connections()).isEmpty();
  }

  @Test
  void ofManyConnectionsTwentyAreListedAndAllAreCounted() {
    Prospect prospect = prospect(ledgers(40));
    assertThat(prospect.beyond()).isEqualTo(new Prospect.Step(40, 40, 1, 41, 0));
    assertThat(prospect.connections()).hasSize(Prospect.MOST_LINES);
  }

  @Test
  void whereNobodyLookedNothingIsTold() {
    Plan plan =
        Planner.plan(
            new Ask(GRANT, Samples.request(), NIGHT, NIGHT),
            new Facts.Known(rule(1, free(TOOLS_KEY)), List.of(tools("shop")), List.of()),
            new Look.Away(),
            new Progress.Asked());
    assertThat(Prospects.of((Plan.Opens) plan, new Look.Away())).isEmpty();
  }
}
