package dev.nightlatch.grants.plan;

import static dev.nightlatch.grants.model.Samples.APP_DB;
import static dev.nightlatch.grants.model.Samples.GRANT;
import static dev.nightlatch.grants.model.Samples.NIGHT;
import static dev.nightlatch.grants.model.Samples.RULE_KEY;
import static dev.nightlatch.grants.model.Samples.TOOLS_KEY;
import static dev.nightlatch.grants.model.Samples.VPN_KEY;
import static dev.nightlatch.grants.model.Samples.db;
import static dev.nightlatch.grants.model.Samples.defaultDeny;
import static dev.nightlatch.grants.model.Samples.free;
import static dev.nightlatch.grants.model.Samples.held;
import static dev.nightlatch.grants.model.Samples.ingressPolicy;
import static dev.nightlatch.grants.model.Samples.rule;
import static dev.nightlatch.grants.model.Samples.tools;
import static dev.nightlatch.grants.model.Samples.vpn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.model.Action;
import dev.nightlatch.engine.model.ClusterPeer;
import dev.nightlatch.engine.model.ClusterPolicy;
import dev.nightlatch.engine.model.ClusterRule;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.Kind;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.PodScope;
import dev.nightlatch.engine.model.PolicyPort;
import dev.nightlatch.engine.model.PolicyRef;
import dev.nightlatch.engine.model.PolicyRule;
import dev.nightlatch.engine.model.Reading;
import dev.nightlatch.engine.model.Requirement;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.Tier;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.AccessSource;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Doubt;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Samples;
import dev.nightlatch.grants.model.Surroundings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What a grant's policy would do to the cluster as it stands: something opens, within the terms,
/// and nothing is cut; or it stays shut, and says why.
class WeighingTest {
  private static final Pod PSQL =
      new Pod("support-tools", "psql-0", Map.of("app", "psql"), false, false);
  private static final Pod WEB = new Pod("shop", "web-0", Map.of("app", "web"), false, false);

  @Test
  void whatOpensIsListedByItsEnds() {
    assertThat(impact(Surroundings.of(List.of(db("db-0"), PSQL), List.of(defaultDeny()))))
        .isEqualTo(
            new Impact.Harmless(
                List.of("support-tools/Pod/psql-0 -> shop/Pod/db-0 on 5432/TCP"), ""));
  }

  @Test
  void aSourceWithoutPodsOpensForThoseToCome() {
    assertThat(impact(Surroundings.of(List.of(db("db-0")), List.of(defaultDeny()))))
        .isEqualTo(
            new Impact.Harmless(
                List.of("support-tools/Pod/(to come) -> shop/Pod/db-0 on 5432/TCP"), ""));
  }

  // Nothing may be cut.

  @Test
  void aTargetPodThatNoPolicyIsolatesIsNamedWithWhatItWouldLose() {
    HeldPolicy forOne =
        held(ingressPolicy("shop", "one", LabelSelector.labels(Map.of("app", "db", "n", "0"))));
    Pod isolated = new Pod("shop", "db-0", Map.of("app", "db", "n", "0"), false, false);
    Refusal refusal =
        refusal(Surroundings.of(List.of(isolated, db("db-2"), db("db-1"), WEB), List.of(forOne)));
    assertThat(refusal)
        .isInstanceOfSatisfying(
            Refusal.WouldCut.class,
            cut -> {
              assertThat(cut.notIsolated()).containsExactly("shop/db-1", "shop/db-2");
              assertThat(cut.cut())
                  .contains("shop/Pod/web-0 -> shop/Pod/db-1 on everything")
                  .anyMatch(line -> line.startsWith("0.0.0.0-255.255.255.255 -> shop/Pod/db-1"))
                  .noneMatch(line -> line.contains("-> shop/Pod/db-0"));
            });
    assertThat(refusal.ending().sentence())
        .startsWith("Opening AccessRule shop/db-access would cut ")
        .contains("No standing policy isolates pod shop/db-1, shop/db-2");
  }

