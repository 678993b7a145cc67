package dev.nightlatch.kube;

import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.grants.model.AccessBoundary;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.AccessSource;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.IncidentProvider;
import dev.nightlatch.grants.model.Meta;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.RuleVerb;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.grants.port.Tampering;
import dev.nightlatch.grants.port.World;
import dev.nightlatch.manifests.Decoded;
import dev.nightlatch.manifests.Decoder;
import dev.nightlatch.manifests.Encoder;
import dev.nightlatch.manifests.Tree;
import dev.nightlatch.testkit.Wait;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/// A real control plane as the contract wants one, with two fresh namespaces. The port is seen by
/// the operator's own account and by people on call; the world's own hands are an admin's.
final class KubeWorld implements World {
  private static final AtomicInteger NEXT = new AtomicInteger(1);
  private static final Duration PAUSE = Duration.ofMillis(25);
  private static final Duration SOON = Duration.ofSeconds(20);

  private static final ResourceDefinitionContext ROLE = rbac("Role", "roles", true);
  private static final ResourceDefinitionContext ROLE_BINDING =
      rbac("RoleBinding", "rolebindings", true);
  private static final ResourceDefinitionContext CLUSTER_ROLE =
      rbac("ClusterRole", "clusterroles", false);
  private static final ResourceDefinitionContext CLUSTER_ROLE_BINDING =
      rbac("ClusterRoleBinding", "clusterrolebindings", false);

  private final Installed installed;
  private final Admin admin;
  private final String namespace;
  private final String otherNamespace;
  private final KubeCluster operator;
  private final Map<String, KubeCluster> users = new HashMap<>();

  KubeWorld(Installed installed, Admin admin) {
    int number = NEXT.getAndIncrement();
    this.installed = installed;
    this.admin = admin;
    this.namespace = "shop-" + number;
    this.otherNamespace = "support-tools-" + number;
    installed.plane().createNamespace(namespace);
    installed.plane().createNamespace(otherNamespace);
    this.operator = installed.operator();
  }

  private static ResourceDefinitionContext rbac(String kind, String plural, boolean namespaced) {
    return new ResourceDefinitionContext.Builder()
        .withGroup("rbac.authorization.k8s.io")
        .withVersion("v1")
        .withKind(kind)
        .withPlural(plural)
        .withNamespaced(namespaced)
        .build();
  }

  @Override
  public Cluster operator() {
    return operator;
  }

  @Override
  public synchronized Cluster user(String name) {
    return users.computeIfAbsent(name, installed::user);
  }

  @Override
  public void letImpersonate(String user, String other) {
    String name = user + "-as-" + other;
    var _ =
        admin.put(
            CLUSTER_ROLE,
            Map.of(
                "apiVersion",
                "rbac.authorization.k8s.io/v1",
                "kind",
                "ClusterRole",
                "metadata",
                Map.of("name", name),
                "rules",
                List.of(
                    Map.of(
                        "apiGroups",
                        List.of(""),
                        "resources",
                        List.of("users"),
                        "resourceNames",
                        List.of(other),
                        "verbs",
                        List.of("impersonate")))));
    var _ =
        admin.put(
            CLUSTER_ROLE_BINDING,
            Map.of(
                "apiVersion",
                "rbac.authorization.k8s.io/v1",
                "kind",
                "ClusterRoleBinding",
                "metadata",
                Map.of("name", name),
                "roleRef",
                Map.of(
                    "apiGroup", "rbac.authorization.k8s.io", "kind", "ClusterRole", "name", name),
                "subjects",
                List.of(
                    Map.of(
                        "apiGroup", "rbac.authorization.k8s.io", "kind", "User", "name", user))));
  }

