package dev.nightlatch.manifests;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// What makes pods: a Deployment, StatefulSet, DaemonSet or ReplicaSet.
///
/// @param podLabels the labels that its pods bear
/// @param replicas how many pods it wants; 1 for a DaemonSet, which wants one on each node
/// @param hostNetwork whether its pods share their node's network
public record Workload(
    String namespace,
    String name,
    String kind,
    Map<String, String> podLabels,
    int replicas,
    boolean hostNetwork) {

  /// @throws IllegalArgumentException if there are fewer than no pods
  public Workload {
    if (replicas < 0) {
      throw new IllegalArgumentException("replicas: " + replicas);
    }
    podLabels = Collections.unmodifiableMap(new TreeMap<>(podLabels));
  }
}