  @Test
  void thePolicyOfTheGrantItselfDoesNotCountThoughSomebodyTookItsLabelAway() {
    HeldPolicy own =
        held(ingressPolicy("shop", Names.ingressPolicy(GRANT), LabelSelector.EVERYTHING));
    assertThat(impact(Surroundings.of(List.of(db("db-0"), PSQL), List.of(defaultDeny(), own))))
        .isEqualTo(impact(Surroundings.of(List.of(db("db-0"), PSQL), List.of(defaultDeny()))));
  }

  @Test
  void policiesOfGrantsAndPoliciesOnTheirWayOutDoNotCountForTheyGo() {
    HeldPolicy deny = defaultDeny();
    HeldPolicy marked =
        new HeldPolicy(
            Samples.labelled(deny.meta(), Map.of(Names.GRANT_LABEL, "x")), deny.policy());
    HeldPolicy unreadablyMarked =
        new HeldPolicy(Samples.labelled(deny.meta(), Map.of(Names.GRANT_LABEL, "")), deny.policy());
    HeldPolicy going = new HeldPolicy(Samples.terminating(deny.meta()), deny.policy());
    List<Pod> pods = List.of(db("db-0"), PSQL);
    assertThat(plan(Surroundings.of(pods, List.of(deny)))).isInstanceOf(Plan.Opens.class);
    for (HeldPolicy passing : List.of(marked, unreadablyMarked, going)) {
      assertThat(code(Surroundings.of(pods, List.of(passing)))).isEqualTo(Code.WOULD_CUT);
    }
  }

  @Test
  void onlyIngressIsolationOfTheTargetsOwnNamespaceSaves() {
    HeldPolicy egressOnly =
        held(
            new NetworkPolicy(
                "shop",
                "egress",
                LabelSelector.EVERYTHING,
                Set.of(Direction.EGRESS),
                List.of(),
                List.of()));
    HeldPolicy elsewhere = held(ingressPolicy("bank", "deny", LabelSelector.EVERYTHING));
    assertThat(code(Surroundings.of(List.of(db("db-0")), List.of(egressOnly, elsewhere))))
        .isEqualTo(Code.WOULD_CUT);
  }

  @Test
  void theSentenceOfARefusalListsAFewConnectionsAndCountsTheRest() {
    List<Pod> many = IntStream.range(0, 500).mapToObj(i -> db("db-" + i)).toList();
    assertThat(refusal(Surroundings.of(many, List.of())).ending().sentence())
        .contains("shop/Pod/db-0")
        .containsPattern("and \\d+ more")
        .contains("and 490 more")
        .hasSizeLessThan(1500);
  }

  // Something must open.

  @Test
  void aTargetThatSelectsNobodyOpensNothing() {
    Pod finished = new Pod("shop", "db-old", Map.of("app", "db"), false, true);
    Pod elsewhere = new Pod("bank", "db-0", Map.of("app", "db"), false, false);
    assertThat(refusal(Surroundings.of(List.of(finished, elsewhere), List.of(defaultDeny()))))
        .isEqualTo(new Refusal.NothingSelected(RULE_KEY, "shop/app=db"));
  }

  @Test
  void whatAStandingPolicyAllowsIsNotOpenedOnceMore() {
    HeldPolicy all =
        held(
            new NetworkPolicy(
                "shop",
                "all",
                APP_DB,
                Set.of(Direction.INGRESS),
                List.of(new PolicyRule(List.of(), List.of())),
                List.of()));
    Surroundings open = Surroundings.of(List.of(db("db-0"), PSQL), List.of(defaultDeny(), all));
    assertThat(refusal(open))
        .isEqualTo(new Refusal.AlreadyOpen(RULE_KEY, List.of("NetworkPolicy shop/all")));
    assertThat(whileOpen(open))
        .isEqualTo(new Impact.Harmless(List.of(), "Allowed also by NetworkPolicy shop/all."));
  }

  @Test
  void whatAnAdminTierPolicyDeniesIsNotOpened() {
    Surroundings denied =
        with(
            Surroundings.of(List.of(db("db-0"), PSQL), List.of(defaultDeny())),
            admin("guard", Action.DENY),
            List.of());
    assertThat(refusal(denied))
        .isEqualTo(new Refusal.StillDenied(RULE_KEY, List.of("ClusterNetworkPolicy guard")));
    assertThat(plan(denied, true)).isInstanceOf(Plan.Refuses.class);
  }

