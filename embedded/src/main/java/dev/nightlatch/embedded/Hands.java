package dev.nightlatch.embedded;

import dev.nightlatch.engine.model.Controller;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.grants.model.AccessBoundary;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.AccessSource;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.IncidentProvider;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.port.ClusterException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What people do with a cluster beside the port, as with `kubectl`: bring a sample in, delete,
/// and do harm.
///
/// Of an object that is given only namespace, name and content count. Each `put` creates the object
/// or puts this content in the place of what is there; it fails as not found in a namespace that is
/// not there. Each `delete` and `edit` fails as not found if the object is not there.
public final class Hands {
  private static final String TEMPLATE_HASH = "pod-template-hash";

  private final EmbeddedCluster cluster;

  Hands(EmbeddedCluster cluster) {
    this.cluster = cluster;
  }

  public void putNamespace(String name) {
    cluster.act(store -> store.addNamespace(name));
  }

  public AccessRule put(AccessRule rule) {
    return Reading.rule(put(rule.meta().key(), Content.Rule.of(rule)));
  }

  public AccessSource put(AccessSource source) {
    return Reading.source(put(source.meta().key(), Content.Source.of(source)));
  }

  public AccessBoundary put(AccessBoundary boundary) {
    return Reading.boundary(put(new ObjectKey("", boundary.name()), Content.Boundary.of(boundary)));
  }

  public IncidentProvider put(IncidentProvider provider) {
    return Reading.provider(
        put(
            new ObjectKey("", provider.name()),
            new Content.Provider(provider.description(), provider.place())));
  }

  /// Puts in a ConfigMap with this `data`.
  public void putTexts(ObjectKey configMap, Map<String, String> data) {
    Item _ = put(configMap, new Content.Texts(data));
  }

  public void put(Pod pod) {
    Item _ = put(new ObjectKey(pod.namespace(), pod.name()), new Content.Pod(pod));
  }

  private Item put(ObjectKey key, Content content) {
    return cluster.with(store -> put(store, key, Optional.empty(), content));
  }

  private static Item put(
      Store store, ObjectKey key, Optional<Map<String, String>> labels, Content content) {
    Optional<Item> there = store.find(content.kind(), key);
    Marks marks = there.map(item -> Marks.of(item.meta())).orElse(Marks.NONE);
    Marks wanted = labels.map(marks::labelled).orElse(marks);
    return there.isPresent()
        ? store.update(there.get(), wanted, content)
        : store.create(key, wanted, content);
  }

  /// A policy with exactly these labels.
  public HeldPolicy put(NetworkPolicy policy, Map<String, String> labels) {
    ObjectKey key = new ObjectKey(policy.namespace(), policy.name());
    return cluster.with(
        store -> Reading.policy(put(store, key, Optional.of(labels), new Content.Policy(policy))));
  }

  /// Brings a workload to this many pods of these labels, named as a Deployment names them:
  /// `orders-db-<hash>-<suffix>`, with the hash as the label `pod-template-hash`. Pods that the
  /// workload has already stay, unless they bear other labels; those with the last names go first.
  ///
  /// @return its pods, by name
  /// @throws IllegalArgumentException if `replicas` is negative
  public List<Pod> put(String namespace, String name, Map<String, String> labels, int replicas) {
    if (replicas < 0) {
      throw new IllegalArgumentException("replicas: " + replicas);
    }
    String hash = "%08x".formatted(new TreeMap<>(labels).toString().hashCode());
    Map<String, String> all = new TreeMap<>(labels);
    all.put(TEMPLATE_HASH, hash);
    return cluster.with(store -> scale(store, new ObjectKey(namespace, name), all, replicas));
  }

  private static List<Pod> scale(
      Store store, ObjectKey workload, Map<String, String> labels, int replicas) {
    List<Pod> kept = new ArrayList<>();
    for (Item item : store.in(workload.namespace(), Kind.POD)) {
      Pod pod = Reading.pod(item);
      if (isOf(workload.name(), pod)) {
        if (pod.labels().equals(labels) && kept.size() < replicas) {
          kept.add(pod);
        } else {
          store.delete(item, Store.Propagation.BACKGROUND);
        }
      }
    }
    while (kept.size() < replicas) {
      String name =
          store.freshName(
              Kind.POD, workload.namespace(), base(workload.name(), labels.get(TEMPLATE_HASH)));
      Pod pod =
          new Pod(workload.namespace(), name, labels, false, false)
              .madeBy(new Controller.Named("Deployment", workload.name()));
      kept.add(pod);
      Item _ = store.create(new ObjectKey(pod.namespace(), name), Marks.NONE, new Content.Pod(pod));
    }
    return kept.stream().sorted((a, b) -> a.name().compareTo(b.name())).toList();
  }

