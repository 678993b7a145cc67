package dev.nightlatch.kube;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.controlplane.Kubeconfig;
import dev.nightlatch.kube.Hand.Answer;
import dev.nightlatch.kube.crd.TestClients;
import dev.nightlatch.testkit.TestCluster;
import dev.nightlatch.testkit.Wait;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// A control plane with Nightlatch and its guards in force, and the hands of everybody who might
/// try something. The rule of the story is `db-shell` of the test's own namespace: alice may open
/// it and break its glass, bob and carol may approve it.
final class Guarded implements AutoCloseable {
  static final String OPERATOR = "system:serviceaccount:nightlatch-system:nightlatch-operator";
  static final String GRANTS = "/apis/nightlatch.dev/v1alpha1/accessgrants";
  static final String BOUNDARIES = "/apis/nightlatch.dev/v1alpha1/accessboundaries";

  private static final Duration IN_FORCE = Duration.ofSeconds(30);

  private static final String GRANT =
      """
      apiVersion: nightlatch.dev/v1alpha1
      kind: AccessGrant
      metadata:
        generateName: db-shell-
      spec:
        request:
          rule: {namespace: NAMESPACE, name: db-shell}
          incident: {id: INC-4711}
          reason: the order queue is stuck
          duration: 10m
          requestedBy: alice@example.com
          groups: [oncall, 'system:authenticated']
      """;

  private static final String LATCH =
      """
      apiVersion: batch/v1
      kind: Job
      metadata:
        name: nl-UID-OF-GRANT
        labels: {nightlatch.dev/latch: 'true', nightlatch.dev/grant: UID-OF-GRANT}
        finalizers: [foregroundDeletion]
        ownerReferences:
        - {apiVersion: nightlatch.dev/v1alpha1, kind: AccessGrant, blockOwnerDeletion: true,
           name: NAME-OF-GRANT, uid: UID-OF-GRANT}
      spec:
        parallelism: 0
        activeDeadlineSeconds: 600
        ttlSecondsAfterFinished: 0
        suspend: false
        template:
          spec:
            restartPolicy: Never
            automountServiceAccountToken: false
            containers: [{name: latch, image: never-pulled}]
      """;

  private static final String POLICY =
      """
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata:
        name: nl-UID-OF-GRANT-ingress
        labels: {nightlatch.dev/grant: UID-OF-GRANT, app.kubernetes.io/managed-by: nightlatch}
        annotations:
          nightlatch.dev/expires-at: '2026-01-02T03:04:05Z'
          nightlatch.dev/rule: NAMESPACE/db-shell
          nightlatch.dev/requested-by: alice@example.com
        ownerReferences:
        - {apiVersion: batch/v1, kind: Job, blockOwnerDeletion: true,
           name: nl-UID-OF-GRANT, uid: UID-OF-LATCH}
      spec:
        podSelector: {matchLabels: {app: database}}
        policyTypes: [Ingress]
        ingress:
        - from:
          - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: support-tools}}
            podSelector: {matchLabels: {app: tools}}
          ports: [{protocol: TCP, port: 5432}]
      """;

  private final TestCluster cluster;
  private final Installed installed;
  private final Map<String, Hand> hands = new HashMap<>();

  private Guarded(TestCluster cluster, Installed installed) {
    this.cluster = cluster;
    this.installed = installed;
  }

  /// Installs all and returns once each guard was seen to refuse something.
  static Guarded on(TestCluster cluster) {
    return on(cluster, _ -> {});
  }

  /// [#on(TestCluster)], with something done while there are no guards yet.
  static Guarded on(TestCluster cluster, Consumer<Guarded> before) {
    Guarded guarded = new Guarded(cluster, Installed.unguarded(cluster));
    guarded.assignRights();
    before.accept(guarded);
    guarded.enforce();
    return guarded;
  }

