package dev.nightlatch.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.model.Lines;
import dev.nightlatch.engine.model.PolicyRef;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Where policies, rules, peers and ports are written.
final class PolicyLinesTest {

  @Test
  void eachPartHasItsLineInAFileOfSeveralDocuments() {
    String yaml =
        """
        # the first line
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop}
        ---

        # a comment
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: db, namespace: shop}
        spec:
          podSelector: {}
          policyTypes: [Ingress, Egress]
          ingress:
            - from:
                - podSelector:
                    matchLabels: {app: web}
                - namespaceSelector: {}

              ports:
                - port: 5432
                - protocol: UDP
                  port: 5433
            - {}
          egress:
            -
              to: [{podSelector: {}}, {ipBlock: {cidr: 10.0.0.0/8}}]
        --- # the cluster's
        apiVersion: policy.networking.k8s.io/v1alpha2
        kind: ClusterNetworkPolicy
        metadata: {name: guard}
        spec:
          tier: Admin
          priority: 1
          subject: {namespaces: {}}
          ingress:
            - action: Deny
              from:
                - namespaces: {}
              protocols:
                - tcp: {}
                - udp: {}
        ---
        apiVersion: policy.networking.k8s.io/v1alpha1
        kind: AdminNetworkPolicy
        metadata: {name: guard}
        spec:
          priority: 1
          subject: {namespaces: {}}
          egress:
            - action: Deny
              to:
                - namespaces: {}
              ports:
                - portNumber: {port: 80}
        """;
    ReadSnapshot read = SnapshotReader.read(yaml, "shop/all.yaml");
    assertThat(read.problems()).isEmpty();
    assertThat(read.snapshot().lines())
        .isEqualTo(
            Map.of(
                PolicyRef.networkPolicy("shop", "db"),
                new Lines(
                    "shop/all.yaml",
                    8,
                    List.of(
                        new Lines.Rule(15, List.of(16, 18), List.of(21, 22)),
                        new Lines.Rule(24, List.of(), List.of())),
                    List.of(new Lines.Rule(27, List.of(27, 27), List.of()))),
                new PolicyRef(PolicyRef.Kind.CLUSTER_NETWORK_POLICY, "", "guard"),
                new Lines(
                    "shop/all.yaml",
                    29,
                    List.of(new Lines.Rule(37, List.of(39), List.of(41, 42))),
                    List.of()),
                new PolicyRef(PolicyRef.Kind.ADMIN_NETWORK_POLICY, "", "guard"),
                new Lines(
                    "shop/all.yaml",
                    44,
                    List.of(),
                    List.of(new Lines.Rule(51, List.of(53), List.of(55))))));
  }

  @Test
  void aPolicyInAListAndOneInJsonHaveTheirLines() {
    String list =
        """
        apiVersion: v1
        kind: List
        items:
          - apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: db, namespace: shop}
            spec: {podSelector: {}, ingress: [{}]}
        """;
    String json =
        """
        {
          "apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy",
          "metadata": {"name": "db", "namespace": "shop"},
          "spec": {"podSelector": {}, "ingress": [
            {}]}
        }
        """;
    assertThat(lines(list)).isEqualTo(lines(4, 7));
    assertThat(lines(json)).isEqualTo(lines(1, 5));
  }

  private static Lines lines(String text) {
    return SnapshotReader.read(text, "a").snapshot().lines().values().iterator().next();
  }

  private static Lines lines(int start, int rule) {
    return new Lines("a", start, List.of(new Lines.Rule(rule, List.of(), List.of())), List.of());
  }
}
