package dev.nightlatch.grants.plan;

import static dev.nightlatch.grants.model.Samples.APP_DB;
import static dev.nightlatch.grants.model.Samples.GRANT;
import static dev.nightlatch.grants.model.Samples.NIGHT;
import static dev.nightlatch.grants.model.Samples.TOOLS_KEY;
import static dev.nightlatch.grants.model.Samples.db;
import static dev.nightlatch.grants.model.Samples.defaultDeny;
import static dev.nightlatch.grants.model.Samples.free;
import static dev.nightlatch.grants.model.Samples.held;
import static dev.nightlatch.grants.model.Samples.tools;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.PolicyPort;
import dev.nightlatch.engine.model.PolicyRule;
import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.engine.set.Protocol;
import dev.nightlatch.grants.model.AccessBoundary;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.Bystander;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Dns;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Proof;
import dev.nightlatch.grants.model.Prospect;
import dev.nightlatch.grants.model.Samples;
import dev.nightlatch.grants.model.Surroundings;
import dev.nightlatch.grants.model.Uid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a rule that lets its sources resolve names opens beside the way to its target.
class DnsTest {
  private static final LabelSelector KUBE_DNS = LabelSelector.labels(Map.of("k8s-app", "kube-dns"));
  private static final Pod PSQL =
      new Pod("support-tools", "psql-0", Map.of("app", "psql"), false, false);
  private static final Pod SERVER =
      new Pod("kube-system", "coredns-0", Map.of("k8s-app", "kube-dns"), false, false);
  private static final HeldPolicy NOTHING_OUT = held(egress("nothing-out", List.of()));
  private static final PolicyRule TO_SERVERS =
      new PolicyRule(
          List.of(
              new Peer.AcrossNamespaces(
                  LabelSelector.labels(Map.of("kubernetes.io/metadata.name", "kube-system")),
                  KUBE_DNS)),
          List.of(
              new PolicyPort.Numbered(PortRange.single(Protocol.TCP, 53)),
              new PolicyPort.Numbered(PortRange.single(Protocol.UDP, 53))));
  private static final HeldPolicy NAMES_ALLOWED = held(egress("allow-dns", List.of(TO_SERVERS)));
  private static final String MAIN = "support-tools/app=psql -> shop/app=db on 5432/TCP";
  private static final String MAIN_LINE = "support-tools/Pod/psql-0 -> shop/Pod/db-0 on 5432/TCP";
  private static final String NAMES =
      "support-tools/app=psql -> kube-system/k8s-app=kube-dns on 53/TCP, 53/UDP";

  private static NetworkPolicy egress(String name, List<PolicyRule> rules) {
    return new NetworkPolicy(
        "support-tools",
        name,
        LabelSelector.EVERYTHING,
        Set.of(Direction.EGRESS),
        List.of(),
        rules);
  }

  private static AccessRule rule() {
    AccessRule bare = Samples.rule(0, free(TOOLS_KEY));
    return new AccessRule(
        bare.meta(),
        bare.description(),
        bare.target(),
        bare.sources(),
        bare.maxDuration(),
        bare.fourEyes(),
        bare.conditions(),
        new Dns.Pods("kube-system", KUBE_DNS));
  }

  private static Look.At look(HeldPolicy... more) {
    List<HeldPolicy> policies = new ArrayList<>(List.of(defaultDeny()));
    policies.addAll(List.of(more));
    return new Look.At(
        Surroundings.of(List.of(db("db-0"), PSQL, SERVER), policies), CniProfile.DEFAULT);
  }

  private static Plan plan(Look look, Progress progress, AccessBoundary... boundaries) {
    return Planner.plan(
        new Ask(GRANT, Samples.request(), NIGHT, NIGHT),
        new Facts.Known(rule(), List.of(tools("shop")), List.of(boundaries)),
        look,
        progress);
  }

  private static Plan.Opens opens(Plan plan) {
    return switch (plan) {
      case Plan.Opens opens -> opens;
      case Plan.Refuses(var refusal) -> throw new AssertionError(refusal.ending().toString());
    };
  }

  private static Code refused(Plan plan) {
    return switch (plan) {
      case Plan.Opens _ -> throw new AssertionError("it opens");
      case Plan.Refuses(var refusal) -> refusal.code();
    };
  }

