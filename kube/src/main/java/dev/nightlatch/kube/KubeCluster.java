package dev.nightlatch.kube;

import dev.nightlatch.grants.model.AccessBoundary;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.AccessSource;
import dev.nightlatch.grants.model.Approval;
import dev.nightlatch.grants.model.Approvers;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.Guards;
import dev.nightlatch.grants.model.HeldLatch;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.IncidentProvider;
import dev.nightlatch.grants.model.LatchOrder;
import dev.nightlatch.grants.model.Meta;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Permission;
import dev.nightlatch.grants.model.PolicyOrder;
import dev.nightlatch.grants.model.Rejection;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.Review;
import dev.nightlatch.grants.model.Revocation;
import dev.nightlatch.grants.model.RuleRights;
import dev.nightlatch.grants.model.Scope;
import dev.nightlatch.grants.model.Surroundings;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.port.Announcer;
import dev.nightlatch.grants.port.Change;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.grants.port.LeaderLease;
import dev.nightlatch.manifests.Decoded;
import dev.nightlatch.manifests.Decoder;
import dev.nightlatch.manifests.Encoder;
import dev.nightlatch.manifests.Tree;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A real cluster, seen with the identity of a kubeconfig.
public final class KubeCluster implements Cluster, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(KubeCluster.class);

  /// What the pods of latches would run, if latches ran pods. Never pulled.
  private static final String LATCH_IMAGE = "registry.invalid/nightlatch:latch";

  /// How often a write is tried again that met somebody else's.
  private static final int TRIES = 5;

  private final KubernetesClient client;
  private final Objects objects;
  private final KubeGuards guards;
  private final KubeLayers layers;
  private final Set<KubeWatch> watches = ConcurrentHashMap.newKeySet();
  private final Remembered<AccessGrant> knownGrants = new Remembered<>();
  private final Remembered<HeldPolicy> knownPolicies = new Remembered<>();
  private final Remembered<HeldLatch> knownLatches = new Remembered<>();
  private final KubeSnapshot.Known known = new KubeSnapshot.Known();

  /// What was said of kinds that may not be listed.
  private final Set<String> warned = ConcurrentHashMap.newKeySet();

  private KubeCluster(KubernetesClient client) {
    this.client = client;
    this.objects = new Objects(client);
    this.guards = new KubeGuards(client);
    this.layers = new KubeLayers(client);
  }

  /// Makes ready to reach the cluster; the first call reaches it.
  ///
  /// @throws ClusterException as a permanent failure if the kubeconfig's certificates or keys make
  ///     no sense
  public static KubeCluster of(KubeAccess access) {
    try {
      return new KubeCluster(new KubernetesClientBuilder().withConfig(access.config()).build());
    } catch (KubernetesClientException senseless) {
      throw new ClusterException(
          ClusterException.Kind.PERMANENT,
          "the credentials of the kubeconfig make no sense: " + Failures.sentence(senseless),
          senseless);
    }
  }

  @Override
  public Identity whoAmI() {
    return WhoAmI.ask(client);
  }

  @Override
  public Uid id() {
    Object metadata =
        objects
            .tree(Kinds.NAMESPACE, new ObjectKey("", "kube-system"))
            .map(tree -> tree.get("metadata"))
            .orElse(null);
    if (metadata instanceof Map<?, ?> meta && meta.get("uid") instanceof String uid) {
      return new Uid(uid);
    }
    throw new ClusterException(
        ClusterException.Kind.TRANSIENT, "there is no namespace kube-system (yet)");
  }

  @Override
  public List<AccessRule> rules(String namespace) {
    return sorted(objects.list(Kinds.RULE, Optional.of(namespace), Decoder::rule));
  }

  @Override
  public List<AccessRule> rules() {
    return sorted(objects.list(Kinds.RULE, Optional.empty(), Decoder::rule));
  }

  private static List<AccessRule> sorted(List<AccessRule> rules) {
    return rules.stream().sorted(Comparator.comparing(rule -> rule.meta().key())).toList();
  }

  @Override
  public Optional<AccessRule> rule(ObjectKey key) {
    return objects.get(Kinds.RULE, key, Decoder::rule);
  }

  @Override
  public SortedMap<ObjectKey, RuleRights> rights(Collection<ObjectKey> rules) {
    return new KubeRights(client).of(rules);
  }

  @Override
  public Approvers approvers(ObjectKey rule) {
    return new KubeApprovers(client).of(rule);
  }

  @Override
  public Permission impersonation(Identity who, String user) {
    return new KubeRights(client).impersonation(who, user);
  }

  @Override
  public Optional<AccessSource> source(ObjectKey key) {
    return objects.get(Kinds.SOURCE, key, Decoder::source);
  }

  @Override
  public List<AccessBoundary> boundaries() {
    return objects.listWhole(Kinds.BOUNDARY, Decoder::boundary).stream()
        .sorted(Comparator.comparing(AccessBoundary::name))
        .toList();
  }

  @Override
  public Optional<IncidentProvider> incidentProvider(String name) {
    return objects.get(Kinds.PROVIDER, new ObjectKey("", name), Decoder::incidentProvider);
  }

  @Override
  public Optional<String> text(ObjectKey configMap, String key) {
    return objects
        .tree(Kinds.CONFIG_MAP, configMap)
        .flatMap(
            tree ->
                tree.get("data") instanceof Map<?, ?> data && data.get(key) instanceof String text
                    ? Optional.of(text)
                    : Optional.empty());
  }

  @Override
  public List<AccessGrant> grants() {
    return sortedGrants(objects.list(Kinds.GRANT, Optional.empty(), Decoder::grant, knownGrants));
  }

  @Override
  public List<AccessGrant> grants(ObjectKey rule) {
    return sortedGrants(
        objects.listWhere(
            Kinds.GRANT,
            Map.of(
                "spec.request.rule.namespace", rule.namespace(),
                "spec.request.rule.name", rule.name()),
            Decoder::grant,
            knownGrants));
  }

  private static List<AccessGrant> sortedGrants(List<AccessGrant> grants) {
    return grants.stream().sorted(Comparator.comparing(AccessGrant::name)).toList();
  }

  @Override
  public Optional<AccessGrant> grant(String name) {
    return objects.get(Kinds.GRANT, new ObjectKey("", name), Decoder::grant);
  }

  /// The objects that were left out of a list so far, because they cannot be read: `AccessRule
  /// shop/db-shell`.
  public Set<String> leftOut() {
    return objects.leftOut();
  }

  /// The rules of one namespace, or of all where none is given, as the API server shows them: with
  /// what Nightlatch does not know of them, without `managedFields`.
  public List<Map<String, Object>> wholeRules(Optional<String> namespace) {
    return objects.trees(Kinds.RULE, namespace);
  }

  /// All grants, as the API server shows them; see [#wholeRules].
  public List<Map<String, Object>> wholeGrants() {
    return objects.trees(Kinds.GRANT, Optional.empty());
  }

  /// One grant, as the API server shows it; see [#wholeRules].
  public Optional<Map<String, Object>> wholeGrant(String name) {
    return objects.tree(Kinds.GRANT, new ObjectKey("", name));
  }

  @Override
  public AccessGrant ask(Request request) {
    return objects.create(
        Kinds.GRANT, Encoder.request(request.rule().name() + "-", request), Decoder::grant);
  }

  /// The first approval makes the list, over the state that was read and no other, so that it
  /// takes no other's place.
  @Override
  public Optional<AccessGrant> approve(AccessGrant grant, Approval approval) {
    return say(
        grant,
        there -> there.voices().approvals().stream().anyMatch(approval::repeats),
        there ->
            there.voices().approvals().isEmpty()
                ? List.of(
                    step("test", "/metadata/resourceVersion", there.meta().resourceVersion()),
                    step("add", "/spec/approvals", List.of(Encoder.approval(approval))))
                : List.of(step("add", "/spec/approvals/-", Encoder.approval(approval))));
  }

  @Override
  public Optional<AccessGrant> reject(AccessGrant grant, Rejection.By rejection) {
    return say(
        grant,
        there -> there.voices().rejection() instanceof Rejection.By,
        _ -> List.of(step("add", "/spec/rejection", Encoder.rejection(rejection))));
  }

  @Override
  public Optional<AccessGrant> revoke(AccessGrant grant, Revocation.By revocation) {
    return say(
        grant,
        there -> there.revocation() instanceof Revocation.By,
        _ -> List.of(step("add", "/spec/revocation", Encoder.revocation(revocation))));
  }

  @Override
  public Optional<AccessGrant> review(AccessGrant grant, Review.By review) {
    return say(
        grant,
        there -> there.voices().review() instanceof Review.By,
        _ -> List.of(step("add", "/spec/review", Encoder.review(review))));
  }

  private static Map<String, ?> step(String op, String path, Object value) {
    return Map.of("op", op, "path", path, "value", value);
  }

  /// Adds to a grant what is not said yet. The server refuses it for another object of that name,
  /// and the grant's own rules refuse what takes the place of what was said. So after a refusal it
  /// is looked at again: somebody else may have been first.
  private Optional<AccessGrant> say(
      AccessGrant grant,
      Predicate<AccessGrant> isSaid,
      Function<AccessGrant, List<Map<String, ?>>> addition) {
    for (int attempt = 1; ; attempt++) {
      Optional<AccessGrant> now = living(grant);
      if (now.isEmpty() || isSaid.test(now.get())) {
        return now;
      }
      List<Map<String, ?>> steps = new ArrayList<>();
      steps.add(step("test", "/metadata/uid", grant.uid().text()));
      steps.addAll(addition.apply(now.get()));
      try {
        objects.jsonPatch(Kinds.GRANT, new ObjectKey("", grant.name()), steps);
      } catch (ClusterException failed) {
        boolean isOfAnOldState =
            switch (failed.kind()) {
              case CONFLICT, NOT_FOUND -> true;
              case INVALID ->
                  !living(grant).map(AccessGrant::meta).equals(now.map(AccessGrant::meta));
              case TRANSIENT, FORBIDDEN, PERMANENT -> false;
            };
        if (!isOfAnOldState || attempt >= TRIES) {
          throw failed;
        }
      }
    }
  }

  private Optional<AccessGrant> living(AccessGrant grant) {
    return grant(grant.name()).filter(there -> there.uid().equals(grant.uid()));
  }

  @Override
  public Guards guards() {
    return guards.look();
  }

  @Override
  public Surroundings surroundings(Scope scope) {
    return KubeSnapshot.surroundings(client, layers, scope, known, this::warnOnce);
  }

  /// What may not be listed is so at each look.
  private void warnOnce(String note) {
    if (warned.add(note)) {
      log.warn("who can reach whom: {}", note);
    }
  }

  /// The surroundings as this identity sees them.
  ///
  /// @param notes gets a sentence for each kind that may not be listed
  public Surroundings surroundings(Consumer<String> notes) {
    return KubeSnapshot.surroundings(client, layers, Scope.everywhere(), known, notes);
  }

  @Override
  public List<HeldPolicy> policies() {
    return objects.list(Kinds.POLICY, Optional.empty(), PolicyShell::decode, knownPolicies).stream()
        .sorted(Comparator.comparing(held -> held.meta().key()))
        .toList();
  }

  @Override
  public Optional<HeldPolicy> policy(ObjectKey key) {
    return objects.get(Kinds.POLICY, key, PolicyShell::decode);
  }

  @Override
  public Optional<HeldLatch> latch(ObjectKey key) {
    return objects.get(Kinds.JOB, key, LatchShell::decode);
  }

  @Override
  public List<HeldLatch> latches() {
    return objects
        .listMarked(Kinds.JOB, Map.of(Names.LATCH_LABEL, "true"), LatchShell::decode, knownLatches)
        .stream()
        .sorted(Comparator.comparing(held -> held.meta().key()))
        .toList();
  }

  @Override
  public void arm(LatchOrder order) {
    try {
      var _ = objects.create(Kinds.JOB, Encoder.latch(order, LATCH_IMAGE), LatchShell::decode);
    } catch (ClusterException failed) {
      if (!Failures.isAlreadyThere(failed)) {
        throw failed;
      }
    }
  }

  @Override
  public void release(String name, Duration flight) {
    Uid latch =
        objects.create(Kinds.JOB, Encoder.canary(name, flight, LATCH_IMAGE), KubeCluster::uid);
    var _ = objects.create(Kinds.CONFIG_MAP, Encoder.canaryMark(name, latch), KubeCluster::uid);
  }

  @Override
  public boolean isOut(String canary) {
    ObjectKey key = canaryKey(canary);
    return objects.get(Kinds.CONFIG_MAP, key, KubeCluster::uid).isPresent()
        || objects.get(Kinds.JOB, key, KubeCluster::uid).isPresent();
  }

  @Override
  public void recall(String canary) {
    ObjectKey key = canaryKey(canary);
    objects
        .get(Kinds.CONFIG_MAP, key, KubeCluster::uid)
        .ifPresent(uid -> objects.delete(Kinds.CONFIG_MAP, key, uid, "Background"));
    objects
        .get(Kinds.JOB, key, KubeCluster::uid)
        .ifPresent(uid -> objects.delete(Kinds.JOB, key, uid, "Foreground"));
  }

  private static Decoded<Uid> uid(Tree tree) {
    Decoded<Meta> meta = Decoder.meta(tree);
    return new Decoded<>(meta.value().map(Meta::uid), meta.problems());
  }

  private static ObjectKey canaryKey(String name) {
    return new ObjectKey(Names.OPERATOR_NAMESPACE, name);
  }

  @Override
  public void disarm(ObjectKey key, Uid latch) {
    objects.delete(Kinds.JOB, key, latch, "Foreground");
  }

  /// A list of rules that somebody added beside ours stays where ours has none to say, so it is
  /// said, empty, where the answer is not what was ordered. Not always, because the API server
  /// counts it as a change each time.
  @Override
  public boolean apply(PolicyOrder order) {
    return isAsOrdered(order, Encoder.policy(order)) || isAsOrdered(order, Encoder.mended(order));
  }

  private boolean isAsOrdered(PolicyOrder order, Map<String, Object> applied) {
    HeldPolicy held = objects.apply(Kinds.POLICY, applied, PolicyShell::decode);
    return held.policy().equals(order.policy());
  }

  @Override
  public void remove(ObjectKey key, Uid policy) {
    objects.delete(Kinds.POLICY, key, policy, "Background");
    Optional<HeldPolicy> left = still(key, policy);
    List<String> known =
        left.stream()
            .flatMap(held -> held.meta().finalizers().stream())
            .filter(Names.PLUGIN_FINALIZERS::contains)
            .toList();
    boolean held =
        left.filter(there -> there.meta().finalizers().size() > known.size()).isPresent();
    if (held) {
      takeOffFinalizers(key, policy, known);
      left = still(key, policy);
    }
    if (left.isPresent()) {
      throw new ClusterException(
          ClusterException.Kind.TRANSIENT,
          "NetworkPolicy " + key + " was deleted and is still there, held by " + known);
    }
  }

  private Optional<HeldPolicy> still(ObjectKey key, Uid policy) {
    return policy(key).filter(there -> there.meta().uid().equals(policy));
  }

  /// A finalizer that nobody takes off would hold the policy, and with it the path, open for ever.
  private void takeOffFinalizers(ObjectKey key, Uid policy, List<String> kept) {
    try {
      objects.jsonPatch(
          Kinds.POLICY,
          key,
          List.of(
              Map.of("op", "test", "path", "/metadata/uid", "value", policy.text()),
              Map.of("op", "replace", "path", "/metadata/finalizers", "value", kept)));
    } catch (ClusterException failed) {
      // It went meanwhile, or another one has its name by now, which fails the test of the UID.
      if (still(key, policy).isPresent()) {
        throw failed;
      }
    }
  }

  @Override
  public AccessGrant report(AccessGrant grant, GrantStatus status) {
    return objects.putStatus(Kinds.GRANT, Encoder.grant(grant.with(status)), Decoder::grant);
  }

  @Override
  public Watch watch(Consumer<Change> listener) {
    KubeWatch watch = KubeWatch.start(client, listener, watches::remove);
    watches.add(watch);
    return watch;
  }

  /// Tells in this cluster what is done.
  ///
  /// @param instance which process does it: the pod's name
  public Announcer announcer(String instance, InstantSource time) {
    return new KubeAnnouncer(objects, instance, time);
  }

  /// The lease over which this cluster's operators agree who acts.
  ///
  /// @param time only shown in it
  public LeaderLease leaderLease(InstantSource time) {
    return new KubeLeaderLease(client, time);
  }

  /// Ends all watches and connections.
  @Override
  public void close() {
    List.copyOf(watches).forEach(KubeWatch::close);
    client.close();
  }
}
