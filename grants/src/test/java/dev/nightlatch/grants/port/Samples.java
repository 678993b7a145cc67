package dev.nightlatch.grants.port;

import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.model.PolicyPort;
import dev.nightlatch.engine.model.PolicyRule;
import dev.nightlatch.engine.model.Requirement;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.Cidr;
import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.engine.set.Protocol;
import dev.nightlatch.grants.model.AccessBoundary;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.AccessSource;
import dev.nightlatch.grants.model.BreakGlass;
import dev.nightlatch.grants.model.Conditions;
import dev.nightlatch.grants.model.Dns;
import dev.nightlatch.grants.model.Exemption;
import dev.nightlatch.grants.model.FourEyes;
import dev.nightlatch.grants.model.HeldLatch;
import dev.nightlatch.grants.model.IncidentKind;
import dev.nightlatch.grants.model.IncidentProvider;
import dev.nightlatch.grants.model.IncidentRef;
import dev.nightlatch.grants.model.Meta;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.OnDrift;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Owner;
import dev.nightlatch.grants.model.PolicyOrder;
import dev.nightlatch.grants.model.Quota;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.SourceRef;
import dev.nightlatch.grants.model.Stand;
import dev.nightlatch.grants.model.Target;
import dev.nightlatch.grants.model.Uid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Objects as the tests put them in.
final class Samples {
  private Samples() {}

  /// The meta of an object that is yet to be made: its namespace and name count.
  static Meta meta(String namespace, String name) {
    return new Meta(
        namespace,
        name,
        new Uid("00000000-0000-4000-8000-000000000000"),
        "0",
        1,
        Instant.EPOCH,
        false,
        Map.of(),
        Map.of(),
        List.of(),
        List.of());
  }

  static LabelSelector label(String key, String value) {
    return LabelSelector.labels(Map.of(key, value));
  }

  static Cidr cidr(String text) {
    return Cidr.parseStrict(text).orElseThrow();
  }

  static Address address(String text) {
    return Address.parse(text).orElseThrow();
  }

  /// A rule that uses every part that a rule has.
  static AccessRule rule(String namespace, String name, String sourceNamespace) {
    LabelSelector selector =
        LabelSelector.of(
            Map.of("app", "db"),
            List.of(
                new Requirement.In("tier", List.of("data", "cache")),
                new Requirement.NotIn("track", List.of("canary")),
                new Requirement.Exists("owner"),
                new Requirement.DoesNotExist("frozen")));
    return new AccessRule(
        meta(namespace, name),
        "The orders database.",
        new Target(
            selector,
            List.of(PortRange.single(Protocol.TCP, 5432), new PortRange(Protocol.UDP, 8000, 8010))),
        List.of(
            new SourceRef(new ObjectKey(sourceNamespace, "tools"), false),
            new SourceRef(new ObjectKey(sourceNamespace, "desks"), true)),
        Duration.ofMinutes(90),
        new FourEyes(0, Duration.ofMinutes(5), true),
        new Conditions(
            new IncidentKind(
                List.of("rota", IncidentRef.MANUAL), List.of("SEV1", "1"), List.of("orders")),
            new BreakGlass.Allowed(Duration.ofDays(30)),
            new Quota(OptionalInt.of(1000), OptionalInt.of(1), Optional.of(Duration.ofMinutes(15))),
            OnDrift.CLOSE),
        new Dns.Pods("kube-system", label("k8s-app", "kube-dns")));
  }

  static AccessSource tools(String namespace, String usableFrom) {
    return new AccessSource(
        meta(namespace, "tools"),
        "Support tools.",
        new Stand.Pods(label("app", "psql")),
        List.of(usableFrom));
  }

  static AccessSource desks(String namespace, String usableFrom) {
    return new AccessSource(
        meta(namespace, "desks"),
        "Workstations.",
        new Stand.Blocks(List.of(cidr("10.20.0.0/24"), cidr("2001:db8:1:2::/64"))),
        List.of(usableFrom));
  }

  /// A boundary that uses every limit that a boundary has.
  static AccessBoundary boundary(String name) {
    return new AccessBoundary(
        meta("", name),
        "Agreed on.",
        Optional.of(Duration.ofMinutes(90)),
        Optional.of(new AccessBoundary.Widest(28, 96)),
        List.of("vault", "kube-system"),
        List.of(PortRange.single(Protocol.TCP, 22), new PortRange(Protocol.UDP, 1, 65_535)),
        OptionalInt.of(2),
        List.of(Exemption.Kind.BREAK_GLASS, Exemption.Kind.ON_CALL));
  }

  static IncidentProvider provider(String name, ObjectKey configMap) {
    return new IncidentProvider(
        meta("", name), "The rota.", new IncidentProvider.Place.File(configMap, "open.yaml"));
  }

  /// The same boundary with more approvals wanted, and without its other limits.
  static AccessBoundary stricter(AccessBoundary boundary) {
    return new AccessBoundary(
        boundary.meta(),
        "",
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        OptionalInt.of(5));
  }

  static Request request(ObjectKey rule, String requestedBy) {
    return new Request(
        rule,
        "INC-4711",
        "orders cannot be read",
        Duration.ofMinutes(30),
        new Origin.AnySource(),
        requestedBy);
  }

  /// A policy that lets pods of another namespace in.
  static NetworkPolicy opening(String namespace, String name) {
    return new NetworkPolicy(
        namespace,
        name,
        label("app", "db"),
        Set.of(Direction.INGRESS),
        List.of(
            new PolicyRule(
                List.of(
                    new Peer.AcrossNamespaces(
                        label("kubernetes.io/metadata.name", "support-tools"),
                        label("app", "psql")),
                    Peer.IpBlock.whole(cidr("10.20.0.17/32"))),
                List.of(new PolicyPort.Numbered(PortRange.single(Protocol.TCP, 5432))))),
        List.of());
  }

  /// A policy that uses the rest of what a policy has.
  static NetworkPolicy involved(String namespace, String name) {
    return new NetworkPolicy(
        namespace,
        name,
        LabelSelector.EVERYTHING,
        Set.of(Direction.INGRESS, Direction.EGRESS),
        List.of(),
        List.of(
            new PolicyRule(
                List.of(
                    new Peer.OwnNamespace(LabelSelector.EVERYTHING),
                    new Peer.IpBlock(cidr("10.0.0.0/8"), List.of(cidr("10.1.0.0/16")))),
                List.of(
                    new PolicyPort.All(Protocol.UDP),
                    new PolicyPort.Named(Protocol.TCP, "http"),
                    new PolicyPort.Numbered(new PortRange(Protocol.TCP, 8000, 8010)))),
            new PolicyRule(List.of(), List.of())));
  }

  /// The order to put in [#opening] for this grant, owned by this latch.
  static PolicyOrder order(Uid grant, HeldLatch latch) {
    return new PolicyOrder(
        opening(latch.meta().namespace(), Names.ingressPolicy(grant)),
        Map.of(Names.GRANT_LABEL, grant.text(), Names.MANAGED_BY_LABEL, Names.MANAGED_BY_VALUE),
        Map.of(Names.EXPIRES_AT, "2030-01-01T00:00:00Z", Names.INCIDENT, "INC-4711"),
        new Owner("batch/v1", "Job", latch.meta().name(), latch.meta().uid()));
  }
}
