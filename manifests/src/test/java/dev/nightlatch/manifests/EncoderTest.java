package dev.nightlatch.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.model.PolicyPort;
import dev.nightlatch.engine.model.PolicyRule;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.engine.set.Protocol;
import dev.nightlatch.grants.model.LatchOrder;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Owner;
import dev.nightlatch.grants.model.PolicyOrder;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.Uid;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What is sent to a cluster, to the letter.
final class EncoderTest {
  private static final Uid GRANT = new Uid("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

  @Test
  void aPolicyToBePutInHasTheLatchAsItsOnlyOwnerAndNeverAsItsController() {
    NetworkPolicy policy =
        new NetworkPolicy(
            "shop",
            "nl-1-ingress",
            LabelSelector.labels(Map.of("app", "db")),
            Set.of(Direction.INGRESS),
            List.of(
                new PolicyRule(
                    List.of(
                        new Peer.AcrossNamespaces(
                            LabelSelector.labels(Map.of("kubernetes.io/metadata.name", "tools")),
                            LabelSelector.labels(Map.of("app", "psql"))),
                        Peer.IpBlock.whole(Address.parse("10.20.0.17").orElseThrow().alone())),
                    List.of(
                        new PolicyPort.Numbered(PortRange.single(Protocol.TCP, 5432)),
                        new PolicyPort.Numbered(new PortRange(Protocol.UDP, 80, 90))))),
            List.of());
    PolicyOrder order =
        new PolicyOrder(
            policy,
            Map.of("nightlatch.dev/grant", "1"),
            Map.of("nightlatch.dev/expires-at", "2026-11-24T02:44:00Z"),
            new Owner("batch/v1", "Job", "nl-1", new Uid("2b")));
    assertThat(Yaml.write(Encoder.policy(order)))
        .isEqualTo(
            """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata:
              namespace: shop
              name: nl-1-ingress
              labels:
                nightlatch.dev/grant: "1"
              annotations:
                nightlatch.dev/expires-at: "2026-11-24T02:44:00Z"
              ownerReferences:
              - apiVersion: batch/v1
                kind: Job
                name: nl-1
                uid: 2b
                blockOwnerDeletion: true
            spec:
              podSelector:
                matchLabels:
                  app: db
              policyTypes:
              - Ingress
              ingress:
              - from:
                - namespaceSelector:
                    matchLabels:
                      kubernetes.io/metadata.name: tools
                  podSelector:
                    matchLabels:
                      app: psql
                - ipBlock:
                    cidr: 10.20.0.17/32
                ports:
                - protocol: TCP
                  port: 5432
                - protocol: UDP
                  port: 80
                  endPort: 90
            """);
  }

  @Test
  void aPolicyThatSelectsEverythingSaysSo() {
    NetworkPolicy policy =
        new NetworkPolicy(
            "shop",
            "deny",
            LabelSelector.EVERYTHING,
            Set.of(Direction.EGRESS),
            List.of(),
            List.of());
    PolicyOrder order =
        new PolicyOrder(policy, Map.of(), Map.of(), new Owner("v1", "Job", "a", new Uid("b")));
    assertThat(Json.line(Encoder.policy(order)))
        .endsWith("\"spec\":{\"podSelector\":{},\"policyTypes\":[\"Egress\"]}}");
  }

  @Test
  void aLatchIsAJobThatRunsNoPodAndGoesAtItsDeadline() {
    LatchOrder order = new LatchOrder("shop", GRANT, "db-shell-x7k2p", Duration.ofMinutes(30));
    assertThat(Yaml.write(Encoder.latch(order, "registry.example/nightlatch:1")))
        .isEqualTo(
            """
            apiVersion: batch/v1
            kind: Job
            metadata:
              name: nl-6ba7b810-9dad-11d1-80b4-00c04fd430c8
              namespace: shop
              labels:
                app.kubernetes.io/managed-by: nightlatch
                nightlatch.dev/grant: 6ba7b810-9dad-11d1-80b4-00c04fd430c8
                nightlatch.dev/latch: "true"
              ownerReferences:
              - apiVersion: nightlatch.dev/v1alpha1
                kind: AccessGrant
                name: db-shell-x7k2p
                uid: 6ba7b810-9dad-11d1-80b4-00c04fd430c8
                blockOwnerDeletion: true
              finalizers:
              - foregroundDeletion
            spec:
              parallelism: 0
              activeDeadlineSeconds: 1800
              ttlSecondsAfterFinished: 0
              backoffLimit: 0
              template:
                spec:
                  restartPolicy: Never
                  automountServiceAccountToken: false
                  securityContext:
                    runAsNonRoot: true
                    runAsUser: 65532
                    seccompProfile:
                      type: RuntimeDefault
                  containers:
                  - name: latch
                    image: registry.example/nightlatch:1
                    securityContext:
                      allowPrivilegeEscalation: false
                      readOnlyRootFilesystem: true
                      capabilities:
                        drop:
                        - ALL
                    resources:
                      requests:
                        cpu: 1m
                        memory: 1Mi
                      limits:
                        cpu: 1m
                        memory: 1Mi
            """);
  }

  @Test
  void aRequestIsAGrantWithoutAName() {
    Request request =
        new Request(
            new ObjectKey("shop", "db-shell"),
            "INC-4711",
            "orders are stuck",
            Duration.ofMinutes(90),
            new Origin.OneAddress(Address.parse("10.20.0.17").orElseThrow()),
            "alice@example.com");
    assertThat(Yaml.write(Encoder.request("db-shell-", request)))
        .isEqualTo(
            """
            apiVersion: nightlatch.dev/v1alpha1
            kind: AccessGrant
            metadata:
              generateName: db-shell-
            spec:
              request:
                rule:
                  namespace: shop
                  name: db-shell
                incident:
                  id: INC-4711
                reason: orders are stuck
                duration: 1h30m
                from: 10.20.0.17
                requestedBy: alice@example.com
            """);
  }

  @Test
  void jsonStandsOverSeveralLinesOrInOne() {
    Map<String, Object> value = Fields.of("a", List.of(1, Map.of(), List.of(), "b"));
    assertThat(Json.write(value))
        .isEqualTo("{\n  \"a\": [\n    1,\n    {},\n    [],\n    \"b\"\n  ]\n}\n");
    assertThat(Json.line(value)).isEqualTo("{\"a\":[1,{},[],\"b\"]}");
  }
}
