package dev.nightlatch.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.model.PolicyPort;
import dev.nightlatch.engine.model.PolicyRule;
import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.engine.set.Protocol;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.Approval;
import dev.nightlatch.grants.model.GrantRef;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.HeldLatch;
import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.IncidentRef;
import dev.nightlatch.grants.model.LatchOrder;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Owner;
import dev.nightlatch.grants.model.Part;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.PolicyOrder;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.Review;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.kube.Hand.Answer;
import dev.nightlatch.testkit.RealCluster;
import dev.nightlatch.testkit.TestCluster;
import dev.nightlatch.testkit.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/// The guards are in nobody's way: the product's own adapter, with its own rights, opens, and the
/// cluster's controllers close.
@RealCluster(isolated = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("HonestLifeIT")
final class HonestLifeIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration LONG = Duration.ofHours(1);

  private final TestCluster cluster;
  private Guarded guarded;
  private KubeCluster operator;

  HonestLifeIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeAll
  void install() {
    guarded = Guarded.on(cluster);
    operator = guarded.product();
  }

  @AfterAll
  void close() {
    operator.close();
    guarded.close();
  }

  /// What is held open for a grant.
  private record Open(Answer grant, HeldLatch latch, PolicyOrder order) {
    ObjectKey policy() {
      return order.key();
    }
  }

  private Open open(String namespace, Duration deadline) {
    Answer grant = guarded.asked();
    Uid uid = new Uid(grant.text("metadata.uid"));
    LatchOrder latch = new LatchOrder(namespace, uid, grant.text("metadata.name"), deadline);
    operator.arm(latch);
    HeldLatch held =
        Wait.forValue(
            SOON,
            () -> operator.latch(latch.key()).filter(there -> there.startedAt().isPresent()),
            () -> "the latch was not started");
    PolicyOrder order =
        new PolicyOrder(
            policy(namespace, uid),
            Map.of(Names.GRANT_LABEL, uid.text(), Names.MANAGED_BY_LABEL, Names.MANAGED_BY_VALUE),
            Map.of(Names.EXPIRES_AT, "2026-01-02T03:04:05Z", Names.RULE, namespace + "/db-shell"),
            new Owner("batch/v1", "Job", Names.latch(uid), held.meta().uid()));
    assertThat(operator.apply(order)).isTrue();
    return new Open(grant, held, order);
  }

  private static NetworkPolicy policy(String namespace, Uid grant) {
    return new NetworkPolicy(
        namespace,
        Names.ingressPolicy(grant),
        LabelSelector.labels(Map.of("app", "database")),
        Set.of(Direction.INGRESS),
        List.of(
            new PolicyRule(
                List.of(
                    new Peer.AcrossNamespaces(
                        LabelSelector.labels(Map.of("kubernetes.io/metadata.name", "tools")),
                        LabelSelector.labels(Map.of("app", "psql")))),
                List.of(new PolicyPort.Numbered(PortRange.single(Protocol.TCP, 5432))))),
        List.of());
  }

  private void awaitClosed(Open open) {
    Wait.until(SOON, "the policy is still there", () -> operator.policy(open.policy()).isEmpty());
    Wait.until(
        SOON,
        "the latch is still there",
        () -> operator.latch(open.latch().meta().key()).isEmpty());
  }

  @Test
  void aGrantIsApprovedAndReportedAndClosesByItself() {
    Open open = open(guarded.namespace(), Duration.ofSeconds(3));
    String path = Guarded.path(open.grant());
    String approval =
        "{'spec':{'approvals':[{'by':'bob@example.com','terms':'%s',".formatted("a".repeat(64))
            + "'groups':['approvers','system:authenticated']}]}}";
    Answer approved = guarded.bob().patch(path, approval).taken();
    Map<Object, Object> reported = new LinkedHashMap<>(approved.told());
    reported.put("status", Map.of("phase", "Active"));
    guarded.operator().replace(path + "/status", reported).taken();

    awaitClosed(open);

    assertThat(
            cluster
                .audit()
                .await(
                    event ->
                        event.is(
                            "delete", "networkpolicies", guarded.namespace(), open.policy().name()),
                    SOON)
                .user())
        .isEqualTo("system:serviceaccount:kube-system:generic-garbage-collector");
  }

  private Request request(
      Identity who, IncidentRef incident, boolean breakGlass, Optional<GrantRef> extended) {
    return new Request(
        new ObjectKey(guarded.namespace(), "db-shell"),
        incident,
        "the order queue is stuck",
        Duration.ofMinutes(10),
        Part.of(new Origin.AnySource()),
        Optional.empty(),
        breakGlass,
        extended,
        who);
  }

  @Test
  void theGlassIsBrokenAndTheGrantIsReviewedByTheProductsOwnHand() {
    try (KubeCluster alice = Installed.connect(cluster.alice());
        KubeCluster bob = Installed.connect(cluster.approver())) {
      IncidentRef incident = new IncidentRef("rota", "INC-4711");
      AccessGrant grant = alice.ask(request(alice.whoAmI(), incident, true, Optional.empty()));
      assertThat(grant.request().breakGlass()).isTrue();
      operator.report(
          grant,
          GrantStatus.NEW
              .reviewedBy(Instant.parse("2026-03-02T02:14:00Z"))
              .in(Phase.EXPIRED, "Over.", Optional.empty()));
      Review.By fine = new Review.By(bob.whoAmI(), "the only way in");
      AccessGrant reviewed = bob.review(grant, fine).orElseThrow();
      assertThat(reviewed.voices().review()).isEqualTo(fine);
      assertThat(operator.grant(grant.name())).contains(reviewed);
    }
  }

  @Test
  void anApproverAcceptsADoubtAfterAllByTheProductsOwnHand() {
    try (KubeCluster alice = Installed.connect(cluster.alice());
        KubeCluster bob = Installed.connect(cluster.approver())) {
      IncidentRef incident = IncidentRef.manual("INC-4711");
      AccessGrant grant = alice.ask(request(alice.whoAmI(), incident, false, Optional.empty()));
      String terms = "a".repeat(64);
      Approval plain = new Approval(bob.whoAmI(), terms, "go ahead");
      Approval more = new Approval(bob.whoAmI(), terms, List.of("NL-OTHER-LAYERS"), "go ahead");
      AccessGrant once = bob.approve(grant, plain).orElseThrow();
      AccessGrant twice = bob.approve(once, more).orElseThrow();
      assertThat(twice.voices().approvals()).containsExactly(plain, more);
    }
  }

  @Test
  void aGrantGoesOnFromAnotherByTheProductsOwnHand() {
    try (KubeCluster alice = Installed.connect(cluster.alice())) {
      IncidentRef incident = new IncidentRef("rota", "INC-4711");
      AccessGrant first = alice.ask(request(alice.whoAmI(), incident, false, Optional.empty()));
      Optional<GrantRef> from = Optional.of(new GrantRef(first.name(), first.uid()));
      AccessGrant second = alice.ask(request(alice.whoAmI(), incident, false, from));
      assertThat(second.request().extended()).isEqualTo(from);
      assertThat(operator.grants(first.request().rule())).contains(first, second);
    }
  }

  @Test
  void whatIsAppliedAgainStaysAsItIs() {
    Open open = open(guarded.namespace(), LONG);
    assertThat(operator.apply(open.order())).isTrue();
    operator.remove(open.policy(), operator.policy(open.policy()).orElseThrow().meta().uid());
    assertThat(operator.policy(open.policy())).isEmpty();
  }

  @Test
  void theOperatorClosesEarly() {
    Open open = open(guarded.namespace(), LONG);
    operator.disarm(open.latch().meta().key(), open.latch().meta().uid());
    awaitClosed(open);
  }

  @Test
  void whoeverDeletesTheGrantCloses() {
    Open open = open(guarded.namespace(), LONG);
    String path = Guarded.path(open.grant());
    guarded.admin().delete(path).taken();
    awaitClosed(open);
  }

  /// The garbage collector learns of a new kind within half a minute.
  @Test
  void whoeverDeletesTheGrantAndWaitsFindsItClosed() {
    Open open = open(guarded.namespace(), LONG);
    String path = Guarded.path(open.grant());
    guarded.admin().delete(path + "?propagationPolicy=Foreground").taken();
    Wait.until(SOON, "the grant is still there", () -> !guarded.admin().sees(path));
    assertThat(operator.policy(open.policy())).isEmpty();
    assertThat(operator.latch(open.latch().meta().key())).isEmpty();
  }

  @Test
  void theDeletionOfANamespaceFinishes() {
    String namespace = cluster.anotherNamespace();
    Open open = open(namespace, LONG);
    String path = "/api/v1/namespaces/" + namespace;
    guarded.admin().delete(path).taken();
    Wait.until(SOON, "the namespace is still there", () -> !guarded.admin().sees(path));
    assertThat(operator.policy(open.policy())).isEmpty();
  }

  /// Where the plugin's controller has gone, nobody else takes its finalizer off.
  @Test
  void aPolicyThatAPluginHoldsIsReleasedByTheOperator() {
    Open open = open(guarded.namespace(), LONG);
    String path = guarded.policies() + "/" + open.policy().name();
    guarded
        .as("eks:network-policy-controller", "system:masters")
        .patch(path, "{'metadata':{'finalizers':['networking.k8s.aws/resources']}}")
        .taken();
    operator.disarm(open.latch().meta().key(), open.latch().meta().uid());
    Wait.until(
        SOON,
        "the policy is not deleted",
        () -> guarded.admin().get(path).has("metadata.deletionTimestamp"));
    guarded.operator().patch(path, "{'metadata':{'finalizers':null}}").taken();
    awaitClosed(open);
  }
}
