package dev.nightlatch.manifests;

import dev.nightlatch.engine.model.AskedPort;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Target;
import dev.nightlatch.engine.model.WorkloadRef;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.Cidr;
import dev.nightlatch.engine.set.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A question, and what must come of it, in the words of [Found].
///
/// @param asked the question as it is written
/// @param answer what must be found
/// @param shown which parts beyond the answer are expected: `egress`, `ingress`
/// @param isPlaced whether the places of rules are expected, too
record Expectation(
    String asked,
    CniProfile profile,
    Target from,
    Target to,
    AskedPort port,
    String answer,
    List<String> shown,
    boolean isPlaced) {
  private static final Pattern CLAUSE = Pattern.compile(" (?=(?:dependsOn|egress|ingress) )");

  Expectation {
    shown = List.copyOf(shown);
  }

  /// Reads `shop/web -> shop/db:5432 denied dependsOn S1 ingress isolated by shop/db`.
  static Expectation of(String line, CniProfile profile) {
    String[] ends = line.split(" -> ", 2);
    String[] rest = ends.length == 2 ? ends[1].split(" ", 2) : new String[0];
    if (rest.length != 2) {
      throw new IllegalArgumentException("no expectation: " + line);
    }
    List<String> shown = new ArrayList<>();
    for (String clause : CLAUSE.split(rest[1], -1)) {
      for (String side : List.of("egress", "ingress")) {
        if (clause.startsWith(side + " ")) {
          shown.add(side);
        }
      }
    }
    int slash = rest[0].lastIndexOf('/');
    Optional<Protocol> written = protocol(rest[0].substring(slash + 1));
    Protocol protocol = written.orElse(Protocol.TCP);
    String destination = written.isPresent() ? rest[0].substring(0, slash) : rest[0];
    int colon = destination.lastIndexOf(':');
    Target to = target(colon < 0 ? destination : destination.substring(0, colon));
    AskedPort port =
        colon < 0
            ? new AskedPort.EveryOfService()
            : port(destination.substring(colon + 1), protocol);
    return new Expectation(
        ends[0] + " -> " + rest[0],
        profile,
        target(ends[0]),
        to,
        port,
        rest[1],
        shown,
        rest[1].contains(" at ["));
  }

  private static Optional<Protocol> protocol(String text) {
    return Stream.of(Protocol.values())
        .filter(protocol -> protocol.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst();
  }

  private static AskedPort port(String text, Protocol protocol) {
    return text.matches("[0-9]+")
        ? new AskedPort.Numbered(Integer.parseInt(text), protocol)
        : new AskedPort.Named(text, protocol);
  }

  /// `shop/web`, `shop/Deployment/web`, `web.shop`, `10.0.0.7`, `10.0.0.0/8` or `[2001:db8::1]`.
  private static Target target(String text) {
    String bare = text.startsWith("[") ? text.substring(1, text.length() - 1) : text;
    Optional<Cidr> block = Address.parse(bare).map(Address::alone).or(() -> Cidr.parse(bare));
    if (block.isPresent()) {
      return new Target.OfBlock(block.get());
    }
    String[] parts = text.split("/", -1);
    int dot = text.indexOf('.');
    return switch (parts.length) {
      case 3 -> new Target.OfWorkload(new WorkloadRef(parts[0], parts[1], parts[2]));
      case 2 -> new Target.OfPod(parts[0], parts[1]);
      default -> new Target.OfService(text.substring(dot + 1), text.substring(0, dot));
    };
  }

  @Override
  public String toString() {
    return profile.name() + ": " + asked + " " + answer;
  }
}
