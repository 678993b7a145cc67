package dev.nightlatch.grants.port;

import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.grants.model.AccessBoundary;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.AccessSource;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.IncidentProvider;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.RuleVerb;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// A cluster to hold an adapter to its contract, with the hands that the port itself lacks: people
/// at `kubectl`, strangers, and whoever runs the control plane.
///
/// One world serves one test. The cluster behind it may be shared, and hold grants and namespaces
/// of other tests; the two namespaces are this test's own, and empty. When it begins, controllers
/// are at work.
///
/// Each call comes back once the cluster has acknowledged it. Where an object is given, only its
/// namespace, its name and its content count; the rest of its [dev.nightlatch.grants.model.Meta] is
/// made by the cluster.
public interface World extends AutoCloseable {

  /// The cluster as the operator sees it, who may do all that the port has.
  Cluster operator();

  /// The cluster as this user sees it, who may read, ask and revoke.
  Cluster user(String name);

  /// Gives this user these verbs on the rule and no others; it need not be there. They may be in
  /// force only a moment later.
  void give(String user, ObjectKey rule, Set<RuleVerb> verbs);

  /// Lets one user act in another's name.
  void letImpersonate(String user, String other);

  /// A namespace of this test.
  String namespace();

  /// Another namespace of this test.
  String otherNamespace();

  /// The time by which the cluster's controllers go.
  Instant now();

  /// Lets time pass until `condition` holds, at most `within`.
  ///
  /// @return whether it came to hold
  boolean eventually(Duration within, BooleanSupplier condition);

  /// Creates the rule, or puts this content in the place of what is there.
  ///
  /// @return the rule as the cluster holds it
  AccessRule put(AccessRule rule);

  /// Creates the source, or puts this content in the place of what is there.
  ///
  /// @return the source as the cluster holds it
  AccessSource put(AccessSource source);

  /// Creates the boundary, or puts this content in the place of what is there. Other tests see it.
  ///
  /// @return the boundary as the cluster holds it
  AccessBoundary put(AccessBoundary boundary);

  /// Creates the provider, or puts this content in the place of what is there. Other tests see it.
  ///
  /// @return the provider as the cluster holds it
  IncidentProvider put(IncidentProvider provider);

  /// Creates a ConfigMap, or puts this `data` in the place of what is there. From then on the
  /// operator may read all ConfigMaps of its namespace.
  void putTexts(ObjectKey configMap, Map<String, String> data);

  /// Creates the pod; a finished one in phase `Succeeded`.
  void put(Pod pod);

  /// Creates a policy with these labels.
  ///
  /// @return the policy as the cluster holds it
  HeldPolicy put(NetworkPolicy policy, Map<String, String> labels);

  void delete(AccessRule rule);

  void delete(AccessSource source);

  void delete(AccessBoundary boundary);

  void delete(IncidentProvider provider);

  /// Deletes a ConfigMap.
  void deleteTexts(ObjectKey configMap);

  void delete(Pod pod);

  /// Deletes the policy of this key, whatever its UID, and asks nobody about its finalizers.
  void delete(HeldPolicy policy);

  /// Deletes a grant as `kubectl delete` does: propagation in the background.
  void deleteGrant(String name);

  /// Deletes a latch as a raw client does: a DELETE that names no propagation policy.
  void deleteLatch(ObjectKey key);

  /// Changes a policy as a stranger does who may.
  void tamper(ObjectKey policy, Tampering.OfPolicy change);

  /// Changes a latch as a stranger does who may.
  void tamper(ObjectKey latch, Tampering.OfLatch change);

  /// Ends kube-controller-manager without warning. Comes back once it is gone.
  void stopControllers();

  /// Starts kube-controller-manager again. Need not wait until it has begun to work.
  void startControllers();

  /// Leaves controllers at work, and nothing open that would disturb another test.
  @Override
  void close();
}
