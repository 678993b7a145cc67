package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightlatch.controlplane.Kubeconfig;
import dev.nightlatch.grants.model.Guards;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.kube.InstallManifests;
import dev.nightlatch.kube.KubeAccess;
import dev.nightlatch.kube.KubeCluster;
import dev.nightlatch.testkit.FaultProxy;
import dev.nightlatch.testkit.Inspector;
import dev.nightlatch.testkit.Kubectl;
import dev.nightlatch.testkit.TestCluster;
import dev.nightlatch.testkit.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A real cluster with Nightlatch installed by its own manifests, and the people of the story:
/// alice of group `oncall` and bob of group `approvers`, who both may open any rule, and of whom
/// bob may approve.
final class Site implements AutoCloseable {
  /// How long something may take that is done at once, on a machine that is busy.
  static final Duration SOON = Duration.ofSeconds(40);

  /// How long after its lease a policy may still be there, while either the operator or the
  /// cluster's own controllers live. See `docs/guarantees.md`.
  static final Duration BOUND = Duration.ofSeconds(5);

  /// Those who close try again so often while the API server is away. See `docs/guarantees.md`.
  private static final Duration TRIES_AGAIN = Duration.ofSeconds(5);

  private static final String JOURNAL = "journal-";

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String PEOPLE =
      """
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata: {name: people}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: nightlatch-requester}
      subjects:
      - {apiGroup: rbac.authorization.k8s.io, kind: Group, name: oncall}
      - {apiGroup: rbac.authorization.k8s.io, kind: Group, name: approvers}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata: {name: people-open}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: nightlatch-open}
      subjects:
      - {apiGroup: rbac.authorization.k8s.io, kind: Group, name: oncall}
      - {apiGroup: rbac.authorization.k8s.io, kind: Group, name: approvers}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata: {name: people-approve}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: nightlatch-approve}
      subjects:
      - {apiGroup: rbac.authorization.k8s.io, kind: Group, name: approvers}
      """;

  /// A grant in another's name: the guards refuse it once they are in force.
  private static final String FORGED =
      """
      apiVersion: nightlatch.dev/v1alpha1
      kind: AccessGrant
      metadata: {name: forged}
      spec:
        request:
          rule: {namespace: shop, name: db-shell}
          incident: {id: INC-1}
          reason: nobody asked for this
          duration: 1m
          requestedBy: mallory
      """;

  private final TestCluster cluster;
  private final Path folder;
  private final KubeCluster sight;
  private final Person alice;
  private final Person bob;
  private final AtomicInteger count = new AtomicInteger();
  private final List<Inspector.Outage> outages = new CopyOnWriteArrayList<>();

  /// By the journal, by how much its writer's clock is wrong.
  private final Map<Path, Duration> skews = new ConcurrentHashMap<>();

  private @Nullable OperatorProcess operator;

  Site(TestCluster cluster, Path folder) {
    this.cluster = cluster;
    this.folder = folder;
    this.alice = person("alice", cluster.alice());
    this.bob = person("bob", cluster.approver());
    Path admin = person("admin", cluster.admin()).kubeconfig();
    this.sight = KubeCluster.of(KubeAccess.of(Optional.of(admin), Optional.empty()));
    install();
  }

  /// Installs Nightlatch, or what is missing of it.
  void install() {
    apply(manifests() + PEOPLE);
    kubectl("wait", "--for=condition=Established", "--timeout=60s", "crd", "--all");
    Wait.until(SOON, "the kinds are not served", this::areKindsServed);
    awaitGuards();
  }

  /// A kind that is established may say for some seconds that its storage is being initialized.
  private boolean areKindsServed() {
    try {
      var _ = sight.rules();
      var _ = sight.grants();
      var _ = sight.boundaries();
      return sight.source(new ObjectKey("default", "nothing")).isEmpty();
    } catch (ClusterException notYet) {
      return false;
    }
  }

  /// Does what the guards refuse: takes them away, and puts them back once it is done.
  void tamper(Runnable deed) {
    kubectl(
        "delete", "validatingadmissionpolicybinding", "-l", "app.kubernetes.io/name=nightlatch");
    Wait.until(SOON, "the guards are still in force", () -> isDone(deed));
    guard();
  }

  /// So many seconds from now, as the command and the API write it: in whole ones.
  static Instant inSeconds(long seconds) {
    return Instant.ofEpochSecond(Instant.now().getEpochSecond() + seconds);
  }

  private static boolean isDone(Runnable deed) {
    try {
      deed.run();
      return true;
    } catch (AssertionError refused) {
      return false;
    }
  }

