package dev.nightlatch.manifests;

import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// Kinds by which network plugins, meshes and clouds allow and deny connections beside the policies
/// that are read. What they say is in no verdict (S11).
///
/// Kinds that only send traffic another way, or name addresses for policies, are none.
public final class OtherLayers {
  private static final Set<String> CALICO =
      Set.of(
          "NetworkPolicy",
          "GlobalNetworkPolicy",
          "StagedNetworkPolicy",
          "StagedGlobalNetworkPolicy",
          "StagedKubernetesNetworkPolicy",
          "Tier");

  private static final Map<String, Set<String>> KINDS =
      Map.ofEntries(
          Map.entry("crd.projectcalico.org", CALICO),
          Map.entry("projectcalico.org", CALICO),
          Map.entry("cilium.io", Set.of("CiliumNetworkPolicy", "CiliumClusterwideNetworkPolicy")),
          Map.entry("crd.antrea.io", Set.of("NetworkPolicy", "ClusterNetworkPolicy", "Tier")),
          Map.entry("security.istio.io", Set.of("AuthorizationPolicy", "PeerAuthentication")),
          Map.entry(
              "policy.linkerd.io", Set.of("Server", "ServerAuthorization", "AuthorizationPolicy")),
          Map.entry("kuma.io", Set.of("MeshTrafficPermission", "TrafficPermission")),
          Map.entry("consul.hashicorp.com", Set.of("ServiceIntentions")),
          Map.entry("k8s.ovn.org", Set.of("EgressFirewall")),
          Map.entry("network.openshift.io", Set.of("EgressNetworkPolicy")),
          Map.entry("networking.gke.io", Set.of("FQDNNetworkPolicy")),
          Map.entry(
              "networking.k8s.aws", Set.of("ApplicationNetworkPolicy", "ClusterNetworkPolicy")),
          Map.entry("vpcresources.k8s.aws", Set.of("SecurityGroupPolicy")));

  private OtherLayers() {}

  /// The API groups that have such kinds, sorted.
  public static SortedSet<String> groups() {
    return new TreeSet<>(KINDS.keySet());
  }

  /// Whether objects of this kind allow or deny by being there: a tier is only a place for others,
  /// and a staged policy is not enforced.
  public static boolean enforce(String group, String kind) {
    return decide(group, kind) && !kind.equals("Tier") && !kind.startsWith("Staged");
  }

  /// Whether objects of this kind decide on connections, in whatever version.
  static boolean decide(String group, String kind) {
    return KINDS.getOrDefault(group, Set.of()).contains(kind);
  }
}
