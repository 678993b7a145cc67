package dev.nightlatch.kube;

import static dev.nightlatch.kube.Guarded.BOUNDARIES;
import static dev.nightlatch.kube.Guarded.boundary;
import static dev.nightlatch.kube.Guarded.with;

import dev.nightlatch.kube.Hand.Answer;
import dev.nightlatch.testkit.RealCluster;
import dev.nightlatch.testkit.TestCluster;
import dev.nightlatch.testkit.Wait;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What somebody who has the operator's token, and every right that RBAC has, can make beyond what
/// the boundaries of the cluster say of namespaces, ports, blocks and time. Several boundaries hold
/// at once, and one of them is always the one that is in the way.
@RealCluster(isolated = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("BoundaryGuardsIT")
final class BoundaryGuardsIT {
  private static final String GUARD = "nightlatch-operator-boundaries";
  private static final String ON_CHANGE = "nightlatch-operator-boundaries-on-change";
  private static final Duration IN_FORCE = Duration.ofSeconds(20);
  private static final String PEER =
      """
      - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: support-tools}}
            podSelector: {matchLabels: {app: tools}}
      """
          .stripTrailing();
  private static final String PORTS = "[{protocol: TCP, port: 5432}]";
  private static final String FORBIDDEN =
      """
      - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: vault}}
            podSelector: {matchLabels: {app: vault}}
      """
          .stripTrailing();

  private final TestCluster cluster;
  private Guarded guarded;
  private Hand operator;
  private Answer grant;
  private Answer latch;

  /// The path of the grant's policy, as its plan has it.
  private String path;

  BoundaryGuardsIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeAll
  void install() {
    guarded = Guarded.on(cluster);
    operator = guarded.mightyOperator();
    grant = guarded.asked();
    latch = guarded.armed(grant);
    path = guarded.policies() + "/" + guarded.opened(grant, latch).text("metadata.name");
    cluster.apply(boundary("time", "maxDuration: 10m"));
    cluster.apply(boundary("places", "forbiddenNamespaces: [kube-system, vault]"));
    cluster.apply(boundary("blocks", "widestBlock: {ipv4: 28, ipv6: 96}"));
    cluster.apply(boundary("addresses", "widestBlock: {ipv4: 26, ipv6: 128}"));
    cluster.apply(
        boundary(
            "ports",
            "forbiddenPorts: [{port: 22}, {port: 8000, endPort: 8010},"
                + " {protocol: UDP, port: 53}]"));
    awaitCrossed("spec.activeDeadlineSeconds", later());
    awaitCrossed("spec: AccessBoundary places", opens(PEER, FORBIDDEN));
    awaitCrossed("spec: AccessBoundary blocks", opens(PEER, "- ipBlock: {cidr: 192.0.2.0/27}"));
    awaitCrossed(
        "spec: AccessBoundary addresses", opens(PEER, "- ipBlock: {cidr: '2001:db8::/127'}"));
    awaitCrossed("spec: AccessBoundary ports", opens(PORTS, "[{port: 22}]"));
  }

  private void awaitCrossed(String said, String tried) {
    String collection =
        tried.startsWith("apiVersion: batch/v1") ? guarded.jobs() : guarded.policies();
    var _ =
        Wait.forValue(
            IN_FORCE,
            () ->
                Optional.of(operator.tryToCreate(collection, tried).message())
                    .filter(answer -> answer.contains(said)),
            () -> said + " does not count: " + operator.tryToCreate(collection, tried).message());
  }

  @AfterAll
  void close() {
    guarded.close();
  }

  /// The policy as the plan has it, but for one part.
  private String opens(String part, String otherwise) {
    return with(policy(), part, otherwise);
  }

  /// Of a name that is free.
  private String policy() {
    return with(guarded.policy(grant, latch.text("metadata.uid")), "-ingress\n", "-egress-1\n");
  }

  private String later() {
    return with(
        Guarded.latch(guarded.asked()), "activeDeadlineSeconds: 600", "activeDeadlineSeconds: 601");
  }

  private Answer tries(String part, String otherwise) {
    return operator.tryToCreate(guarded.policies(), opens(part, otherwise));
  }

  @Test
  void whatKeepsWithinAllOfThemIsOpened() {
    operator.tryToCreate(guarded.policies(), policy()).taken();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- ipBlock: {cidr: 192.0.2.0/28}",
        "- ipBlock: {cidr: '2001:db8:1:2::7/128'}",
        "- podSelector: {matchLabels: {app: tools}}",
      })
  void peersWithinAllOfThemAreOpened(String peer) {
    tries(PEER, peer).taken();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{protocol: UDP, port: 22}, {protocol: TCP, port: 53}]",
        "[{port: 7990, endPort: 7999}, {port: 8011, endPort: 8020}]",
      })
  void portsBesideTheForbiddenOnesAreOpened(String ports) {
    tries(PORTS, ports).taken();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "192.0.2.0/27; AccessBoundary blocks wants narrower blocks: at least /28 (IPv4)",
        "192.0.2.0/24; AccessBoundary",
        "2001:db8:1:2::/127; AccessBoundary addresses wants narrower blocks",
        "2001:db8:1:2::/64; AccessBoundary",
      })
  void aBlockThatIsWiderThanOneOfThemAllowsIsRefused(String block, String reason) {
    tries(PEER, "- ipBlock: {cidr: '" + block + "'}").refusedBy(GUARD, reason);
  }

  @Test
  void aWideBlockBesideANarrowOneIsRefused() {
    tries(
            PEER,
            PEER + "\n    - ipBlock: {cidr: 192.0.2.0/28}\n    - ipBlock: {cidr: 192.0.2.32/27}")
        .refusedBy(GUARD, "AccessBoundary blocks wants narrower blocks");
  }

  @Test
  void aWideBlockOnTheWayOutIsRefused() {
    String out =
        with(
            with(with(policy(), "[Ingress]", "[Egress]"), "ingress:\n", "egress:\n"),
            "- from:",
            "- to:");
    operator.tryToCreate(guarded.policies(), out).taken();
    operator
        .tryToCreate(guarded.policies(), with(out, PEER, "- ipBlock: {cidr: 192.0.2.0/27}"))
        .refusedBy(GUARD, "AccessBoundary blocks wants narrower blocks");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{port: 22}]",
        "[{protocol: TCP, port: 22}]",
        "[{protocol: TCP, port: 5432}, {protocol: TCP, port: 22}]",
        "[{protocol: TCP, port: 8005}]",
        "[{protocol: TCP, port: 8010, endPort: 8012}]",
        "[{protocol: TCP, port: 7996, endPort: 8000}]",
        "[{protocol: TCP, port: 20, endPort: 24}]",
        "[{protocol: UDP, port: 53}]",
      })
  void aPortThatOneOfThemForbidsIsRefused(String ports) {
    tries(PORTS, ports).refusedBy(GUARD, "AccessBoundary ports forbids one of these ports");
  }

  @Test
  void aPeerInANamespaceThatOneOfThemForbidsIsRefused() {
    tries(PEER, FORBIDDEN)
        .refusedBy(GUARD, "AccessBoundary places forbids peers in kube-system, vault");
  }

  @Test
  void aPolicyInANamespaceThatOneOfThemForbidsIsRefused() {
    operator
        .tryToCreate("/apis/networking.k8s.io/v1/namespaces/kube-system/networkpolicies", policy())
        .refusedBy(GUARD, "AccessBoundary places forbids to open anything in kube-system");
  }

  @ParameterizedTest
  @ValueSource(strings = {"activeDeadlineSeconds: 601", "activeDeadlineSeconds: 86400"})
  void aLatchThatOutlastsOneOfThemIsRefused(String deadline) {
    operator
        .tryToCreate(
            guarded.jobs(),
            with(Guarded.latch(guarded.asked()), "activeDeadlineSeconds: 600", deadline))
        .refusedBy(GUARD, "AccessBoundary time wants a latch to close within 10m");
  }

  @Test
  void aLatchWithinAllOfThemIsMade() {
    operator.tryToCreate(guarded.jobs(), Guarded.latch(guarded.asked())).taken();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "[{'op':'replace','path':'/spec/ingress/0/ports/0/port','value':22}];"
            + "AccessBoundary ports forbids one of these ports",
        "[{'op':'add','path':'/spec/ingress/0/from/-','value':{'ipBlock':{'cidr':'192.0.2.0/27'}}}];"
            + "AccessBoundary blocks wants narrower blocks",
        "[{'op':'replace','path':'/spec/ingress/0/from/0/namespaceSelector/matchLabels',"
            + "'value':{'kubernetes.io/metadata.name':'vault'}}];"
            + "AccessBoundary places forbids peers in",
      })
  void whatStandsIsNotWidenedBeyondThem(String steps, String reason) {
    operator.patchBySteps(path + "?dryRun=All", steps).refusedBy(ON_CHANGE, reason);
  }

  @Test
  void whatStandsIsPutRightWithinThem() {
    operator
        .patchBySteps(
            path + "?dryRun=All",
            "[{'op':'replace','path':'/spec/ingress/0/ports/0/port','value':5433}]")
        .taken();
  }

  /// A boundary that is made stricter closes what is open; nothing may hold that up.
  @Test
  void whatABoundaryForbidsByNowCanBeLetGoOf() {
    Answer another = guarded.asked();
    String uid = guarded.armed(another).text("metadata.uid");
    Answer opened =
        operator
            .create(
                guarded.policies(), with(guarded.policy(another, uid), "port: 5432", "port: 6033"))
            .taken();
    String its = guarded.policies() + "/" + opened.text("metadata.name");
    guarded
        .as(
            "system:serviceaccount:kube-system:amazon-network-policy-controller-k8s",
            "system:masters")
        .patch(its, "{'metadata':{'finalizers':['networking.k8s.aws/resources']}}")
        .taken();
    guarded.admin().create(BOUNDARIES, boundary("sql", "forbiddenPorts: [{port: 6033}]")).taken();
    awaitCrossed("AccessBoundary sql", opens(PORTS, "[{port: 6033}]"));
    operator.patch(its, "{'metadata':{'finalizers':null}}").taken();
    operator.delete(its).taken();
    guarded.admin().awaitGone(its);
  }

  /// The server spends only so much on a guard, which must suffice for the largest policy there is.
  @Test
  void aPolicyAsLargeAsAnyIsStillJudged() {
    String names =
        IntStream.range(0, 64).mapToObj(n -> "forbidden-" + n).collect(Collectors.joining(", "));
    String ports =
        IntStream.range(0, 32)
            .mapToObj(n -> "{port: " + (7000 + n) + "}")
            .collect(Collectors.joining(", "));
    guarded
        .admin()
        .create(
            BOUNDARIES,
            boundary(
                "all", "forbiddenNamespaces: [" + names + "], forbiddenPorts: [" + ports + "]"))
        .taken();
    String peers =
        IntStream.range(0, 256)
            .mapToObj(
                n ->
                    "{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: n-%d}},"
                            .formatted(n)
                        + " podSelector: {matchLabels: {app: tools}}}")
            .collect(Collectors.joining(", ", "[", "]"));
    String opened =
        IntStream.range(0, 32)
            .mapToObj(n -> "{protocol: TCP, port: " + (10_000 + n) + "}")
            .collect(Collectors.joining(", ", "[", "]"));
    String rule = "  - {from: " + peers + ", ports: " + opened + "}\n";
    String spec = policy();
    String large = spec.substring(0, spec.indexOf("  ingress:")) + "  ingress:\n" + rule.repeat(16);
    operator.tryToCreate(guarded.policies(), large).taken();
    int last = large.lastIndexOf("n-255}");
    operator
        .tryToCreate(
            guarded.policies(), large.substring(0, last) + "vault" + large.substring(last + 5))
        .refusedBy(GUARD, "AccessBoundary places forbids peers in");
  }
}
