package dev.nightlatch.grants.plan;

import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.set.Cidr;
import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.grants.model.AccessBoundary;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.Dns;
import dev.nightlatch.grants.model.Durations;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.SourceRef;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Whether a grant keeps within the boundaries of the cluster. All of them hold at once; where
/// several are crossed by the same limit, the strictest is named, or the first by name.
public final class Boundaries {
  private Boundaries() {}

  /// What can be told from the request and its rule, in this order: namespaces, duration,
  /// approvals, ports, name servers. Sources and ports count as far as the grant asks for them.
  public static Optional<Refusal> crossed(
      List<AccessBoundary> boundaries, Request request, AccessRule rule) {
    return Stream.<Optional<Refusal>>of(
            namespace(boundaries, request, rule),
            duration(boundaries, request),
            approvals(boundaries, request, rule),
            ports(boundaries, request, rule),
            names(boundaries, request, rule))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<Refusal> namespace(
      List<AccessBoundary> boundaries, Request request, AccessRule rule) {
    for (AccessBoundary boundary : boundaries) {
      List<String> forbidden = boundary.forbiddenNamespaces();
      String target = request.rule().namespace();
      if (forbidden.contains(target)) {
        return crossed(
            boundary, request, "a target in namespace " + target, "a target in another namespace");
      }
      for (SourceRef ref : rule.sources()) {
        ObjectKey source = ref.source();
        if (request.part().takes(source) && forbidden.contains(source.namespace())) {
          return crossed(
              boundary, request, "AccessSource " + source, "sources in other namespaces alone");
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Refusal> duration(List<AccessBoundary> boundaries, Request request) {
    return boundaries.stream()
        .filter(boundary -> boundary.maxDuration().isPresent())
        .min(Comparator.comparing(boundary -> boundary.maxDuration().orElseThrow()))
        .filter(
            strictest -> request.duration().compareTo(strictest.maxDuration().orElseThrow()) > 0)
        .flatMap(
            strictest ->
                crossed(
                    strictest,
                    request,
                    "a duration of " + Durations.format(request.duration()),
                    "at most " + Durations.format(strictest.maxDuration().orElseThrow())));
  }

  private static Optional<Refusal> approvals(
      List<AccessBoundary> boundaries, Request request, AccessRule rule) {
    int required = rule.fourEyes().required();
    return boundaries.stream()
        .filter(boundary -> boundary.minimumApprovals().orElse(0) > required)
        .min(Comparator.comparingInt(boundary -> -boundary.minimumApprovals().orElse(0)))
        .flatMap(
            strictest ->
                crossed(
                    strictest,
                    request,
                    "a rule that requires %d %s"
                        .formatted(required, required == 1 ? "approval" : "approvals"),
                    "at least " + strictest.minimumApprovals().orElse(0)));
  }

  private static Optional<Refusal> ports(
      List<AccessBoundary> boundaries, Request request, AccessRule rule) {
    List<PortRange> opened = request.part().portsOf(rule.target());
    for (AccessBoundary boundary : boundaries) {
      for (PortRange forbidden : boundary.forbiddenPorts()) {
        for (PortRange port : opened) {
          if (meet(port, forbidden)) {
            return crossed(boundary, request, "port " + port, "nothing of " + forbidden);
          }
        }
      }
    }
    return Optional.empty();
  }

  /// Whether the rule's sources may resolve names where it wants them to.
  private static Optional<Refusal> names(
      List<AccessBoundary> boundaries, Request request, AccessRule rule) {
    return switch (rule.dns()) {
      case Dns.None() -> Optional.empty();
      case Dns.Pods(var namespace, _) -> names(boundaries, request, namespace);
    };
  }

  private static Optional<Refusal> names(
      List<AccessBoundary> boundaries, Request request, String namespace) {
    for (AccessBoundary boundary : boundaries) {
      if (boundary.forbiddenNamespaces().contains(namespace)) {
        return crossed(
            boundary,
            request,
            "name servers in namespace " + namespace,
            "name servers in another namespace");
      }
      for (PortRange forbidden : boundary.forbiddenPorts()) {
        for (PortRange port : Dns.PORTS) {
          if (meet(port, forbidden)) {
            return crossed(
                boundary, request, "port " + port + " of name servers", "nothing of " + forbidden);
          }
        }
      }
    }
    return Optional.empty();
  }

  private static boolean meet(PortRange one, PortRange other) {
    return one.protocol() == other.protocol()
        && one.first() <= other.last()
        && other.first() <= one.last();
  }

  /// Whether a block among these peers is too wide. One address is always narrow enough.
  public static Optional<Refusal> crossed(
      List<AccessBoundary> boundaries, Request request, List<Peer> peers) {
    for (Peer peer : peers) {
      if (peer instanceof Peer.IpBlock(var block, _)) {
        Optional<Refusal> refusal = block(boundaries, request, block);
        if (refusal.isPresent()) {
          return refusal;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Refusal> block(
      List<AccessBoundary> boundaries, Request request, Cidr block) {
    return boundaries.stream()
        .filter(boundary -> least(boundary, block) > block.prefix())
        .min(Comparator.comparingInt(boundary -> -least(boundary, block)))
        .flatMap(
            strictest ->
                crossed(
                    strictest,
                    request,
                    "block " + block,
                    "a block of at least /" + least(strictest, block)));
  }

  /// The least prefix that this boundary wants of such a block; 0 where it wants none.
  private static int least(AccessBoundary boundary, Cidr block) {
    return boundary.widestBlock().map(widest -> widest.prefix(block.network().family())).orElse(0);
  }

  private static Optional<Refusal> crossed(
      AccessBoundary boundary, Request request, String found, String wanted) {
    return Optional.of(new Refusal.BoundaryCrossed(boundary.name(), request.rule(), found, wanted));
  }
}
