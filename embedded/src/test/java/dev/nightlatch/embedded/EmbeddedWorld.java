package dev.nightlatch.embedded;

import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.grants.model.AccessBoundary;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.AccessSource;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.IncidentProvider;
import dev.nightlatch.grants.model.Meta;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Owner;
import dev.nightlatch.grants.model.Permission;
import dev.nightlatch.grants.model.RuleRights;
import dev.nightlatch.grants.model.RuleVerb;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.grants.port.Tampering;
import dev.nightlatch.grants.port.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// An embedded cluster as the contract wants one; how time passes is the subclass's.
abstract class EmbeddedWorld implements World {
  private final EmbeddedCluster cluster;
  private final Time time;

  EmbeddedWorld(EmbeddedCluster cluster, Time time) {
    this.cluster = cluster;
    this.time = time;
    cluster.hands().putNamespace(Names.OPERATOR_NAMESPACE);
    cluster.hands().putNamespace(namespace());
    cluster.hands().putNamespace(otherNamespace());
  }

  @Override
  public Cluster operator() {
    return user("system:serviceaccount:nightlatch-system:nightlatch-operator");
  }

  @Override
  public Cluster user(String name) {
    return cluster.as(new Identity(name, List.of("oncall")));
  }

  @Override
  public void give(String user, ObjectKey rule, Set<RuleVerb> verbs) {
    cluster.rights(
        user,
        rule,
        RuleRights.of(verb -> verbs.contains(verb) ? Permission.HELD : Permission.NOT_HELD));
  }

  @Override
  public void letImpersonate(String user, String other) {
    cluster.letImpersonate(user, other);
  }

  @Override
  public String namespace() {
    return "shop";
  }

  @Override
  public String otherNamespace() {
    return "support-tools";
  }

  @Override
  public Instant now() {
    return time.instant();
  }

  /// Waits for a step of this length, or lets it pass.
  abstract void pass(Duration step);

  @Override
  public boolean eventually(Duration within, BooleanSupplier condition) {
    Instant end = now().plus(within);
    while (!condition.getAsBoolean()) {
      if (!now().isBefore(end)) {
        return false;
      }
      pass(Duration.ofMillis(10));
    }
    return true;
  }

  @Override
  public AccessRule put(AccessRule rule) {
    return cluster.hands().put(rule);
  }

  @Override
  public AccessSource put(AccessSource source) {
    return cluster.hands().put(source);
  }

  @Override
  public AccessBoundary put(AccessBoundary boundary) {
    return cluster.hands().put(boundary);
  }

  @Override
  public IncidentProvider put(IncidentProvider provider) {
    return cluster.hands().put(provider);
  }

  @Override
  public void putTexts(ObjectKey configMap, Map<String, String> data) {
    cluster.hands().putTexts(configMap, data);
  }

  @Override
  public void put(Pod pod) {
    cluster.hands().put(pod);
  }

  @Override
  public HeldPolicy put(NetworkPolicy policy, Map<String, String> labels) {
    return cluster.hands().put(policy, labels);
  }

  @Override
  public void delete(AccessRule rule) {
    cluster.hands().deleteRule(rule.meta().key());
  }

  @Override
  public void delete(AccessSource source) {
    cluster.hands().deleteSource(source.meta().key());
  }

  @Override
  public void delete(AccessBoundary boundary) {
    cluster.hands().deleteBoundary(boundary.name());
  }

  @Override
  public void delete(IncidentProvider provider) {
    cluster.hands().deleteIncidentProvider(provider.name());
  }

  @Override
  public void deleteTexts(ObjectKey configMap) {
    cluster.hands().deleteTexts(configMap);
  }

  @Override
  public void delete(Pod pod) {
    cluster.hands().deletePod(new ObjectKey(pod.namespace(), pod.name()));
  }

  @Override
  public void delete(HeldPolicy policy) {
    cluster.hands().deletePolicy(policy.meta().key());
  }

  @Override
  public void deleteGrant(String name) {
    cluster.hands().deleteGrant(name);
  }

  @Override
  public void deleteLatch(ObjectKey key) {
    cluster.hands().deleteLatch(key);
  }

  @Override
  public void tamper(ObjectKey policy, Tampering.OfPolicy change) {
    cluster.hands().editPolicy(policy, held -> changed(held, change));
  }

  private static HeldPolicy changed(HeldPolicy held, Tampering.OfPolicy change) {
    Map<String, String> labels = new TreeMap<>(held.meta().labels());
    Map<String, String> annotations = new TreeMap<>(held.meta().annotations());
    List<Owner> owners = held.meta().owners();
    List<String> finalizers = held.meta().finalizers();
    NetworkPolicy policy = held.policy();
    switch (change) {
      case Tampering.OfPolicy.Respecified(var other) -> policy = other;
      case Tampering.OfPolicy.Labelled(var key, var value) -> labels.put(key, value);
      case Tampering.OfPolicy.Unlabelled(var key) -> labels.remove(key);
      case Tampering.OfPolicy.Annotated(var key, var value) -> annotations.put(key, value);
      case Tampering.OfPolicy.Held(var finalizer) -> finalizers = and(finalizers, finalizer);
      case Tampering.OfPolicy.Released(var finalizer) ->
          finalizers = finalizers.stream().filter(text -> !text.equals(finalizer)).toList();
      case Tampering.OfPolicy.Coowned(var owner) -> owners = and(owners, owner);
    }
    Meta meta = held.meta();
    return new HeldPolicy(
        new Meta(
            meta.namespace(),
            meta.name(),
            meta.uid(),
            meta.resourceVersion(),
            meta.generation(),
            meta.createdAt(),
            meta.terminating(),
            labels,
            annotations,
            owners,
            finalizers),
        policy);
  }

  private static <T> List<T> and(List<T> list, T more) {
    return Stream.concat(list.stream(), Stream.of(more)).toList();
  }

  @Override
  public void tamper(ObjectKey latch, Tampering.OfLatch change) {
    cluster.hands().editLatch(latch, held -> changed(held, change));
  }

  private static Latch changed(Latch held, Tampering.OfLatch change) {
    Optional<Duration> deadline = held.deadline();
    Optional<Duration> ttl = held.ttl();
    int parallelism = held.parallelism();
    boolean suspended = held.suspended();
    List<Owner> owners = held.owners();
    List<String> finalizers = held.finalizers();
    switch (change) {
      case Tampering.OfLatch.Rescheduled(var next) -> deadline = Optional.of(next);
      case Tampering.OfLatch.Endless() -> deadline = Optional.empty();
      case Tampering.OfLatch.Suspended() -> suspended = true;
      case Tampering.OfLatch.Kept() -> ttl = Optional.empty();
      case Tampering.OfLatch.Populated() -> parallelism = 1;
      case Tampering.OfLatch.Orphaning() -> finalizers = List.of();
      case Tampering.OfLatch.Coowned(var owner) -> owners = and(owners, owner);
    }
    return new Latch(deadline, ttl, parallelism, suspended, owners, finalizers);
  }

  @Override
  public void stopControllers() {
    cluster.stopControllers();
  }

  @Override
  public void startControllers() {
    cluster.startControllers();
  }
}