  /// Puts the guards in force that were taken away.
  void guard() {
    apply(InstallManifests.guards());
    awaitGuards();
  }

  /// What is asked for earlier than some seconds after they were written may have passed them.
  private void awaitGuards() {
    Wait.until(SOON, "the guards are not in force", this::isGuarded);
    Wait.until(
        SOON,
        "the guards are too young",
        () ->
            sight.guards() instanceof Guards.InForce(var since)
                && !Instant.now().isBefore(since.plus(Guards.COUNT_AFTER)));
  }

  private boolean isGuarded() {
    return cluster
        .kubectl(cluster.alice())
        .run(FORGED, "create", "--dry-run=server", "-f", "-", "--namespace=")
        .error()
        .contains("nightlatch-grants");
  }

  /// What `nightlatch install --print` prints.
  static String manifests() {
    Person.Said said = Person.type("install", "--print");
    assertThat(said.exitCode()).isZero();
    return said.out();
  }

  TestCluster cluster() {
    return cluster;
  }

  Trail trail() {
    return new Trail(cluster.audit());
  }

  /// The cluster as admin sees it.
  KubeCluster sight() {
    return sight;
  }

  Person admin() {
    return person("admin", cluster.plane().admin());
  }

  Person alice() {
    return alice;
  }

  Person bob() {
    return bob;
  }

  Person person(String name, Kubeconfig kubeconfig) {
    return new Person(name, kubeconfig.write(folder.resolve(name + ".kubeconfig")));
  }

  /// Runs kubectl as admin and returns what it printed.
  String kubectl(String... arguments) {
    return cluster.kubectl().of(arguments);
  }

  /// Applies objects that name their own namespaces, as admin.
  void apply(String yaml) {
    Kubectl.Result result = cluster.kubectl().run(yaml, "apply", "-f", "-", "--namespace=");
    assertThat(result.exitCode()).as(result.error()).isZero();
  }

  /// Creates an object as alice, and returns its name.
  String create(String yaml) {
    Kubectl.Result result =
        cluster
            .kubectl(cluster.alice())
            .run(yaml, "create", "-f", "-", "-o", "jsonpath={.metadata.name}", "--namespace=");
    assertThat(result.exitCode()).as(result.error()).isZero();
    return result.output();
  }

  /// Deletes objects that name their own namespaces, as admin, and does not wait until they are
  /// gone.
  void delete(String yaml) {
    Kubectl.Result result =
        cluster.kubectl().run(yaml, "delete", "-f", "-", "--namespace=", "--wait=false");
    assertThat(result.exitCode()).as(result.error()).isZero();
  }

  /// Has the API server take ClusterNetworkPolicies, whatever they say.
  void serveClusterNetworkPolicies() {
    apply(
        """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata:
          name: clusternetworkpolicies.policy.networking.k8s.io
          annotations: {api-approved.kubernetes.io: "https://github.com/kubernetes-sigs/network-policy-api/pull/300"}
        spec:
          group: policy.networking.k8s.io
          scope: Cluster
          names: {kind: ClusterNetworkPolicy, plural: clusternetworkpolicies}
          versions:
          - name: v1alpha2
            served: true
            storage: true
            schema:
              openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
        """);
    kubectl("wait", "--for=condition=Established", "--timeout=60s", "crd", "--all");
  }

  /// The sample shop under names of its own.
  Shop shop() {
    int number = count.incrementAndGet();
    Shop shop = new Shop(this, "shop-" + number, "support-tools-" + number);
    apply(shop.manifests());
    return shop;
  }

  /// The grant that `open --output=json` printed.
  Asked asked(Person.Said said) {
    try {
      JsonNode grant = JSON.readTree(said.out());
      return new Asked(
          this,
          grant.at("/metadata/name").asText(),
          new Uid(grant.at("/metadata/uid").asText()),
          grant.at("/spec/request/rule/namespace").asText());
    } catch (JsonProcessingException senseless) {
      throw new AssertionError("not JSON: " + said.out(), senseless);
    }
  }

  /// The one grant of the shop's rules.
  Asked onlyGrantIn(Shop shop) {
    List<Asked> grants = grantsIn(shop);
    assertThat(grants).hasSize(1);
    return grants.getFirst();
  }

  /// The grants of the shop's rules.
  List<Asked> grantsIn(Shop shop) {
    return sight.grants().stream()
        .filter(grant -> grant.request().rule().namespace().equals(shop.namespace()))
        .map(grant -> new Asked(this, grant.name(), grant.uid(), shop.namespace()))
        .toList();
  }