  private static List<String> opened(Plan plan) {
    return opens(plan).impact() instanceof Impact.Harmless(var opened, _) ? opened : List.of();
  }

  @Test
  void aSourceThatMayNotGoOutResolvesNamesByTheSamePolicy() {
    Plan.Opens opens = opens(plan(look(NOTHING_OUT), new Progress.Asked()));
    assertThat(opens.policies()).hasSize(2);
    assertThat(opens.policies().getLast().egress())
        .hasSize(2)
        .endsWith(TO_SERVERS)
        .first()
        .satisfies(
            rule ->
                assertThat(rule.peers())
                    .containsExactly(
                        new Peer.AcrossNamespaces(
                            LabelSelector.labels(Map.of("kubernetes.io/metadata.name", "shop")),
                            APP_DB)));
    assertThat(opens.terms().connections()).containsExactly(NAMES, MAIN);
    assertThat(opens.terms().targets()).contains("kube-system/Pod/coredns-0", "shop/Pod/db-0");
    assertThat(opened(opens))
        .containsExactlyInAnyOrder(
            "support-tools/Pod/psql-0 -> kube-system/Pod/coredns-0 on 53/TCP, 53/UDP", MAIN_LINE);
    assertThat(Term.parse(NAMES).map(Term::toString)).contains(NAMES);
  }

  @Test
  void aSourceThatMayGoOutGetsNoPolicyAndNoTermForNames() {
    Plan.Opens opens = opens(plan(look(), new Progress.Asked()));
    assertThat(opens.policies()).hasSize(1);
    assertThat(opens.terms().connections()).containsExactly(MAIN);
  }

  @Test
  void theHashIsOfTheNamesToo() {
    AccessRule other =
        new AccessRule(
            rule().meta(),
            "",
            rule().target(),
            rule().sources(),
            rule().maxDuration(),
            rule().fourEyes(),
            rule().conditions());
    Plan without =
        Planner.plan(
            new Ask(GRANT, Samples.request(), NIGHT, NIGHT),
            new Facts.Known(other, List.of(tools("shop")), List.of()),
            look(NOTHING_OUT),
            new Progress.Asked());
    assertThat(opens(without).terms().hash())
        .isNotEqualTo(opens(plan(look(NOTHING_OUT), new Progress.Asked())).terms().hash());
  }

  @Test
  void namesThatAreResolvedAlreadyAreNoFault() {
    Plan plan = plan(look(NOTHING_OUT, NAMES_ALLOWED), new Progress.Asked());
    assertThat(opens(plan).terms().connections()).containsExactly(NAMES, MAIN);
    assertThat(opened(plan)).containsExactly(MAIN_LINE);
  }

  /// The way in is the name servers' own matter.
  @Test
  void nameServersThatLetNobodyInAreNoFault() {
    HeldPolicy closed =
        held(Samples.ingressPolicy("kube-system", "nobody-in", LabelSelector.EVERYTHING));
    Plan plan = plan(look(NOTHING_OUT, closed), new Progress.Asked());
    assertThat(opens(plan).terms().connections()).containsExactly(NAMES, MAIN);
    assertThat(opened(plan)).containsExactly(MAIN_LINE);
  }

  @Test
  void nameServersAndTheirPoliciesStandBesideIt() {
    HeldPolicy theirs = held(Samples.ingressPolicy("kube-system", "dns", KUBE_DNS));
    assertThat(opens(plan(look(NOTHING_OUT, theirs), new Progress.Asked())).beside())
        .extracting(Bystander::name)
        .contains("Pod kube-system/coredns-0", "NetworkPolicy kube-system/dns", "Pod shop/db-0");
  }

  @Test
  void whatLiesBehindTheNameServersIsToldToTheApprover() {
    Look.At look = look(NOTHING_OUT);
    Prospect prospect = Prospects.of(opens(plan(look, new Progress.Asked())), look).orElseThrow();
    assertThat(prospect.opened()).isEqualTo(new Prospect.Step(2, 2, 2, 2, 0));
    assertThat(prospect.connections())
        .contains("kube-system/Pod/coredns-0 -> addresses outside the cluster on everything");
  }