  private static String base(String workload, @Nullable String hash) {
    return workload + "-" + hash + "-";
  }

  /// Whether the pod's name is the workload's, the hash that it bears, and a suffix.
  private static boolean isOf(String workload, Pod pod) {
    String start = Store.cut(base(workload, pod.labels().get(TEMPLATE_HASH)));
    return pod.name().startsWith(start) && pod.name().length() == start.length() + Store.SUFFIX;
  }

  public void deleteRule(ObjectKey key) {
    delete(Kind.ACCESS_RULE, key, Store.Propagation.BACKGROUND);
  }

  public void deleteSource(ObjectKey key) {
    delete(Kind.ACCESS_SOURCE, key, Store.Propagation.BACKGROUND);
  }

  public void deleteBoundary(String name) {
    delete(Kind.ACCESS_BOUNDARY, new ObjectKey("", name), Store.Propagation.BACKGROUND);
  }

  public void deleteIncidentProvider(String name) {
    delete(Kind.INCIDENT_PROVIDER, new ObjectKey("", name), Store.Propagation.BACKGROUND);
  }

  /// Deletes a ConfigMap.
  public void deleteTexts(ObjectKey configMap) {
    delete(Kind.CONFIG_MAP, configMap, Store.Propagation.BACKGROUND);
  }

  public void deletePod(ObjectKey key) {
    delete(Kind.POD, key, Store.Propagation.BACKGROUND);
  }

  public void deletePolicy(ObjectKey key) {
    delete(Kind.NETWORK_POLICY, key, Store.Propagation.BACKGROUND);
  }

  /// Deletes a grant as `kubectl delete` does.
  public void deleteGrant(String name) {
    delete(Kind.ACCESS_GRANT, new ObjectKey("", name), Store.Propagation.BACKGROUND);
  }

  /// Deletes whatever canaries are out, before their end.
  public void deleteCanaries() {
    cluster.act(
        store -> {
          List<Item> all = new ArrayList<>(store.in(Names.OPERATOR_NAMESPACE, Kind.CONFIG_MAP));
          all.addAll(store.in(Names.OPERATOR_NAMESPACE, Kind.JOB));
          all.forEach(item -> store.delete(item, Store.Propagation.BACKGROUND));
        });
  }

  /// Deletes a latch as a raw client does: a DELETE that names no propagation policy.
  public void deleteLatch(ObjectKey key) {
    delete(Kind.JOB, key, Store.Propagation.UNSAID);
  }

  private void delete(Kind kind, ObjectKey key, Store.Propagation propagation) {
    cluster.act(store -> store.delete(store.need(kind, key), propagation));
  }

  /// Changes a policy: its content, labels, annotations, owners and finalizers. The rest of its
  /// meta is the cluster's.
  ///
  /// @throws ClusterException as invalid if a policy on its way out is given a new finalizer
  public void editPolicy(ObjectKey key, UnaryOperator<HeldPolicy> change) {
    cluster.act(
        store -> {
          Item item = store.need(Kind.NETWORK_POLICY, key);
          HeldPolicy next = change.apply(Reading.policy(item));
          NetworkPolicy policy = next.policy();
          NetworkPolicy content =
              new NetworkPolicy(
                  key.namespace(),
                  key.name(),
                  policy.podSelector(),
                  policy.policyTypes(),
                  policy.ingress(),
                  policy.egress());
          Item _ = store.update(item, Marks.of(next.meta()), new Content.Policy(content));
        });
  }

  /// Changes a latch. One that is resumed starts anew.
  ///
  /// @throws ClusterException as invalid if a latch on its way out is given a new finalizer
  public void editLatch(ObjectKey key, UnaryOperator<Latch> change) {
    cluster.act(
        store -> {
          Item item = store.need(Kind.JOB, key);
          var job = (Content.Job) item.content();
          Content.JobSpec before = job.spec();
          Latch next =
              change.apply(
                  new Latch(
                      before.deadline(),
                      before.ttl(),
                      before.parallelism(),
                      before.suspended(),
                      item.meta().owners(),
                      item.meta().finalizers()));
          Content.JobSpec after =
              new Content.JobSpec(
                  next.deadline(), next.ttl(), next.parallelism(), next.suspended());
          boolean resumed = before.suspended() && !after.suspended();
          Content content =
              new Content.Job(after, resumed ? Optional.empty() : job.startedAt(), job.firedAt());
          Marks marks = Marks.of(item.meta()).ownedBy(next.owners()).heldBy(next.finalizers());
          Item _ = store.update(item, marks, content);
        });
  }
}