  /// A file in which no operator has written yet.
  Path freshJournal() {
    return folder.resolve(JOURNAL + count.incrementAndGet() + ".jsonl");
  }

  /// Starts the operator under its own account, with that journal and a token of its own.
  OperatorProcess startOperator(Path journal, String... more) {
    return startOperator(operatorsAccess(), Duration.ZERO, journal, more);
  }

  /// Starts the operator behind a proxy.
  OperatorProcess startOperator(FaultProxy proxy, Path journal) {
    return startOperator(operatorsAccess().at(proxy.address()), Duration.ZERO, journal);
  }

  /// Starts the operator on a machine whose clock is wrong.
  ///
  /// @param skew by how much the clock is ahead
  OperatorProcess startOperator(Duration skew, Path journal) {
    skews.put(journal, skew);
    return startOperator(operatorsAccess(), skew, journal);
  }

  private Kubeconfig operatorsAccess() {
    return cluster.plane().serviceAccount("nightlatch-system", "nightlatch-operator");
  }

  private OperatorProcess startOperator(
      Kubeconfig access, Duration skew, Path journal, String... more) {
    String name = "operator-" + count.incrementAndGet();
    Path kubeconfig = access.write(folder.resolve(name + ".kubeconfig"));
    Path log = folder.resolve(name + ".log");
    OperatorProcess started = OperatorProcess.start(kubeconfig, journal, log, skew, more);
    operator = started;
    return started;
  }

  /// Does something while the API server answers nobody.
  ///
  /// @param begin takes it away
  /// @param end brings it back, and waits until it answers
  void outage(Runnable begin, Runnable deed, Runnable end) {
    Instant from = Instant.now();
    begin.run();
    try {
      deed.run();
    } finally {
      end.run();
      outages.add(new Inspector.Outage(from, Instant.now().plus(TRIES_AGAIN)));
    }
  }

  /// Waits until something holds; a failure shows what the operator said last.
  void await(Duration timeout, Supplier<String> otherwise, BooleanSupplier condition) {
    boolean _ =
        Wait.forValue(
            timeout,
            () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty(),
            () -> otherwise.get() + "\n" + operatorLog());
  }

  /// Waits until the garbage collector knows the grants' kind: it looks for new kinds every thirty
  /// seconds, and until then it does not see that a grant has gone.
  void awaitGarbageCollectionOfGrants() {
    Instant created =
        Instant.parse(
            kubectl(
                "get",
                "crd",
                "accessgrants.nightlatch.dev",
                "-o",
                "jsonpath={.metadata.creationTimestamp}"));
    Instant known = created.plusSeconds(40);
    await(
        Duration.ofSeconds(60),
        () -> "the CRD is not 40 s old",
        () -> !Instant.now().isBefore(known));
  }

  private String operatorLog() {
    OperatorProcess last = operator;
    return last == null ? "no operator was started" : "the operator said:\n" + last.log();
  }

  /// Judges all that was opened here.
  ///
  /// @throws AssertionError if anything was open outside its lease or off the record
  Inspector.Report inspect() {
    return Wait.forValue(
        // What the cluster holds and what was witnessed are read one after the other.
        Duration.ofSeconds(3),
        () -> Optional.of(report()).filter(report -> report.faults().isEmpty()),
        () -> String.join("\n", report().faults()));
  }

  private Inspector.Report report() {
    Instant now = Instant.now();
    Map<String, String> there =
        sight.policies().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    held -> held.meta().uid().text(), held -> held.meta().key().toString()));
    return Inspector.inspect(cluster.audit().events(), openings(), there, outages, BOUND, now);
  }

  /// By the grant's UID, when its opening was first put on record, whoever's record it is.
  private Map<String, Instant> openings() {
    Map<String, Instant> openings = new HashMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path journal :
          files.filter(file -> file.getFileName().toString().startsWith(JOURNAL)).toList()) {
        for (JsonNode entry : JournalLines.of(journal)) {
          if (entry.path("kind").asText().equals("Opening")) {
            openings.merge(
                entry.path("grant").asText(),
                Instant.parse(entry.path("at").asText())
                    .minus(skews.getOrDefault(journal, Duration.ZERO)),
                (one, other) -> one.isBefore(other) ? one : other);
          }
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return openings;
  }

  /// Kills the operator, judges what was opened, and ends all connections.
  @Override
  public void close() {
    OperatorProcess last = operator;
    if (last != null) {
      last.kill();
    }
    try {
      System.out.println("Inspected " + cluster + ": " + inspect().summary());
    } finally {
      sight.close();
    }
  }
}
