package dev.nightlatch.engine.model;

/// The kinds of objects that a snapshot is made of, as the API server lists them.
public enum Kind {
  NAMESPACE,
  POD,
  NODE,
  SERVICE,
  ENDPOINT_SLICE,
  /// Whatever makes pods: Deployment, ReplicaSet, StatefulSet, DaemonSet, Job, CronJob,
  /// ReplicationController.
  WORKLOAD,
  NETWORK_POLICY,
  ADMIN_NETWORK_POLICY,
  BASELINE_ADMIN_NETWORK_POLICY,
  CLUSTER_NETWORK_POLICY
}
