package dev.nightlatch.engine.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What makes pods: a Deployment, ReplicaSet, StatefulSet, DaemonSet, Job, CronJob or
/// ReplicationController, as far as network policies will see its pods.
///
/// @param podLabels the labels that its pods bear
/// @param replicas how many pods it wants; 1 where it does not say, as a DaemonSet, which wants one
///     on each node
/// @param hostNetwork whether its pods share their node's network
/// @param ports those that its pods' containers declare, sorted
/// @param controller what made it: the Deployment of a ReplicaSet, the CronJob of a Job
public record Workload(
    String namespace,
    String name,
    String kind,
    Map<String, String> podLabels,
    int replicas,
    boolean hostNetwork,
    List<ContainerPort> ports,
    Controller controller) {

  /// @throws IllegalArgumentException if there are fewer than no pods
  public Workload {
    if (replicas < 0) {
      throw new IllegalArgumentException("replicas: " + replicas);
    }
    podLabels = Collections.unmodifiableMap(new TreeMap<>(podLabels));
    ports = Canonical.of(ports);
  }

  /// A pod as it would make one: it bears the workload's name, and its address and node are not
  /// known.
  public Pod pod() {
    return new Pod(namespace, name, podLabels, hostNetwork, false)
        .withPorts(ports)
        .madeBy(new Controller.Named(kind, name));
  }
}
