package dev.nightlatch.grants.model;

import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.set.Cidr;
import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.engine.set.Protocol;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The shop of the tests: a database behind a default deny, a rule for it, its sources, a grant.
public final class Samples {
  public static final Instant NIGHT = Instant.parse("2026-03-01T02:14:00Z");
  public static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);
  public static final Uid GRANT = new Uid("6f1c2b9e-6a0b-4d0e-9a53-0d3c5a8f7b11");
  public static final Uid RULE = new Uid("rule-uid");
  public static final Uid LATCH = new Uid("latch-uid");
  public static final Uid POLICY = new Uid("policy-uid");
  public static final ObjectKey RULE_KEY = new ObjectKey("shop", "db-access");
  public static final ObjectKey TOOLS_KEY = new ObjectKey("support-tools", "psql");
  public static final ObjectKey VPN_KEY = new ObjectKey("support-tools", "vpn");
  public static final LabelSelector APP_DB = LabelSelector.labels(Map.of("app", "db"));

  private Samples() {}

  public static Meta meta(ObjectKey key, Uid uid) {
    return new Meta(
        key.namespace(),
        key.name(),
        uid,
        "1",
        1,
        NIGHT,
        false,
        Map.of(),
        Map.of(),
        List.of(),
        List.of());
  }

  public static AccessRule rule(int approvals, SourceRef... sources) {
    return rule(RULE, new Target(APP_DB, List.of(tcp(5432))), approvals, sources);
  }

  public static AccessRule rule(Uid uid, Target target, int approvals, SourceRef... sources) {
    return new AccessRule(
        meta(RULE_KEY, uid),
        "",
        target,
        List.of(sources),
        Duration.ofHours(1),
        FourEyes.of(approvals));
  }

  public static PortRange tcp(int port) {
    return PortRange.single(Protocol.TCP, port);
  }

  public static SourceRef free(ObjectKey source) {
    return new SourceRef(source, false);
  }

  public static SourceRef pinned(ObjectKey source) {
    return new SourceRef(source, true);
  }

  public static AccessSource tools(String... usableFrom) {
    return new AccessSource(
        meta(TOOLS_KEY, new Uid("tools-uid")),
        "",
        new Stand.Pods(LabelSelector.labels(Map.of("app", "psql"))),
        List.of(usableFrom));
  }

  public static AccessSource vpn(List<String> blocks, String... usableFrom) {
    return new AccessSource(
        meta(VPN_KEY, new Uid("vpn-uid")),
        "",
        new Stand.Blocks(
            blocks.stream().map(block -> Cidr.parseStrict(block).orElseThrow()).toList()),
        List.of(usableFrom));
  }

  public static Request request(Duration duration, Origin from) {
    return new Request(RULE_KEY, "INC-1", "orders are stuck", duration, from, "alice");
  }

  public static Request request() {
    return request(HALF_AN_HOUR, new Origin.AnySource());
  }

  public static AccessGrant grant(Revocation revocation, GrantStatus status) {
    return new AccessGrant(
        meta(new ObjectKey("", "db-access-x7f2q"), GRANT),
        request(),
        Voices.of(revocation),
        status);
  }

  public static Pod db(String name) {
    return new Pod("shop", name, Map.of("app", "db"), false, false);
  }

  public static NetworkPolicy ingressPolicy(String namespace, String name, LabelSelector pods) {
    return new NetworkPolicy(
        namespace, name, pods, Set.of(Direction.INGRESS), List.of(), List.of());
  }

  public static HeldPolicy held(NetworkPolicy policy) {
    return new HeldPolicy(
        meta(new ObjectKey(policy.namespace(), policy.name()), new Uid(policy.name() + "-uid")),
        policy);
  }

  /// A policy of the shop's own that isolates all its pods.
  public static HeldPolicy defaultDeny() {
    return held(ingressPolicy("shop", "default-deny", LabelSelector.EVERYTHING));
  }

  /// The latch of the grant, started at [#NIGHT].
  public static HeldLatch latch() {
    return new HeldLatch(
        meta(new ObjectKey("shop", Names.latch(GRANT)), LATCH),
        Optional.of(HALF_AN_HOUR),
        Optional.of(NIGHT),
        true,
        false);
  }

  public static Meta labelled(Meta meta, Map<String, String> labels) {
    return copy(
        meta,
        meta.uid(),
        meta.terminating(),
        labels,
        meta.annotations(),
        meta.owners(),
        meta.finalizers());
  }

  public static Meta annotated(Meta meta, Map<String, String> annotations) {
    return copy(
        meta,
        meta.uid(),
        meta.terminating(),
        meta.labels(),
        annotations,
        meta.owners(),
        meta.finalizers());
  }

  public static Meta owned(Meta meta, Owner... owners) {
    return copy(
        meta,
        meta.uid(),
        meta.terminating(),
        meta.labels(),
        meta.annotations(),
        List.of(owners),
        meta.finalizers());
  }

  public static Meta finalized(Meta meta, String... finalizers) {
    return copy(
        meta,
        meta.uid(),
        meta.terminating(),
        meta.labels(),
        meta.annotations(),
        meta.owners(),
        List.of(finalizers));
  }

  public static Meta terminating(Meta meta) {
    return copy(
        meta,
        meta.uid(),
        true,
        meta.labels(),
        meta.annotations(),
        meta.owners(),
        meta.finalizers());
  }

  public static Meta reborn(Meta meta, Uid uid) {
    return copy(
        meta,
        uid,
        meta.terminating(),
        meta.labels(),
        meta.annotations(),
        meta.owners(),
        meta.finalizers());
  }

  private static Meta copy(
      Meta meta,
      Uid uid,
      boolean terminating,
      Map<String, String> labels,
      Map<String, String> annotations,
      List<Owner> owners,
      List<String> finalizers) {
    return new Meta(
        meta.namespace(),
        meta.name(),
        uid,
        meta.resourceVersion(),
        meta.generation(),
        meta.createdAt(),
        terminating,
        labels,
        annotations,
        owners,
        finalizers);
  }
}