  @Override
  public void give(String user, ObjectKey rule, Set<RuleVerb> verbs) {
    Map<String, Object> name =
        Map.of("namespace", rule.namespace(), "name", user + "-" + rule.name());
    var _ =
        admin.put(
            ROLE,
            Map.of(
                "apiVersion",
                "rbac.authorization.k8s.io/v1",
                "kind",
                "Role",
                "metadata",
                name,
                "rules",
                verbs.isEmpty()
                    ? List.of()
                    : List.of(
                        Map.of(
                            "apiGroups",
                            List.of("nightlatch.dev"),
                            "resources",
                            List.of("accessrules"),
                            "resourceNames",
                            List.of(rule.name()),
                            "verbs",
                            verbs.stream().map(RuleVerb::text).sorted().toList()))));
    var _ =
        admin.put(
            ROLE_BINDING,
            Map.of(
                "apiVersion",
                "rbac.authorization.k8s.io/v1",
                "kind",
                "RoleBinding",
                "metadata",
                name,
                "roleRef",
                Map.of(
                    "apiGroup",
                    "rbac.authorization.k8s.io",
                    "kind",
                    "Role",
                    "name",
                    user + "-" + rule.name()),
                "subjects",
                List.of(
                    Map.of(
                        "apiGroup", "rbac.authorization.k8s.io", "kind", "User", "name", user))));
  }

  @Override
  public String namespace() {
    return namespace;
  }

  @Override
  public String otherNamespace() {
    return otherNamespace;
  }

  @Override
  public Instant now() {
    return Clock.systemUTC().instant();
  }

  @Override
  public boolean eventually(Duration within, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > within.toNanos()) {
        return false;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    return true;
  }

  @Override
  public AccessRule put(AccessRule rule) {
    AccessRule bare =
        new AccessRule(
            bare(rule.meta()),
            rule.description(),
            rule.target(),
            rule.sources(),
            rule.maxDuration(),
            rule.fourEyes(),
            rule.conditions(),
            rule.dns());
    return put(Kinds.RULE, Encoder.rule(bare), Decoder::rule);
  }

  @Override
  public AccessSource put(AccessSource source) {
    AccessSource bare =
        new AccessSource(
            bare(source.meta()), source.description(), source.stand(), source.usableFrom());
    return put(Kinds.SOURCE, Encoder.source(bare), Decoder::source);
  }

  @Override
  public AccessBoundary put(AccessBoundary boundary) {
    AccessBoundary bare =
        new AccessBoundary(
            bare(boundary.meta()),
            boundary.description(),
            boundary.maxDuration(),
            boundary.widestBlock(),
            boundary.forbiddenNamespaces(),
            boundary.forbiddenPorts(),
            boundary.minimumApprovals(),
            boundary.exemptions());
    return put(Kinds.BOUNDARY, Encoder.boundary(bare), Decoder::boundary);
  }

  @Override
  public IncidentProvider put(IncidentProvider provider) {
    IncidentProvider bare =
        new IncidentProvider(bare(provider.meta()), provider.description(), provider.place());
    return put(Kinds.PROVIDER, Encoder.incidentProvider(bare), Decoder::incidentProvider);
  }

  @Override
  public void putTexts(ObjectKey configMap, Map<String, String> data) {
    var _ =
        admin.put(
            Kinds.CONFIG_MAP,
            Map.of(
                "apiVersion",
                "v1",
                "kind",
                "ConfigMap",
                "metadata",
                Map.of("namespace", configMap.namespace(), "name", configMap.name()),
                "data",
                data));
    letOperatorRead(configMap);
  }

  /// As a team does that keeps a file of incidents: the operator reads no ConfigMap but those that
  /// it is given.
  private void letOperatorRead(ObjectKey configMap) {
    Map<String, Object> name =
        Map.of("namespace", configMap.namespace(), "name", "nightlatch-reads-incidents");
    var _ =
        admin.put(
            ROLE,
            Map.of(
                "apiVersion",
                "rbac.authorization.k8s.io/v1",
                "kind",
                "Role",
                "metadata",
                name,
                "rules",
                List.of(
                    Map.of(
                        "apiGroups",
                        List.of(""),
                        "resources",
                        List.of("configmaps"),
                        "verbs",
                        List.of("get")))));
    var _ =
        admin.put(
            ROLE_BINDING,
            Map.of(
                "apiVersion",
                "rbac.authorization.k8s.io/v1",
                "kind",
                "RoleBinding",
                "metadata",
                name,
                "roleRef",
                Map.of(
                    "apiGroup",
                    "rbac.authorization.k8s.io",
                    "kind",
                    "Role",
                    "name",
                    "nightlatch-reads-incidents"),
                "subjects",
                List.of(
                    Map.of(
                        "kind",
                        "ServiceAccount",
                        "name",
                        "nightlatch-operator",
                        "namespace",
                        Names.OPERATOR_NAMESPACE))));
    Wait.until(
        SOON,
        "the operator may not read " + configMap,
        () -> Installed.mayRead(() -> operator.text(configMap, "")));
  }