  @Test
  void aTargetOnTheHostNetworkIsBeyondPolicies() {
    Pod onHost = new Pod("shop", "db-0", Map.of("app", "db"), true, false);
    assertThat(refusal(Surroundings.of(List.of(onHost, PSQL), List.of(defaultDeny()))))
        .isEqualTo(new Refusal.HostNetwork(RULE_KEY, List.of("shop/db-0")));
  }

  @Test
  void ofAnOpenGrantWhosePodsAreGoneForAMomentNothingIsWrong() {
    assertThat(whileOpen(Surroundings.of(List.of(PSQL), List.of(defaultDeny()))))
        .isEqualTo(new Impact.Harmless(List.of(), "No pod of the target is there now."));
  }

  // Nothing more may open.

  @Test
  void aPodWithoutAnAddressDoesNotStandInABlock() {
    AccessRule rule = rule(0, free(VPN_KEY));
    AccessSource vpn = vpn(List.of("198.51.100.0/24"), "shop");
    Pod unknown = new Pod("shop", "late-0", Map.of("app", "late"), false, false);
    Pod outside = WEB.withAddresses(List.of(Address.parse("10.0.0.9").orElseThrow()));
    assertThat(
            Planner.plan(
                new Ask(GRANT, Samples.request(), NIGHT, NIGHT),
                new Facts.Known(rule, List.of(vpn), List.of()),
                look(
                    Surroundings.of(List.of(db("db-0"), outside, unknown), List.of(defaultDeny()))),
                new Progress.Asked()))
        .isInstanceOfSatisfying(
            Plan.Opens.class,
            opens ->
                assertThat(opens.impact())
                    .isEqualTo(
                        new Impact.Harmless(
                            List.of("198.51.100.0-198.51.100.255 -> shop/Pod/db-0 on 5432/TCP"),
                            "")));
  }

  // Both sides.

  private static final HeldPolicy NOTHING_OUT =
      held(
          new NetworkPolicy(
              "support-tools",
              "nothing-out",
              LabelSelector.EVERYTHING,
              Set.of(Direction.EGRESS),
              List.of(),
              List.of()));

  @Test
  void aSourceThatIsIsolatedForEgressIsOpenedOnItsSideToo() {
    for (List<Pod> pods : List.of(List.of(db("db-0"), PSQL), List.of(db("db-0")))) {
      Plan plan = plan(Surroundings.of(pods, List.of(defaultDeny(), NOTHING_OUT)));
      assertThat(plan)
          .isInstanceOfSatisfying(
              Plan.Opens.class,
              opens -> {
                assertThat(opens.policies()).hasSize(2);
                NetworkPolicy out = opens.policies().getLast();
                assertThat(out.namespace()).isEqualTo("support-tools");
                assertThat(out.name()).isEqualTo(Names.egressPolicy(GRANT, 1));
                assertThat(out.policyTypes()).containsExactly(Direction.EGRESS);
                assertThat(out.ingress()).isEmpty();
                assertThat(out.egress())
                    .containsExactly(
                        new PolicyRule(
                            List.of(
                                new Peer.AcrossNamespaces(
                                    LabelSelector.labels(
                                        Map.of("kubernetes.io/metadata.name", "shop")),
                                    APP_DB)),
                            List.of(new PolicyPort.Numbered(Samples.tcp(5432)))));
                assertThat(impact(plan))
                    .isInstanceOfSatisfying(
                        Impact.Harmless.class,
                        harmless -> assertThat(harmless.opened()).hasSize(1));
              });
    }
  }

  @Test
  void aSourceThatIsNotIsolatedForEgressGetsNoPolicyForItWouldBeTheFirst() {
    assertThat(plan(Surroundings.of(List.of(db("db-0"), PSQL), List.of(defaultDeny()))))
        .isInstanceOfSatisfying(Plan.Opens.class, opens -> assertThat(opens.policies()).hasSize(1));
  }

