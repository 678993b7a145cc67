package dev.nightlatch.grants.model;

import dev.nightlatch.engine.set.PortRange;
import java.util.List;

/// Which part of its rule a grant asks for.
///
/// @param from from where the requester works
/// @param sources only these of the rule's sources, sorted; empty means each of them
/// @param ports only these ports, sorted, each within one of the rule's; empty means each of them
public record Part(Origin from, List<ObjectKey> sources, List<PortRange> ports) {

  /// The whole rule.
  public static final Part WHOLE = of(new Origin.AnySource());

  public Part {
    sources = sources.stream().distinct().sorted().toList();
    ports = ports.stream().distinct().sorted().toList();
  }

  /// Whether this source of the rule is part of it.
  public boolean takes(ObjectKey source) {
    return sources.isEmpty() || sources.contains(source);
  }

  /// The ports that are part of it, of a rule that opens these.
  public List<PortRange> portsOf(Target target) {
    return ports.isEmpty() ? target.ports() : ports;
  }

  /// All sources and ports, as far as they let one in from there.
  public static Part of(Origin from) {
    return new Part(from, List.of(), List.of());
  }
}