  @Override
  public HeldPolicy put(NetworkPolicy policy, Map<String, String> labels) {
    Meta meta = Strangers.meta(policy.namespace(), policy.name(), labels);
    return put(Kinds.POLICY, Encoder.policy(new HeldPolicy(meta, policy)), Decoder::policy);
  }

  private static Meta bare(Meta meta) {
    return Strangers.meta(meta.namespace(), meta.name());
  }

  private <T> T put(
      ResourceDefinitionContext kind,
      Map<String, Object> tree,
      Function<Tree, Decoded<T>> decoder) {
    Decoded<T> held = decoder.apply(Tree.of(admin.put(kind, tree), kind.getKind()));
    return held.value().orElseThrow(() -> new AssertionError(held.problems().toString()));
  }

  /// No pod is taken before the namespace has its default ServiceAccount, which a controller makes.
  @Override
  public void put(Pod pod) {
    ObjectKey key = new ObjectKey(pod.namespace(), pod.name());
    Wait.until(SOON, "no pod is taken in " + pod.namespace(), () -> isTaken(pod));
    if (pod.finished()) {
      admin.status(Kinds.POD, key, new LinkedHashMap<>(Map.of("phase", "Succeeded")));
    }
  }

  private boolean isTaken(Pod pod) {
    Map<String, Object> tree =
        Map.of(
            "apiVersion",
            "v1",
            "kind",
            "Pod",
            "metadata",
            Map.of("namespace", pod.namespace(), "name", pod.name(), "labels", pod.labels()),
            "spec",
            Map.of(
                "hostNetwork",
                pod.hostNetwork(),
                "containers",
                List.of(Map.of("name", "main", "image", "never-pulled"))));
    try {
      var _ = admin.put(Kinds.POD, tree);
      return true;
    } catch (KubernetesClientException refused) {
      if (String.valueOf(refused.getMessage()).contains("serviceaccount")) {
        return false;
      }
      throw refused;
    }
  }

  @Override
  public void delete(AccessRule rule) {
    admin.delete(Kinds.RULE, rule.meta().key(), Map.of());
  }

  @Override
  public void delete(AccessSource source) {
    admin.delete(Kinds.SOURCE, source.meta().key(), Map.of());
  }

  @Override
  public void delete(AccessBoundary boundary) {
    admin.delete(Kinds.BOUNDARY, boundary.meta().key(), Map.of());
  }

  @Override
  public void delete(IncidentProvider provider) {
    admin.delete(Kinds.PROVIDER, provider.meta().key(), Map.of());
  }

  @Override
  public void deleteTexts(ObjectKey configMap) {
    admin.delete(Kinds.CONFIG_MAP, configMap, Map.of());
  }

  @Override
  public void delete(Pod pod) {
    admin.delete(
        Kinds.POD, new ObjectKey(pod.namespace(), pod.name()), Map.of("gracePeriodSeconds", 0));
  }

  @Override
  public void delete(HeldPolicy policy) {
    admin.delete(Kinds.POLICY, policy.meta().key(), Map.of());
  }

  @Override
  public void deleteGrant(String name) {
    admin.delete(Kinds.GRANT, new ObjectKey("", name), Map.of("propagationPolicy", "Background"));
  }

  @Override
  public void deleteLatch(ObjectKey key) {
    admin.delete(Kinds.JOB, key, Map.of());
  }

  @Override
  public void tamper(ObjectKey policy, Tampering.OfPolicy change) {
    admin.edit(Kinds.POLICY, policy, tree -> Strangers.change(tree, change));
  }

  @Override
  public void tamper(ObjectKey latch, Tampering.OfLatch change) {
    admin.edit(Kinds.JOB, latch, tree -> Strangers.change(tree, change));
  }

  @Override
  public void stopControllers() {
    installed.plane().controllerManager().kill();
  }

  @Override
  public void startControllers() {
    installed.plane().controllerManager().start();
  }

  @Override
  public void close() {
    startControllers();
    operator.close();
    users.values().forEach(KubeCluster::close);
  }
}
