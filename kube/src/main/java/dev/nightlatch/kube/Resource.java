package dev.nightlatch.kube;

import dev.nightlatch.engine.model.Kind;
import java.util.List;

/// A kind as the API server lists it.
record Resource(Kind kind, String apiVersion, String word, String plural) {
  /// All that network policies can see, in the order in which it is listed.
  static final List<Resource> ALL =
      List.of(
          new Resource(Kind.NAMESPACE, "v1", "Namespace", "namespaces"),
          new Resource(
              Kind.NETWORK_POLICY, "networking.k8s.io/v1", "NetworkPolicy", "networkpolicies"),
          new Resource(
              Kind.ADMIN_NETWORK_POLICY,
              "policy.networking.k8s.io/v1alpha1",
              "AdminNetworkPolicy",
              "adminnetworkpolicies"),
          new Resource(
              Kind.BASELINE_ADMIN_NETWORK_POLICY,
              "policy.networking.k8s.io/v1alpha1",
              "BaselineAdminNetworkPolicy",
              "baselineadminnetworkpolicies"),
          new Resource(
              Kind.CLUSTER_NETWORK_POLICY,
              "policy.networking.k8s.io/v1alpha2",
              "ClusterNetworkPolicy",
              "clusternetworkpolicies"),
          new Resource(Kind.NODE, "v1", "Node", "nodes"),
          new Resource(Kind.WORKLOAD, "apps/v1", "Deployment", "deployments"),
          new Resource(Kind.WORKLOAD, "apps/v1", "ReplicaSet", "replicasets"),
          new Resource(Kind.WORKLOAD, "apps/v1", "StatefulSet", "statefulsets"),
          new Resource(Kind.WORKLOAD, "apps/v1", "DaemonSet", "daemonsets"),
          new Resource(Kind.WORKLOAD, "batch/v1", "CronJob", "cronjobs"),
          new Resource(Kind.WORKLOAD, "batch/v1", "Job", "jobs"),
          new Resource(Kind.WORKLOAD, "v1", "ReplicationController", "replicationcontrollers"),
          new Resource(Kind.SERVICE, "v1", "Service", "services"),
          new Resource(
              Kind.ENDPOINT_SLICE, "discovery.k8s.io/v1", "EndpointSlice", "endpointslices"),
          new Resource(Kind.POD, "v1", "Pod", "pods"));

  /// @param namespace empty for all of them
  String path(String namespace) {
    return (apiVersion.equals("v1") ? "/api/" : "/apis/")
        + apiVersion
        + (namespace.isEmpty() ? "/" : "/namespaces/" + namespace + "/")
        + plural;
  }

  boolean isNamespaced() {
    return switch (kind) {
      case NETWORK_POLICY, WORKLOAD, SERVICE, ENDPOINT_SLICE, POD -> true;
      case NAMESPACE,
          NODE,
          ADMIN_NETWORK_POLICY,
          BASELINE_ADMIN_NETWORK_POLICY,
          CLUSTER_NETWORK_POLICY ->
          false;
    };
  }
}