  @Test
  void aSourceOfWhichOnlySomePodsAreIsolatedForEgressWouldLoseTheOthersWay() {
    Pod free =
        new Pod("support-tools", "psql-1", Map.of("app", "psql", "free", "yes"), false, false);
    HeldPolicy some =
        held(
            new NetworkPolicy(
                "support-tools",
                "some",
                new LabelSelector(List.of(new Requirement.DoesNotExist("free"))),
                Set.of(Direction.EGRESS),
                List.of(),
                List.of()));
    assertThat(
            refusal(Surroundings.of(List.of(db("db-0"), PSQL, free), List.of(defaultDeny(), some))))
        .isInstanceOfSatisfying(
            Refusal.WouldCut.class,
            cut -> assertThat(cut.notIsolated()).containsExactly("support-tools/psql-1"));
  }

  @Test
  void whatIsOnRecordStaysWhatItIs() {
    Surroundings shut =
        Surroundings.of(List.of(db("db-0"), PSQL), List.of(defaultDeny(), NOTHING_OUT));
    ObjectKey ingress = new ObjectKey("shop", Names.ingressPolicy(GRANT));
    ObjectKey egress = new ObjectKey("support-tools", Names.egressPolicy(GRANT, 1));
    assertThat(planned(shut, new Progress.Begun(List.of(ingress), true)))
        .as("the source was isolated later, by a stranger")
        .isInstanceOfSatisfying(
            Plan.Refuses.class,
            refuses -> assertThat(refuses.refusal().code()).isEqualTo(Code.STILL_DENIED));
    assertThat(
            planned(
                Surroundings.of(List.of(db("db-0"), PSQL), List.of(defaultDeny())),
                new Progress.Begun(List.of(ingress, egress), true)))
        .as("the source's own policy has gone: ours isolates it now")
        .isInstanceOfSatisfying(
            Plan.Refuses.class,
            refuses -> assertThat(refuses.refusal().code()).isEqualTo(Code.WOULD_CUT));
  }

  /// Kube-network-policies reads the Baseline tier only where no NetworkPolicy selects the pod:
  /// ours would end its denials in the other direction, too.
  @Test
  void aPolicyThatEndsTheBaselineTierElsewhereOpensMore() {
    ClusterPolicy baseline =
        new ClusterPolicy(
            PolicyRef.Kind.CLUSTER_NETWORK_POLICY,
            "base",
            Tier.BASELINE,
            0,
            new PodScope(LabelSelector.EVERYTHING, APP_DB),
            List.of(
                new ClusterRule("", Action.DENY, List.of(new ClusterPeer.Unknown()), List.of())),
            List.of(decides(Action.DENY)));
    Surroundings denied =
        with(Surroundings.of(List.of(db("db-0"), PSQL), List.of()), baseline, List.of());
    CniProfile once = CniProfile.DEFAULT.with(Reading.BASELINE_ONLY_WITHOUT_NETWORK_POLICY);
    assertThat(
            Planner.plan(
                new Ask(GRANT, Samples.request(), NIGHT, NIGHT),
                new Facts.Known(rule(0, free(TOOLS_KEY)), List.of(tools("shop")), List.of()),
                new Look.At(denied, once),
                new Progress.Asked()))
        .isInstanceOfSatisfying(
            Plan.Refuses.class,
            refuses ->
                assertThat(refuses.refusal())
                    .isEqualTo(
                        new Refusal.OpensMore(
                            RULE_KEY,
                            List.of("shop/Pod/db-0 -> support-tools/Pod/psql-0 on everything"))));
  }

  // What is not known.

  @Test
  void whereNetworkPoliciesCouldNotBeListedNothingCanBeDecided() {
    Surroundings blind =
        with(
            Surroundings.of(List.of(db("db-0"), PSQL), List.of()),
            List.of(),
            List.of(new Gap.Unlisted(Kind.NETWORK_POLICY, "")));
    assertThat(doubts(plan(blind)))
        .extracting(Doubt::code)
        .containsExactly(Code.MAY_CUT, Code.MAY_OPEN_MORE, Code.UNDECIDED);
    assertThat(doubts(plan(blind, true))).isEmpty();
  }

