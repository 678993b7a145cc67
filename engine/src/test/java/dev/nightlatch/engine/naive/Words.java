package dev.nightlatch.engine.naive;

import dev.nightlatch.engine.model.ContainerPort;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.Namespace;
import dev.nightlatch.engine.model.PodScope;
import dev.nightlatch.engine.model.Requirement;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.Cidr;
import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.engine.set.Protocol;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The few words that random clusters are made of, so few that they meet often.
///
/// Pods have the addresses `10.0.0.0` to `10.0.0.6` and `2001:db8::` to `2001:db8::6`, nodes those
/// from `10.0.0.8` on; the blocks are around both.
final class Words {
  static final List<String> NAMESPACES = List.of("bank", "lab", "shop");
  static final List<String> NODES = List.of("node-0", "node-1", "node-2");
  private static final List<String> VALUES = List.of("a", "b", "");

  static final Gen<String> NAMESPACE = Gen.of(NAMESPACES);
  static final Gen<Protocol> PROTOCOL =
      Gen.of(Protocol.TCP, Protocol.TCP, Protocol.TCP, Protocol.UDP, Protocol.UDP, Protocol.SCTP);
  static final Gen<Integer> PORT = Gen.of(80, 53, 443, 8080);
  static final Gen<String> PORT_NAME = Gen.of("http", "dns");

  static final Gen<Set<Direction>> DIRECTIONS =
      Gen.of(
          Set.of(Direction.INGRESS),
          Set.of(Direction.EGRESS),
          Set.of(Direction.INGRESS, Direction.EGRESS));

  static final Gen<Map<String, String>> LABELS =
      Gen.of("a", "b", "", "absent").with(Gen.of("absent", "a", "b", ""), Words::labels);

  private static final Gen<List<String>> VALUE_LIST = Gen.of(VALUES).list(1, 2).map(List::copyOf);
  private static final Gen<String> KEY = Gen.of("app", "app", "tier");
  private static final Gen<Requirement> REQUIREMENT =
      Gen.oneOf(
          KEY.with(VALUE_LIST, Requirement.In::new),
          KEY.with(VALUE_LIST, Requirement.In::new),
          KEY.with(VALUE_LIST, Requirement.NotIn::new),
          KEY.map(Requirement.Exists::new),
          KEY.map(Requirement.DoesNotExist::new));
  private static final Gen<Requirement> NAMED =
      Gen.oneOf(
          NAMESPACE.map(name -> new Requirement.In(Namespace.NAME_LABEL, List.of(name))),
          NAMESPACE.map(name -> new Requirement.NotIn(Namespace.NAME_LABEL, List.of(name))));

  /// Chooses pods and nodes; everything as often as not.
  static final Gen<LabelSelector> SELECTOR =
      Gen.oneOf(Gen.just(LabelSelector.EVERYTHING), REQUIREMENT.list(1, 2).map(LabelSelector::new));

  /// Chooses namespaces, sometimes by their name.
  static final Gen<LabelSelector> NAMESPACE_SELECTOR =
      Gen.oneOf(
          Gen.just(LabelSelector.EVERYTHING),
          NAMED.list(1, 1).map(LabelSelector::new),
          REQUIREMENT.orRarely(4, NAMED).list(1, 2).map(LabelSelector::new));

  static final Gen<PodScope> SCOPE = NAMESPACE_SELECTOR.with(SELECTOR, PodScope::new);

  /// As often every pod as some.
  static final Gen<PodScope> SUBJECT = Gen.oneOf(Gen.just(PodScope.EVERYTHING), SCOPE);

  static final Gen<List<ContainerPort>> CONTAINER_PORTS =
      Gen.combine(Gen.of("http", "dns", "http", "dns", ""), PROTOCOL, PORT, ContainerPort::new)
          .crowd(4);

  static final Gen<PortRange> RANGE =
      Gen.oneOf(
          PROTOCOL.with(PORT, PortRange::single),
          Gen.combine(PROTOCOL, Gen.of(1, 53, 80), Gen.of(80, 443, 8080, 65_535), PortRange::new));

  /// Blocks of single addresses, of a few pods, of pods and nodes, of everything.
  static final List<Cidr> BLOCKS =
      List.of(
          block("0.0.0.0/0"),
          block("::/0"),
          block("10.0.0.0/31"),
          block("10.0.0.0/30"),
          block("10.0.0.2/31"),
          block("10.0.0.4/30"),
          block("10.0.0.8/30"),
          block("10.0.0.0/28"),
          block("10.0.0.1/32"),
          block("192.0.2.0/24"),
          block("2001:db8::/126"),
          block("2001:db8::2/127"),
          block("2001:db8::8/125"),
          block("2001:db8::/64"));

  /// Addresses to ask about: of nodes, beside them, between pods, outside.
  static final List<Address> ADDRESSES =
      List.of(
          address("192.0.2.7"),
          address("10.0.0.8"),
          address("10.0.0.9"),
          address("10.0.0.7"),
          address("10.0.0.3"),
          address("192.0.2.1"),
          address("2001:db8::8"),
          address("2001:db8::9"),
          address("2001:db8::3"),
          address("2001:db8:1::1"),
          address("10.0.0.12"));

  private Words() {}

  /// The address of a pod, by its place in the list.
  static Address ofPod(int pod, boolean v6) {
    return address((v6 ? "2001:db8::" : "10.0.0.") + pod);
  }

  /// The internal address of a node, by its place in the list.
  static Address ofNode(int node, boolean v6) {
    return address(v6 ? "2001:db8::" + Integer.toHexString(8 + node) : "10.0.0." + (8 + node));
  }

  private static Map<String, String> labels(String app, String tier) {
    Map<String, String> labels = new TreeMap<>(Map.of("app", app, "tier", tier));
    labels.values().removeIf("absent"::equals);
    return labels;
  }

  static Address address(String text) {
    return Address.parse(text).orElseThrow();
  }

  static Cidr block(String text) {
    return Cidr.parseStrict(text).orElseThrow();
  }
}
