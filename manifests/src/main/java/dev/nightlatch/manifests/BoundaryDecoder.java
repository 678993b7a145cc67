package dev.nightlatch.manifests;

import dev.nightlatch.engine.set.Family;
import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.grants.model.AccessBoundary;
import dev.nightlatch.grants.model.AccessBoundary.Widest;
import dev.nightlatch.grants.model.Exemption;
import dev.nightlatch.grants.model.Meta;
import dev.nightlatch.manifests.Problem.Weight;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// `AccessBoundary`, `nightlatch.dev/v1alpha1`. What cannot be read of it leaves no boundary, so
/// that nobody takes a limit for absent: a field that is not known, an empty list, a limit too wide
/// to be one.
final class BoundaryDecoder {
  private static final int LONGEST_DESCRIPTION = 1024;
  private static final int MOST_APPROVALS = 5;
  private static final List<String> LIMITS =
      List.of(
          "maxDuration",
          "widestBlock",
          "forbiddenNamespaces",
          "forbiddenPorts",
          "minimumApprovals");

  private BoundaryDecoder() {}

  static Decoded<AccessBoundary> boundary(Cursor object) {
    Ours.only(object, "apiVersion", "kind", "metadata", "spec");
    Optional<Meta> meta = MetaDecoder.meta(object, MetaDecoder.Scope.CLUSTER);
    Cursor spec = object.at("spec");
    if (!spec.requireMapping("a spec")) {
      return object.log().decoded(Optional::empty);
    }
    only(
        spec,
        Stream.concat(Stream.of("description", "exemptions"), LIMITS.stream())
            .toArray(String[]::new));
    if (LIMITS.stream().noneMatch(limit -> spec.at(limit).isPresent())) {
      spec.bad(
          ProblemCode.FIELD_MISSING,
          "spec without a limit",
          "at least one of " + String.join(", ", LIMITS));
    }
    String description = Ours.description(spec.at("description"), LONGEST_DESCRIPTION);
    Cursor longest = spec.at("maxDuration");
    Optional<Duration> duration = longest.isPresent() ? Times.lease(longest) : Optional.empty();
    Optional<Widest> widest = widest(spec.at("widestBlock"));
    List<String> namespaces = namespaces(spec.at("forbiddenNamespaces"));
    List<PortRange> ports = ports(spec.at("forbiddenPorts"));
    Optional<Integer> approvals = Ours.whole(spec.at("minimumApprovals"), 1, MOST_APPROVALS);
    List<Exemption.Kind> exemptions = exemptions(spec.at("exemptions"));
    return object
        .log()
        .decoded(
            () ->
                meta.map(
                    known ->
                        new AccessBoundary(
                            known,
                            description,
                            duration,
                            widest,
                            namespaces,
                            ports,
                            approvals.map(OptionalInt::of).orElseGet(OptionalInt::empty),
                            exemptions)));
  }

  private static void only(Cursor cursor, String... known) {
    cursor.only(Weight.SEVERE, known);
  }

  private static Optional<Widest> widest(Cursor cursor) {
    if (!cursor.isPresent() || !cursor.requireMapping("the least prefixes, ipv4 and ipv6")) {
      return Optional.empty();
    }
    only(cursor, "ipv4", "ipv6");
    if (!cursor.at("ipv4").isPresent() && !cursor.at("ipv6").isPresent()) {
      cursor.bad(ProblemCode.FIELD_MISSING, "spec.widestBlock without a prefix", "ipv4 or ipv6");
    }
    int ipv4 = Ours.whole(cursor.at("ipv4"), Widest.IPV4, Family.IPV4.bits()).orElse(Widest.IPV4);
    int ipv6 = Ours.whole(cursor.at("ipv6"), Widest.IPV6, Family.IPV6.bits()).orElse(Widest.IPV6);
    return Optional.of(new Widest(ipv4, ipv6));
  }

  private static List<String> namespaces(Cursor list) {
    List<String> namespaces = new ArrayList<>();
    items(list, "at least one namespace")
        .forEach(item -> Ours.label(item).ifPresent(namespaces::add));
    return namespaces;
  }

  private static List<Exemption.Kind> exemptions(Cursor list) {
    List<Exemption.Kind> kinds = new ArrayList<>();
    for (Cursor item : list.items()) {
      Optional<String> text = item.requiredText("OnCall or BreakGlass");
      Optional<Exemption.Kind> kind = text.flatMap(Exemption.Kind::parse);
      if (text.isPresent() && kind.isEmpty()) {
        item.wrong("OnCall or BreakGlass");
      }
      kind.ifPresent(kinds::add);
    }
    return kinds;
  }

  private static List<PortRange> ports(Cursor list) {
    List<PortRange> ports = new ArrayList<>();
    items(list, "at least one port")
        .forEach(item -> PortDecoder.numbered(item, Weight.SEVERE).ifPresent(ports::add));
    return ports;
  }

  /// The items of a list that is absent or has some.
  private static List<Cursor> items(Cursor list, String wanted) {
    if (list.isPresent() && list.isListOf(0)) {
      list.wrong(wanted);
    }
    return list.items();
  }
}