  /// Names alone are nothing that anybody asked for.
  @Test
  void aTargetThatIsOpenAlreadyIsRefusedThoughNamesWouldOpen() {
    NetworkPolicy out =
        egress(
            "to-the-shop",
            List.of(
                new PolicyRule(
                    List.of(
                        new Peer.AcrossNamespaces(
                            LabelSelector.labels(Map.of("kubernetes.io/metadata.name", "shop")),
                            LabelSelector.EVERYTHING)),
                    List.of())));
    NetworkPolicy in =
        new NetworkPolicy(
            "shop",
            "from-the-tools",
            APP_DB,
            Set.of(Direction.INGRESS),
            List.of(
                new PolicyRule(
                    List.of(
                        new Peer.AcrossNamespaces(
                            LabelSelector.labels(
                                Map.of("kubernetes.io/metadata.name", "support-tools")),
                            LabelSelector.EVERYTHING)),
                    List.of())),
            List.of());
    assertThat(refused(plan(look(held(out), held(in)), new Progress.Asked())))
        .isEqualTo(Code.ALREADY_OPEN);
  }

  @Test
  void whatWasBegunKeepsItsTermsThoughNobodyLooks() {
    Progress begun =
        new Progress.Begun(
            List.of(
                new ObjectKey("shop", Names.ingressPolicy(GRANT)),
                new ObjectKey("support-tools", Names.egressPolicy(GRANT, 1))),
            true);
    assertThat(opens(plan(new Look.Away(), begun)).terms().connections())
        .containsExactly(NAMES, MAIN);
  }

  @Test
  void aBoundaryHoldsForNamesToo() {
    assertThat(
            refused(
                plan(
                    look(NOTHING_OUT),
                    new Progress.Asked(),
                    boundary(List.of("kube-system"), List.of()))))
        .isEqualTo(Code.BOUNDARY_CROSSED);
    for (PortRange port : Dns.PORTS) {
      assertThat(
              refused(
                  plan(
                      look(NOTHING_OUT), new Progress.Asked(), boundary(List.of(), List.of(port)))))
          .isEqualTo(Code.BOUNDARY_CROSSED);
    }
    assertThat(
            opened(
                plan(
                    look(NOTHING_OUT),
                    new Progress.Asked(),
                    boundary(List.of("elsewhere"), List.of(Samples.tcp(54))))))
        .hasSize(2);
  }

  private static AccessBoundary boundary(List<String> namespaces, List<PortRange> ports) {
    return new AccessBoundary(
        Samples.meta(new ObjectKey("", "production"), new Uid("production-uid")),
        "",
        Optional.empty(),
        Optional.empty(),
        namespaces,
        ports,
        OptionalInt.empty());
  }

  @Test
  void afterTheClosingNamesThatAreResolvedAllTheSameAreNamedAndNoFault() {
    List<String> terms = List.of(NAMES, MAIN);
    Proof shut = Proofs.closed("shop", terms, List.of(), look(NOTHING_OUT), NIGHT);
    assertThat(shut.holds()).isTrue();
    assertThat(shut.sentence()).isEqualTo("Closed: 2 connections are denied again.");
    Proof named = Proofs.closed("shop", terms, List.of(), look(NOTHING_OUT, NAMES_ALLOWED), NIGHT);
    assertThat(named.holds()).isTrue();
    assertThat(named.sentence()).isEqualTo("Closed: 1 connection is denied again.");
    assertThat(named.connections())
        .anyMatch(line -> line.contains("coredns-0 on 53/TCP, 53/UDP: still allowed by"));
  }

  @Test
  void namesInTheTargetsOwnNamespaceAreToldFromTheTargetByTheirPorts() {
    String metrics = "support-tools/app=psql -> kube-system/app=metrics on 10250/TCP";
    Look.At names = look(NOTHING_OUT, NAMES_ALLOWED);
    assertThat(
            Proofs.closed("kube-system", List.of(NAMES, metrics), List.of(), names, NIGHT).holds())
        .isTrue();
    assertThat(Proofs.closed("kube-system", List.of(NAMES), List.of(), names, NIGHT).holds())
        .isFalse();
  }
}
