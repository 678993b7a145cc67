package dev.nightlatch.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.embedded.EmbeddedCluster;
import dev.nightlatch.embedded.VirtualTime;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.engine.set.Protocol;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.AccessSource;
import dev.nightlatch.grants.model.Approval;
import dev.nightlatch.grants.model.Canary;
import dev.nightlatch.grants.model.Conditions;
import dev.nightlatch.grants.model.FourEyes;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.Meta;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.SourceRef;
import dev.nightlatch.grants.model.Stand;
import dev.nightlatch.grants.model.Target;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.grants.port.Journal;
import dev.nightlatch.grants.port.JournalException;
import dev.nightlatch.incidents.ProvidedIncidents;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A small cluster on virtual time: a database behind a default deny, tools, and a rule between.
final class Village {
  static final Duration LEASE = Duration.ofSeconds(60);
  /// How soon what failed is tried again.
  static final Duration RETRY = Duration.ofMillis(500);

  static final ObjectKey RULE = new ObjectKey("shop", "db-shell");

  final VirtualTime time = new VirtualTime(Instant.parse("2026-11-25T02:14:00.700Z"));
  final EmbeddedCluster embedded = EmbeddedCluster.on(time, 4711);

  Village() {
    embedded.hands().putNamespace(Names.OPERATOR_NAMESPACE);
    embedded.hands().putNamespace("shop");
    embedded.hands().putNamespace("support-tools");
    var _ =
        embedded
            .hands()
            .put(
                new NetworkPolicy(
                    "shop",
                    "default-deny",
                    LabelSelector.EVERYTHING,
                    Set.of(Direction.INGRESS),
                    List.of(),
                    List.of()),
                Map.of());
    var _ = embedded.hands().put("shop", "db", Map.of("app", "db"), 1);
    AccessSource _ =
        embedded
            .hands()
            .put(
                new AccessSource(
                    meta("support-tools", "tools"),
                    "",
                    new Stand.Pods(LabelSelector.labels(Map.of("app", "psql"))),
                    List.of("shop")));
    AccessRule _ = embedded.hands().put(rule(0));
  }

  /// A policy of support-tools that lets nobody there go out.
  Village shutForEgress() {
    var _ =
        embedded
            .hands()
            .put(
                new NetworkPolicy(
                    "support-tools",
                    "nothing-out",
                    LabelSelector.EVERYTHING,
                    Set.of(Direction.EGRESS),
                    List.of(),
                    List.of()),
                Map.of());
    return this;
  }

  AccessRule rule(int approvals) {
    return rule(FourEyes.of(approvals), Conditions.USUAL);
  }

  AccessRule rule(FourEyes fourEyes, Conditions conditions) {
    return new AccessRule(
        meta(RULE.namespace(), RULE.name()),
        "",
        new Target(
            LabelSelector.labels(Map.of("app", "db")),
            List.of(PortRange.single(Protocol.TCP, 5432))),
        List.of(new SourceRef(new ObjectKey("support-tools", "tools"), false)),
        Duration.ofHours(1),
        fourEyes,
        conditions);
  }

  static Meta meta(String namespace, String name) {
    return new Meta(
        namespace,
        name,
        new Uid("made-by-the-cluster"),
        "",
        1,
        Instant.EPOCH,
        false,
        Map.of(),
        Map.of(),
        List.of(),
        List.of());
  }

  Cluster operator() {
    return embedded.as(
        new Identity("system:serviceaccount:nightlatch-system:nightlatch-operator", List.of()));
  }

  /// One that has just come back.
  Canary canary() {
    return new Canary.Back(time.instant());
  }

  Cluster alice() {
    return embedded.as(new Identity("alice", List.of("oncall")));
  }

  AccessGrant asked() {
    return asked(LEASE);
  }

  AccessGrant asked(Duration lease) {
    return alice()
        .ask(new Request(RULE, "INC-4711", "orders fail", lease, new Origin.AnySource(), "alice"));
  }

  /// Bob says yes to what the grant would open now.
  void approve(AccessGrant grant) {
    Identity bob = new Identity("bob", List.of("leads"));
    var _ =
        embedded.as(bob).approve(grant, new Approval(bob, now(grant).status().hash(), "go ahead"));
  }

  /// Lives a grant's life on virtual time until nothing is to be done any more, or `until` is over.
  void live(AccessGrant grant, Cluster cluster, Journal journal, Instant until) {
    GrantKey key = new GrantKey(grant.uid(), grant.name());
    GrantReconciler reconciler = reconciler(cluster, journal);
    int passes = 0;
    while (time.instant().isBefore(until)) {
      assertThat(++passes).as("passes").isLessThan(10_000);
      try {
        switch (reconciler.reconcile(key)) {
          case Next.AtOnce _ -> {}
          case Next.In(var delay, _) -> time.advance(delay);
          case Next.Done() -> {
            return;
          }
        }
      } catch (ClusterException | JournalException failed) {
        time.advance(RETRY);
      } catch (FaultPlan.Death dead) {
        // A new process knows nothing of the old one.
        time.advance(RETRY);
        reconciler = reconciler(cluster, journal);
      }
    }
  }

  /// The operator's reconciler on this cluster, with virtual time.
  GrantReconciler reconciler(Cluster cluster, Journal journal) {
    return new GrantReconciler(
        cluster, new ProvidedIncidents(cluster), journal, time, CniProfile.DEFAULT, this::canary);
  }

  AccessGrant now(AccessGrant grant) {
    return operator().grant(grant.name()).orElseThrow();
  }

  boolean isOpen(AccessGrant grant) {
    return operator().policy(policyKey(grant)).isPresent();
  }

  static ObjectKey policyKey(AccessGrant grant) {
    return new ObjectKey(RULE.namespace(), Names.ingressPolicy(grant.uid()));
  }

  /// The policies of the grant that are there.
  List<HeldPolicy> policies(AccessGrant grant) {
    return operator().policies().stream()
        .filter(held -> Names.isPolicyOf(grant.uid(), held.meta().name()))
        .toList();
  }

  static ObjectKey latchKey(AccessGrant grant) {
    return new ObjectKey(RULE.namespace(), Names.latch(grant.uid()));
  }
}
