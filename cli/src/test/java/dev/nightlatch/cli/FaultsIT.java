package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.controlplane.ControlPlane;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.testkit.FaultProxy;
import dev.nightlatch.testkit.RealCluster;
import dev.nightlatch.testkit.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Each kind of fault once on the real control plane. Whatever was opened here is judged at the end
/// by somebody who knows only the cluster, its audit log and the record; see [Site#close].
@RealCluster(isolated = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FaultsIT {
  private static final String SYSTEM = "nightlatch-system";

  private static final List<Code> DOUBTS =
      List.of(
          Code.ADDRESSES_UNKNOWN,
          Code.MAY_CUT,
          Code.MAY_OPEN_MORE,
          Code.OTHER_LAYERS,
          Code.UNDECIDED);

  private final Site site;
  private final ControlPlane plane;
  private final List<OperatorProcess> started = new ArrayList<>();

  FaultsIT(TestCluster cluster, @TempDir Path folder) {
    site = new Site(cluster, folder);
    plane = cluster.plane();
  }

  private OperatorProcess start() {
    return started(site.startOperator(site.freshJournal()));
  }

  private OperatorProcess started(OperatorProcess operator) {
    started.add(operator);
    return operator;
  }

  @AfterEach
  void end() {
    started.forEach(OperatorProcess::kill);
    started.clear();
  }

  @AfterAll
  void close() {
    site.close();
  }

  private void awaitTime(Instant when) {
    site.await(Site.SOON, () -> when + " is not over", () -> Instant.now().isAfter(when));
  }

  @Test
  void anApiServerThatRestartsWhileSomethingIsOpen() {
    OperatorProcess operator = start();
    Asked grant = site.shop().open("db-shell", "20s");

    site.outage(plane.apiServer()::stop, () -> {}, plane.apiServer()::start);

    grant.awaitEnd(Phase.EXPIRED, Code.EXPIRED);
    assertThat(operator.recordedKinds(grant)).isEqualTo(OperatorProcess.WHOLE_LIFE);
    site.shop().open("db-shell", "10s").awaitEnd(Phase.EXPIRED, Code.EXPIRED);
  }

  @Test
  void anApiServerThatIsAwayAtTheLeasesEnd() {
    OperatorProcess operator = start();
    Asked grant = site.shop().open("db-shell", "10s");
    Instant end = grant.leaseEnd();

    site.outage(
        plane.apiServer()::kill, () -> awaitTime(end.plusSeconds(6)), plane.apiServer()::start);

    grant.awaitEnd(Phase.EXPIRED, Code.EXPIRED);
    assertThat(operator.recordedKinds(grant)).isEqualTo(OperatorProcess.WHOLE_LIFE);
  }

  @Test
  void anEtcdThatStandsStillOverTheLeasesEnd() {
    OperatorProcess operator = start();
    Asked grant = site.shop().open("db-shell", "10s");
    Instant end = grant.leaseEnd();

    site.outage(
        plane.etcd()::pause,
        () -> awaitTime(end.plusSeconds(6)),
        () -> {
          plane.etcd().resume();
          plane.awaitReady();
        });

    grant.awaitEnd(Phase.EXPIRED, Code.EXPIRED);
    assertThat(operator.recordedKinds(grant)).isEqualTo(OperatorProcess.WHOLE_LIFE);
  }

  /// Its connections stay, and nothing comes through them: the latch closes.
  @Test
  void anOperatorWhoseWatchIsCutOverTheLeasesEnd() {
    FaultProxy proxy = site.cluster().proxy();
    OperatorProcess operator = started(site.startOperator(proxy, site.freshJournal()));
    Asked grant = site.shop().open("db-shell", "10s");

    proxy.blackhole();
    grant.awaitShut(Site.SOON);
    assertThat(site.trail().closing(grant.policy()).user()).isEqualTo(Trail.GARBAGE_COLLECTOR);
    proxy.heal();

    grant.awaitEnd(Phase.EXPIRED, Code.EXPIRED);
    assertThat(operator.recordedKinds(grant)).isEqualTo(OperatorProcess.WHOLE_LIFE);
  }

  @Test
  void anOperatorThatIsCutOffWhenItIsAskedOpensWhenItIsBack() {
    FaultProxy proxy = site.cluster().proxy();
    OperatorProcess operator = started(site.startOperator(proxy, site.freshJournal()));
    site.await(Site.SOON, () -> "no canary came back", operator::hasSeenACanary);

    proxy.cut();
    Asked grant = site.shop().ask("db-shell", "10s");
    assertThat(grant.status().phase()).isEqualTo(Phase.PENDING);
    proxy.heal();

    grant.awaitEnd(Phase.EXPIRED, Code.EXPIRED);
    assertThat(site.trail().policiesMade(grant.policy())).isEqualTo(1);
  }

  /// To it the lease is over when it begins.
  @Test
  void anOperatorWhoseClockIsTenMinutesAheadClosesAtOnce() {
    OperatorProcess _ = started(site.startOperator(Duration.ofMinutes(10), site.freshJournal()));
    Asked grant = site.shop().ask("db-shell", "20s");

    grant.awaitEnd(Phase.EXPIRED, Code.EXPIRED);
  }

  /// To it the lease goes on for ten minutes: the latch closes, too early as it must think.
  @Test
  void anOperatorWhoseClockIsTenMinutesBehindLeavesTheClosingToTheLatch() {
    OperatorProcess _ = started(site.startOperator(Duration.ofMinutes(-10), site.freshJournal()));
    Asked grant = site.shop().open("db-shell", "12s");

    grant.awaitShut(Site.SOON);

    assertThat(site.trail().closing(grant.policy()).user()).isEqualTo(Trail.GARBAGE_COLLECTOR);
    grant.awaitEnd(Phase.REVOKED, Code.LATCH_GONE);
  }

  /// Its time came and went while nobody was there to open it.
  @Test
  void aGrantForLaterThatNobodyOpenedInTimeIsNotOpenedLate() {
    Path journal = site.freshJournal();
    OperatorProcess first = started(site.startOperator(journal));
    Shop shop = site.shop();
    shop.patch(
        "accessrule",
        "db-shell",
        "{\"spec\": {\"approval\": {\"required\": 0, \"timeout\": \"1m\"}}}");
    Instant start = Site.inSeconds(60);
    Asked grant = shop.ask("db-shell", "10s", "--at=" + start);
    grant.await(Phase.SCHEDULED);
    first.kill();
    OperatorProcess _ = started(site.startOperator(Duration.ofMinutes(10), journal));

    grant.awaitEnd(Phase.TIMED_OUT, Code.TIMED_OUT);

    assertThat(site.trail().phases(grant, Phase.TIMED_OUT))
        .containsExactly(Phase.SCHEDULED, Phase.TIMED_OUT);
    assertThat(site.trail().policiesMade(grant.policy())).isZero();
  }

  @Test
  void aDiskOfTheRecordThatIsFullWhileSomethingIsOpen() {
    OperatorProcess operator = start();
    Asked grant = site.shop().open("db-shell", "12s");
    Instant end = grant.leaseEnd();
    operator.fillDisk();

    Asked second = site.shop().ask("db-shell", "30m");
    grant.awaitShut(Site.SOON);

    assertThat(site.trail().closing(grant.policy()).received()).isBefore(end.plus(Site.BOUND));
    grant.await(Phase.CLOSING);
    assertThat(second.isOpen()).isFalse();
    assertThat(operator.recordedKinds(grant)).doesNotContain("Closed");
    assertThat(operator.recordedKinds(second)).isEmpty();
    operator.freeDisk();
    grant.awaitEnd(Phase.EXPIRED, Code.EXPIRED);
    second.await(Phase.ACTIVE);
    assertThat(operator.recordedKinds(grant)).isEqualTo(OperatorProcess.WHOLE_LIFE);
    assertThat(site.alice().types("close", second.name(), "--wait").exitCode()).isZero();
  }

  @Test
  void guardsThatAreDeletedWhileSomethingIsOpen() {
    OperatorProcess operator = start();
    Asked grant = site.shop().open("db-shell", "15s");

    site.kubectl(
        "delete", "validatingadmissionpolicybinding", "-l", "app.kubernetes.io/name=nightlatch");

    Asked second = site.shop().ask("db-shell", "30m");
    second.awaitEnd(Phase.REFUSED, Code.GUARDS_MISSING);
    grant.awaitEnd(Phase.EXPIRED, Code.EXPIRED);
    site.guard();
    assertThat(operator.recordedKinds(grant)).isEqualTo(OperatorProcess.WHOLE_LIFE);
  }

  @Test
  void anOperatorThatStartsWithoutGuardsAndWhereNoLatchClosesSaysSoAndOpensNothing() {
    site.kubectl("delete", "events.events.k8s.io", "--all", "--namespace=default");
    site.kubectl("create", "quota", "no-jobs", "--hard=count/jobs.batch=0", "-n", SYSTEM);
    site.await(
        Site.SOON,
        () -> "the quota is not counted",
        () ->
            !site.kubectl("get", "quota", "no-jobs", "-n", SYSTEM, "-o", "jsonpath={.status.hard}")
                .isBlank());
    site.kubectl("delete", "validatingadmissionpolicy", "nightlatch-sources");
    OperatorProcess operator = start();

    Told told = new Told(site);
    assertThat(told.warning("default", "Namespace", SYSTEM, "GuardsMissing"))
        .contains("ValidatingAdmissionPolicy nightlatch-sources is missing");
    assertThat(told.warning("default", "Namespace", SYSTEM, "CanaryLost"))
        .startsWith("The last canary could not be watched: ");
    site.guard();
    Shop shop = site.shop();
    Person.Said said = shop.asks("db-shell", "10s", "--wait", "table");
    assertThat(said.exitCode()).as(said.err()).isEqualTo(Exit.NO);
    assertThat(said.out()).contains("Refused (NL-CANARY-LOST): The last canary could not be ");
    Asked refused = site.onlyGrantIn(shop);
    refused.awaitEnd(Phase.REFUSED, Code.CANARY_LOST);
    assertThat(site.trail().policiesMade(refused.policy())).isZero();
    assertThat(site.trail().latchesMade(refused.latch())).isZero();

    site.kubectl("delete", "quota", "no-jobs", "-n", SYSTEM);
    site.await(Site.SOON, () -> "no canary came back", operator::hasSeenACanary);
    Asked opened = site.shop().open("db-shell", "30m");
    assertThat(site.alice().types("close", opened.name(), "--wait").exitCode()).isZero();
  }

  /// What it cannot know is told to whoever is to approve, and nothing else keeps it shut.
  @Test
  void anOperatorThatMayNotListWhatItDecidesOnOpensWhatSomebodyAcceptsByName() {
    OperatorProcess _ = start();
    Shop shop = site.shop();
    addAnotherLayer(shop);
    String role = operatorsRole();
    site.apply(
        role.replace("services]", "pods]")
            .replace("[get, list, watch, create, patch, delete]", "[get, create, patch, delete]"));
    try {
      site.await(
          Site.SOON,
          () -> "it still may list them",
          () -> !mayList("networkpolicies") && !mayList("services"));
      Asked grant = shop.ask("db-from-laptop", "30m", "--from=10.20.0.17");
      site.await(
          Site.SOON, () -> "it is " + grant.status(), () -> !grant.status().hash().isEmpty());
      assertThat(grant.status().phase()).isEqualTo(Phase.PENDING);
      assertThat(grant.status().doubtCodes())
          .containsExactlyElementsOf(DOUBTS.stream().map(Code::text).toList());
      String terms = "--terms=" + TermsText.shortHash(grant.status().hash());
      Person.Said shown = site.bob().types("approve", grant.name());
      assertThat(shown.out())
          .contains("would open more than it names cannot be decided, for a fact is not known")
          .contains("services could not be listed")
          .contains("CiliumNetworkPolicy (cilium.io)");

      Person.Said partly =
          site.bob().types("approve", grant.name(), terms, "--accept=NL-UNDECIDED");
      assertThat(partly.exitCode()).as(partly.err()).isZero();
      assertThat(partly.out())
          .contains("still waits for somebody who accepts NL-ADDRESSES-UNKNOWN, ");
      assertThat(grant.isOpen()).isFalse();
      List<String> all = new ArrayList<>(List.of("approve", grant.name(), terms));
      DOUBTS.forEach(code -> all.add("--accept=" + code.text()));
      Person.Said said = site.bob().types(all.toArray(String[]::new));
      assertThat(said.exitCode()).as(said.err()).isZero();
      grant.await(Phase.ACTIVE);
      assertThat(site.alice().types("close", grant.name(), "--wait").exitCode()).isZero();
      grant.awaitEnd(Phase.CLOSED, Code.CLOSED_BY_REQUESTER);
    } finally {
      site.apply(role);
      // The kind stays: others here need a garbage collector that misses none.
      shop.kubectl("delete", "ciliumnetworkpolicy", "l7");
    }
  }

  private static String operatorsRole() {
    return Stream.of(Site.manifests().split("(?m)^---\\n"))
        .filter(object -> object.contains("kind: ClusterRole\n"))
        .filter(object -> object.contains("\n  name: nightlatch-operator\n"))
        .findFirst()
        .orElseThrow();
  }

  private boolean mayList(String resources) {
    return site.cluster()
        .kubectl()
        .run("", "auth", "can-i", "list", resources, "--as=" + Trail.OPERATOR)
        .succeeded();
  }

  /// A policy that nobody here reads.
  private void addAnotherLayer(Shop shop) {
    site.apply(
        """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: ciliumnetworkpolicies.cilium.io}
        spec:
          group: cilium.io
          scope: Namespaced
          names: {kind: CiliumNetworkPolicy, plural: ciliumnetworkpolicies, singular: ciliumnetworkpolicy}
          versions:
          - name: v2
            served: true
            storage: true
            schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
        """);
    site.kubectl("wait", "--for=condition=Established", "--timeout=60s", "crd", "--all");
    site.await(
        Site.SOON,
        () -> "the kind is not served",
        () -> site.cluster().kubectl().run("", "get", "ciliumnetworkpolicies", "-A").succeeded());
    site.apply(
        "{apiVersion: cilium.io/v2, kind: CiliumNetworkPolicy, metadata: {name: l7, namespace: %s}}"
            .formatted(shop.namespace()));
  }

  @Test
  void kindsThatAreDeletedWhileSomethingIsOpen() {
    OperatorProcess operator = start();
    site.awaitGarbageCollectionOfGrants();
    Asked grant = site.shop().open("db-shell", "30m");

    site.kubectl("delete", "crd", "accessgrants.nightlatch.dev");
    try {
      grant.awaitShut(Site.SOON);
      grant.awaitNoLatch();
      site.await(
          Site.SOON,
          () -> "its closing is not on record",
          () -> operator.recordedKinds(grant).contains("Closed"));
    } finally {
      site.install();
    }
    site.shop().open("db-shell", "10s").awaitEnd(Phase.EXPIRED, Code.EXPIRED);
  }

  /// The boundaries are gone with their kind, and nobody can tell what they said: nothing is opened
  /// until there is the kind again, and what is open ends on time.
  @Test
  void theKindOfBoundariesThatIsDeletedWhileSomethingIsOpen() {
    OperatorProcess operator = start();
    Asked grant = site.shop().open("db-shell", "15s");

    site.kubectl("delete", "crd", "accessboundaries.nightlatch.dev");
    try {
      Asked second = site.shop().ask("db-shell", "30m");
      grant.awaitEnd(Phase.EXPIRED, Code.EXPIRED);
      assertThat(operator.recordedKinds(grant)).isEqualTo(OperatorProcess.WHOLE_LIFE);
      assertThat(site.trail().policiesMade(second.policy())).isZero();
      assertThat(site.trail().latchesMade(second.latch())).isZero();
    } finally {
      site.install();
    }
    site.shop().open("db-shell", "10s").awaitEnd(Phase.EXPIRED, Code.EXPIRED);
  }

  /// Two that know nothing of each other, each with a record of its own.
  @Test
  void twoOperatorsAtOnce() {
    OperatorProcess operator = start();
    OperatorProcess other = start();
    site.await(Site.SOON, () -> "no canary came back", operator::hasSeenACanary);
    site.await(Site.SOON, () -> "no canary came back", other::hasSeenACanary);
    List<Asked> grants =
        List.of(
            site.shop().ask("db-shell", "12s"),
            site.shop().ask("db-shell", "12s"),
            site.shop().ask("db-shell", "12s"));
    for (Asked grant : grants) {
      site.await(
          Duration.ofSeconds(60),
          () -> "it does not end: " + grant.status(),
          () -> grant.status().phase().isTerminal());
      assertThat(grant.isOpen()).isFalse();
      grant.awaitNoLatch();
    }
  }
}