  /// The grant's own policy allows it for certain, whatever the others say.
  @Test
  void whereNetworkPoliciesCouldNotBeListedABlockIsNotTakenForOpen() {
    Surroundings blind =
        with(
            Surroundings.of(List.of(db("db-0")), List.of()),
            List.of(),
            List.of(new Gap.Unlisted(Kind.NETWORK_POLICY, "")));
    Facts facts =
        new Facts.Known(
            rule(0, free(VPN_KEY)), List.of(vpn(List.of("10.20.0.0/24"), "shop")), List.of());
    ObjectKey ingress = new ObjectKey("shop", Names.ingressPolicy(GRANT));
    Ask ask = new Ask(GRANT, Samples.request(), NIGHT, NIGHT);

    assertThat(doubts(Planner.plan(ask, facts, look(blind), new Progress.Asked())))
        .extracting(Doubt::code)
        .containsExactly(Code.MAY_CUT, Code.MAY_OPEN_MORE, Code.UNDECIDED);
    assertThat(
            impact(
                Planner.plan(ask, facts, look(blind), new Progress.Begun(List.of(ingress), true))))
        .isEqualTo(new Impact.Harmless(List.of(), "Whether anything is open cannot be decided."));
  }

  private static ClusterPolicy admin(String name, Action action) {
    return new ClusterPolicy(
        PolicyRef.Kind.CLUSTER_NETWORK_POLICY,
        name,
        Tier.ADMIN,
        0,
        PodScope.EVERYTHING,
        List.of(decides(action)),
        List.of());
  }

  private static ClusterRule decides(Action action) {
    return new ClusterRule(
        "", action, List.of(new ClusterPeer.Pods(PodScope.EVERYTHING)), List.of());
  }

  private static Surroundings with(Surroundings plain, ClusterPolicy policy, List<Gap> gaps) {
    return with(plain, List.of(policy), gaps);
  }

  private static Surroundings with(
      Surroundings plain, List<ClusterPolicy> policies, List<Gap> gaps) {
    Snapshot snapshot = plain.snapshot();
    return new Surroundings(
        snapshot.withPolicies(snapshot.networkPolicies(), policies).withGaps(gaps),
        plain.passing());
  }

  private static Look look(Surroundings surroundings) {
    return new Look.At(surroundings, CniProfile.DEFAULT);
  }

  private static Plan plan(Surroundings surroundings) {
    return plan(surroundings, false);
  }

  private static Plan plan(Surroundings surroundings, boolean isOpen) {
    ObjectKey ingress = new ObjectKey("shop", Names.ingressPolicy(GRANT));
    return planned(
        surroundings, isOpen ? new Progress.Begun(List.of(ingress), true) : new Progress.Asked());
  }

  private static Plan planned(Surroundings surroundings, Progress progress) {
    return Planner.plan(
        new Ask(GRANT, Samples.request(), NIGHT, NIGHT),
        new Facts.Known(rule(0, free(TOOLS_KEY)), List.of(tools("shop")), List.of()),
        look(surroundings),
        progress);
  }

  private static Impact impact(Surroundings surroundings) {
    return impact(plan(surroundings));
  }

  private static Impact whileOpen(Surroundings surroundings) {
    return impact(plan(surroundings, true));
  }

  private static Impact impact(Plan plan) {
    return switch (plan) {
      case Plan.Opens opens -> opens.impact();
      case Plan.Refuses(var refusal) -> throw new AssertionError(refusal.ending().sentence());
    };
  }

  private static List<Doubt> doubts(Plan plan) {
    return switch (plan) {
      case Plan.Opens opens -> opens.terms().doubts();
      case Plan.Refuses(var refusal) -> throw new AssertionError(refusal.ending().sentence());
    };
  }

  private static Refusal refusal(Surroundings surroundings) {
    return switch (plan(surroundings)) {
      case Plan.Refuses(var refusal) -> refusal;
      case Plan.Opens opens -> throw new AssertionError("opens " + opens.impact());
    };
  }

  private static Code code(Surroundings surroundings) {
    return refusal(surroundings).code();
  }
}