  private void assignRights() {
    cluster.apply(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: opener}
        rules:
        - apiGroups: [nightlatch.dev]
          resources: [accessrules]
          resourceNames: [db-shell]
          verbs: [open]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: breaker}
        rules:
        - apiGroups: [nightlatch.dev]
          resources: [accessrules]
          resourceNames: [db-shell]
          verbs: [break-glass]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: approver}
        rules:
        - apiGroups: [nightlatch.dev]
          resources: [accessrules]
          resourceNames: [db-shell]
          verbs: [approve]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: openers}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: opener}
        subjects:
        - {apiGroup: rbac.authorization.k8s.io, kind: User, name: alice@example.com}
        - {kind: ServiceAccount, name: pipeline, namespace: NAMESPACE}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: breakers}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: breaker}
        subjects:
        - {apiGroup: rbac.authorization.k8s.io, kind: User, name: alice@example.com}
        - {apiGroup: rbac.authorization.k8s.io, kind: User, name: mallory@example.com}
        - {kind: ServiceAccount, name: pipeline, namespace: NAMESPACE}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: reckless}
        rules:
        - apiGroups: [nightlatch.dev]
          resources: [accessrules]
          resourceNames: [db-shell, db-admin]
          verbs: [open]
        - apiGroups: [nightlatch.dev]
          resources: [accessrules]
          resourceNames: [db-admin]
          verbs: [break-glass]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: reckless}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reckless}
        subjects:
        - {apiGroup: rbac.authorization.k8s.io, kind: User, name: dave@example.com}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: approvers}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: approver}
        subjects:
        - {apiGroup: rbac.authorization.k8s.io, kind: Group, name: approvers}
        - {kind: ServiceAccount, name: pipeline, namespace: NAMESPACE}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: others-request}
        roleRef:
          apiGroup: rbac.authorization.k8s.io
          kind: ClusterRole
          name: nightlatch-requester
        subjects:
        - {apiGroup: rbac.authorization.k8s.io, kind: Group, name: approvers}
        - {apiGroup: rbac.authorization.k8s.io, kind: User, name: mallory@example.com}
        - {apiGroup: rbac.authorization.k8s.io, kind: User, name: dave@example.com}
        - {kind: ServiceAccount, name: pipeline, namespace: NAMESPACE}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: keeper}
        rules:
        - {apiGroups: [nightlatch.dev], resources: [accesssources], verbs: [get, create, patch]}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: keepers}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: keeper}
        subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: keepers}]
        """
            .replace("NAMESPACE", namespace()));
  }

  /// The guards count a second or two after they are applied, each by itself.
  private void enforce() {
    Hand admin = admin();
    Hand operator = mightyOperator();
    Hand keeper = as("nobody", "keepers");
    Answer probe = admin.create(GRANTS, grant()).taken();
    String path = path(probe);
    // Nobody owns it, so nobody collects it.
    String standing = policy(probe, "uid").replaceAll("(?s)  ownerReferences:.*?(?=spec:)", "");
    var _ = admin.create(policies(), standing).taken();
    String policy = policies() + "/nl-" + probe.text("metadata.uid") + "-ingress";
    cluster.apply(boundary("probe", "forbiddenPorts: [{port: 9}]"));
    cluster.apply(InstallManifests.guards());
    Supplier<Answer> beyond =
        () -> operator.tryToCreate(policies(), with(policy(probe, "uid"), "port: 5432", "port: 9"));
    Map<String, Supplier<Answer>> attempts =
        Map.ofEntries(
            entry("nightlatch-grants", () -> admin.tryToCreate(GRANTS, grant())),
            entry(
                "nightlatch-grants-status",
                () -> admin.patch(path + "/status?dryRun=All", "{'status':{'message':'m'}}")),
            entry(
                "nightlatch-grants-deletion",
                () -> admin.delete(path + "?propagationPolicy=Orphan&dryRun=All")),
            entry("nightlatch-latches", () -> admin.tryToCreate(jobs(), latch(probe))),
            entry(
                "nightlatch-network-policies",
                () -> admin.tryToCreate(policies(), policy(probe, "uid"))),
            entry(
                "nightlatch-operator-network-policies",
                () ->
                    operator.tryToCreate(
                        policies(), with(policy(probe, "uid"), "[Ingress]", "[Ingress, Egress]"))),
            entry(
                "nightlatch-operator-jobs",
                () ->
                    operator.tryToCreate(
                        jobs(), with(latch(probe), "Token: false", "Token: true"))),
            entry("nightlatch-operator-boundaries", beyond),
            entry(
                "nightlatch-operator-boundaries-on-change",
                () ->
                    operator.patchBySteps(
                        policy + "?dryRun=All",
                        "[{'op':'replace','path':'/spec/ingress/0/ports/0/port','value':9}]")),
            entry(
                "nightlatch-sources",
                () -> keeper.tryToCreate(sources(), sourceOf("{cidr: 192.0.2.0/24}"))));
    attempts.forEach(
        (guard, attempt) ->
            Wait.until(
                IN_FORCE, guard + " is not in force", () -> attempt.get().isRefusedBy(guard)));
    var _ = admin.delete(BOUNDARIES + "/probe").taken();
    Wait.until(
        IN_FORCE,
        "the probe's boundary still counts",
        () -> !beyond.get().message().contains("probe"));
    var _ = admin.delete(policy).taken();
    var _ = admin.delete(path).taken();
  }

  /// Where a grant is found.
  static String path(Answer grant) {
    return GRANTS + "/" + grant.text("metadata.name");
  }

  /// The user name of the ServiceAccount that has every right and is no person.
  String pipelineName() {
    return "system:serviceaccount:" + namespace() + ":pipeline";
  }

  /// The groups of that ServiceAccount, as a JSON list.
  String pipelineGroups() {
    return "['system:serviceaccounts','system:serviceaccounts:"
        + namespace()
        + "','system:authenticated']";
  }

  String namespace() {
    return cluster.namespace();
  }

  /// The operator's own rights and no more, by a token of its account.
  KubeCluster product() {
    return installed.operator();
  }

  /// May do everything that RBAC can allow, and so meets the guards and nothing else.
  Hand admin() {
    return hand("admin", cluster::admin);
  }

  /// The operator's account with every right there is: what somebody could do with its token who
  /// has widened its roles first.
  Hand mightyOperator() {
    return as(OPERATOR, "system:masters");
  }

  /// The operator's account with the rights that it is installed with.
  Hand operator() {
    return hand("operator", installed::operatorConfig);
  }

  Hand alice() {
    return hand("alice", cluster::alice);
  }

  Hand bob() {
    return hand("bob", cluster::approver);
  }

  Hand carol() {
    return hand("carol", () -> cluster.plane().user("carol@example.com", "approvers"));
  }

  /// May open the rule, and break the glass of another one alone.
  Hand dave() {
    return hand("dave", () -> cluster.plane().user("dave@example.com"));
  }

  /// May send requests, and break the glass of the rule, but open none.
  Hand mallory() {
    return hand("mallory", cluster::stranger);
  }

  /// A ServiceAccount that may open and approve the rule, and break its glass, as far as RBAC is
  /// asked.
  Hand pipeline() {
    return hand("pipeline", () -> cluster.serviceAccount("pipeline"));
  }

  private Hand hand(String who, Supplier<Kubeconfig> config) {
    return hands.computeIfAbsent(who, _ -> new Hand(TestClients.of(config.get())));
  }

  /// Somebody of this name and these groups, whoever that is: by the admin's impersonation.
  Hand as(String name, String... groups) {
    return hands.computeIfAbsent(
        name + List.of(groups),
        _ -> {
          Config config = TestClients.config(cluster.admin());
          config.setImpersonateUsername(name);
          config.setImpersonateGroups(groups);
          return new Hand(new KubernetesClientBuilder().withConfig(config).build());
        });
  }

  String jobs() {
    return "/apis/batch/v1/namespaces/" + namespace() + "/jobs";
  }

  String policies() {
    return "/apis/networking.k8s.io/v1/namespaces/" + namespace() + "/networkpolicies";
  }

  String sources() {
    return "/apis/nightlatch.dev/v1alpha1/namespaces/" + namespace() + "/accesssources";
  }

  /// What alice asks for.
  String grant() {
    return GRANT.replace("NAMESPACE", namespace());
  }

  /// What alice asks for without approval.
  String brokenGlass() {
    return with(grant(), "duration: 10m\n", "duration: 10m\n    breakGlass: true\n");
  }

  /// Alice's break-glass grant, made and opened.
  Answer broken() {
    Answer grant = alice().create(GRANTS, brokenGlass()).taken();
    return mightyOperator()
        .patch(
            path(grant) + "/status",
            "{'status':{'phase':'Active','reviewBy':'2026-03-02T02:14:00Z'}}")
        .taken();
  }

  /// Alice's grant, made.
  Answer asked() {
    return alice().create(GRANTS, grant()).taken();
  }

  /// The latch of a grant.
  static String latch(Answer grant) {
    return LATCH
        .replace("UID-OF-GRANT", grant.text("metadata.uid"))
        .replace("NAME-OF-GRANT", grant.text("metadata.name"));
  }

  /// The latch of a grant, made by the operator; its clock has been started.
  Answer armed(Answer grant) {
    Answer made = operator().create(jobs(), latch(grant)).taken();
    String path = jobs() + "/" + made.text("metadata.name");
    return Wait.forValue(
        IN_FORCE,
        () -> Optional.of(admin().get(path)).filter(job -> job.has("status.startTime")),
        () -> "the latch was not started");
  }

  /// The policy of a grant, owned by this latch.
  String policy(Answer grant, String latchUid) {
    return POLICY
        .replace("NAMESPACE", namespace())
        .replace("UID-OF-GRANT", grant.text("metadata.uid"))
        .replace("UID-OF-LATCH", latchUid);
  }

  /// The policy of a grant, made by the operator.
  Answer opened(Answer grant, Answer latch) {
    return operator().create(policies(), policy(grant, latch.text("metadata.uid"))).taken();
  }

  /// A boundary of these limits.
  static String boundary(String name, String limits) {
    return """
    apiVersion: nightlatch.dev/v1alpha1
    kind: AccessBoundary
    metadata: {name: NAME}
    spec: {LIMITS}
    """
        .replace("NAME", name)
        .replace("LIMITS", limits);
  }

  /// A source of these blocks.
  static String sourceOf(String blocks) {
    return "{apiVersion: nightlatch.dev/v1alpha1, kind: AccessSource, metadata: {name: jump},"
        + " spec: {usableFrom: {namespaces: [shop]}, blocks: ["
        + blocks
        + "]}}";
  }

  /// `text` with one part of it written otherwise, so that an attack and what is honest differ in
  /// nothing else.
  static String with(String text, String part, String otherwise) {
    assertThat(text.split(Pattern.quote(part), -1)).as("%s in %s", part, text).hasSize(2);
    return text.replace(part, otherwise);
  }

  @Override
  public void close() {
    hands.values().forEach(hand -> hand.client().close());
  }
}
