package dev.nightlatch.grants.plan;

import dev.nightlatch.engine.eval.Paths;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.model.Requirement;
import dev.nightlatch.engine.set.AddressSet;
import dev.nightlatch.engine.set.Cidr;
import dev.nightlatch.engine.set.ConnectionSet;
import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.engine.set.Protocol;
import dev.nightlatch.grants.model.Dns;
import dev.nightlatch.grants.model.DnsNames;
import dev.nightlatch.grants.model.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// One line of what a grant opens: from whom, to which pods, on which ports.
///
/// As text `support-tools/app=psql -> shop/app=db on 5432/TCP`: so it goes on record, and so it is
/// read again when the closing is to be proven.
///
/// @param ports at least one
record Term(From from, String namespace, LabelSelector pods, List<PortRange> ports)
    implements Comparable<Term> {
  private static final String ARROW = " -> ";
  private static final String ON = " on ";

  Term {
    ports = List.copyOf(ports);
  }

  /// Who may begin the connection.
  sealed interface From {
    /// Pods of one namespace.
    record Pods(String namespace, LabelSelector pods) implements From {
      @Override
      public String toString() {
        return namespace + "/" + Terms.text(pods);
      }
    }

    /// Addresses.
    record Block(Cidr block) implements From {
      @Override
      public String toString() {
        return block.toString();
      }
    }
  }

  /// What peers of a policy in the target's namespace open; peers that no plan makes are left out.
  static List<Term> of(String namespace, Target target, List<Peer> peers) {
    List<Term> terms = new ArrayList<>();
    for (Peer peer : peers) {
      from(namespace, peer)
          .ifPresent(
              from -> terms.add(new Term(from, namespace, target.podSelector(), target.ports())));
    }
    return terms.stream().sorted().toList();
  }

  /// What those of these policies that are of sources open to the name servers.
  static List<Term> ofNames(List<NetworkPolicy> policies, Dns dns) {
    return switch (dns) {
      case Dns.None() -> List.of();
      case Dns.Pods(var at, var pods) ->
          policies.stream()
              .filter(policy -> policy.policyTypes().contains(Direction.EGRESS))
              .map(policy -> new From.Pods(policy.namespace(), policy.podSelector()))
              .map(from -> new Term(from, at, pods, Dns.PORTS))
              .sorted()
              .toList();
    };
  }

  private static Optional<From> from(String namespace, Peer peer) {
    return switch (peer) {
      case Peer.OwnNamespace(var pods) -> Optional.of(new From.Pods(namespace, pods));
      case Peer.AcrossNamespaces(var namespaces, var pods) ->
          Terms.byName(namespaces).map(name -> new From.Pods(name, pods));
      case Peer.IpBlock(var cidr, var except) ->
          except.isEmpty() ? Optional.of(new From.Block(cidr)) : Optional.empty();
    };
  }

  /// Who begins, for the engine.
  Paths.Chosen source() {
    return switch (from) {
      case From.Pods(var in, var selector) -> new Paths.Chosen.Pods(in, selector);
      case From.Block(var block) -> new Paths.Chosen.Addresses(AddressSet.of(block));
    };
  }

  /// The pods at the other end, for the engine.
  Paths.Chosen.Pods destination() {
    return new Paths.Chosen.Pods(namespace, pods);
  }

  /// The ports as a set.
  ConnectionSet connections() {
    return ConnectionSet.union(ports.stream().map(ConnectionSet::of).toList());
  }

  /// What of a cluster it is about.
  List<Paths.Example> in(Paths paths) {
    return paths.between(source(), destination(), connections());
  }

  /// The pods at the other end: `shop/app=db`.
  String targets() {
    return namespace + "/" + Terms.text(pods);
  }

  @Override
  public int compareTo(Term other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return from
        + ARROW
        + targets()
        + ON
        + ports.stream().map(PortRange::toString).collect(Collectors.joining(", "));
  }

  /// The term that is written so; empty if the line is none.
  static Optional<Term> parse(String line) {
    int arrow = line.indexOf(ARROW);
    int on = line.lastIndexOf(ON);
    if (arrow < 0 || on < arrow) {
      return Optional.empty();
    }
    Optional<From> from = parseFrom(line.substring(0, arrow));
    Optional<From.Pods> to = parsePods(line.substring(arrow + ARROW.length(), on));
    List<Optional<PortRange>> ports =
        Arrays.stream(line.substring(on + ON.length()).split(", ")).map(Term::parsePort).toList();
    if (from.isEmpty() || to.isEmpty() || ports.stream().anyMatch(Optional::isEmpty)) {
      return Optional.empty();
    }
    return Optional.of(
        new Term(
            from.get(),
            to.get().namespace(),
            to.get().pods(),
            ports.stream().flatMap(Optional::stream).toList()));
  }

  private static Optional<From> parseFrom(String text) {
    Optional<Cidr> block = Cidr.parseStrict(text);
    return block.isPresent()
        ? block.map(From.Block::new)
        : parsePods(text).map(pods -> (From) pods);
  }

  /// A namespace's name has no slash, a label's key may.
  private static Optional<From.Pods> parsePods(String text) {
    int slash = text.indexOf('/');
    if (slash <= 0 || !DnsNames.isLabel(text.substring(0, slash))) {
      return Optional.empty();
    }
    return parseSelector(text.substring(slash + 1))
        .map(selector -> new From.Pods(text.substring(0, slash), selector));
  }

  private static Optional<LabelSelector> parseSelector(String text) {
    if (text.equals("*")) {
      return Optional.of(LabelSelector.EVERYTHING);
    }
    List<Requirement> requirements = new ArrayList<>();
    for (String part : text.split(",(?![^(]*\\))", -1)) {
      Optional<Requirement> requirement = parseRequirement(part);
      if (requirement.isEmpty()) {
        return Optional.empty();
      }
      requirements.add(requirement.get());
    }
    return Optional.of(LabelSelector.of(Map.of(), requirements));
  }

  private static Optional<Requirement> parseRequirement(String part) {
    if (part.startsWith("!")) {
      return Optional.of(new Requirement.DoesNotExist(part.substring(1)));
    }
    int in = part.indexOf(" in (");
    if (in > 0 && part.endsWith(")")) {
      return Optional.of(new Requirement.In(part.substring(0, in), values(part, in + 5)));
    }
    int notIn = part.indexOf(" notin (");
    if (notIn > 0 && part.endsWith(")")) {
      return Optional.of(new Requirement.NotIn(part.substring(0, notIn), values(part, notIn + 8)));
    }
    int equals = part.indexOf('=');
    if (equals > 0) {
      return Optional.of(
          new Requirement.In(part.substring(0, equals), List.of(part.substring(equals + 1))));
    }
    return part.isEmpty() || part.indexOf(' ') >= 0
        ? Optional.empty()
        : Optional.of(new Requirement.Exists(part));
  }

  private static List<String> values(String part, int begin) {
    return List.of(part.substring(begin, part.length() - 1).split(",", -1));
  }

  /// `5432/TCP`, or `8000-8080/UDP`.
  private static Optional<PortRange> parsePort(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return Optional.empty();
    }
    String[] bounds = text.substring(0, slash).split("-", -1);
    try {
      Protocol protocol = Protocol.valueOf(text.substring(slash + 1));
      int first = Integer.parseInt(bounds[0]);
      int last = Integer.parseInt(bounds[bounds.length - 1]);
      return bounds.length > 2
          ? Optional.empty()
          : Optional.of(new PortRange(protocol, first, last));
    } catch (IllegalArgumentException noPort) {
      return Optional.empty();
    }
  }
}
