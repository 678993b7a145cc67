package dev.nightlatch.engine.naive;

import static dev.nightlatch.engine.naive.Words.block;

import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.model.PolicyPort;
import dev.nightlatch.engine.model.PolicyRule;
import dev.nightlatch.engine.set.Cidr;
import java.util.List;
import java.util.function.IntFunction;

/// NetworkPolicies at random.
final class RandomPolicies {
  private static final Gen<Cidr> BLOCK = Gen.of(Words.BLOCKS);

  private static final Gen<Peer> IP_BLOCK =
      Gen.oneOf(
          BLOCK.map(Peer.IpBlock::whole),
          Gen.of(
              new Peer.IpBlock(block("10.0.0.0/28"), List.of(block("10.0.0.0/30"))),
              new Peer.IpBlock(
                  block("0.0.0.0/0"), List.of(block("10.0.0.2/31"), block("10.0.0.8/30"))),
              new Peer.IpBlock(block("::/0"), List.of(block("2001:db8::/126"))),
              new Peer.IpBlock(block("2001:db8::/64"), List.of(block("2001:db8::8/125")))));

  private static final Gen<Peer> PEER =
      Gen.oneOf(
          Words.SELECTOR.map(Peer.OwnNamespace::new),
          Words.NAMESPACE_SELECTOR.with(Words.SELECTOR, Peer.AcrossNamespaces::new),
          IP_BLOCK,
          IP_BLOCK,
          IP_BLOCK);

  private static final Gen<PolicyPort> PORT =
      Gen.oneOf(
          Words.PROTOCOL.map(PolicyPort.All::new),
          Words.RANGE.map(PolicyPort.Numbered::new),
          Words.PROTOCOL.with(Words.PORT_NAME, PolicyPort.Named::new));

  private static final Gen<List<PolicyRule>> RULES =
      PEER.list(0, 2)
          .with(Gen.oneOf(Gen.just(List.of()), PORT.list(1, 2)), PolicyRule::new)
          .crowd(2);

  private RandomPolicies() {}

  /// Up to so many, named by their place.
  static Gen<List<NetworkPolicy>> upTo(int most) {
    Gen<IntFunction<NetworkPolicy>> policy =
        Gen.combine(
            Words.NAMESPACE,
            Words.SELECTOR,
            Words.DIRECTIONS,
            RULES,
            RULES,
            (namespace, pods, directions, ingress, egress) ->
                place ->
                    new NetworkPolicy(namespace, "p" + place, pods, directions, ingress, egress));
    return policy.crowd(most).map(Gen::numbered);
  }
}
