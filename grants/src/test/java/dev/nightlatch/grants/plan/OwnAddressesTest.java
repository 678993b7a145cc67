package dev.nightlatch.grants.plan;

import static dev.nightlatch.grants.model.Samples.GRANT;
import static dev.nightlatch.grants.model.Samples.NIGHT;
import static dev.nightlatch.grants.model.Samples.RULE_KEY;
import static dev.nightlatch.grants.model.Samples.VPN_KEY;
import static dev.nightlatch.grants.model.Samples.db;
import static dev.nightlatch.grants.model.Samples.defaultDeny;
import static dev.nightlatch.grants.model.Samples.free;
import static dev.nightlatch.grants.model.Samples.rule;
import static dev.nightlatch.grants.model.Samples.vpn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.Kind;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.Node;
import dev.nightlatch.engine.model.NodeAddress;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.Service;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.Cidr;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Doubt;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Samples;
import dev.nightlatch.grants.model.Surroundings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Blocks of a source, 198.51.100.0/24 here, in which there are addresses of the cluster itself.
class OwnAddressesTest {
  private static final Pod WEB = new Pod("shop", "web-0", Map.of("app", "web"), false, false);
  private static final Progress OPEN =
      new Progress.Begun(List.of(new ObjectKey("shop", Names.ingressPolicy(GRANT))), true);

  private static Address at(String text) {
    return Address.parse(text).orElseThrow();
  }

  private static List<Address> all(String... texts) {
    return Arrays.stream(texts).map(OwnAddressesTest::at).toList();
  }

  private static Pod hostPod(String node, String... addresses) {
    return new Pod("kube-system", "agent", Map.of(), true, false)
        .withAddresses(all(addresses))
        .on(node, all(addresses));
  }

  private static Node node(List<String> blocks, String... addresses) {
    return new Node(
        "n1",
        Map.of(),
        Stream.of(addresses)
            .map(address -> new NodeAddress(NodeAddress.Type.INTERNAL, at(address)))
            .toList(),
        blocks.stream().map(block -> Cidr.parseStrict(block).orElseThrow()).toList());
  }

  /// Taken for none, Services that may not be listed would let everybody in behind one.
  @Test
  void whereAKindThatHasAddressesCouldNotBeListedABlockIsInDoubt() {
    Look.At known = (Look.At) look(List.of(), List.of(), List.of());
    Snapshot blind =
        known
            .surroundings()
            .snapshot()
            .withGaps(
                List.of(
                    new Gap.Unlisted(Kind.SERVICE, ""), new Gap.Unlisted(Kind.ENDPOINT_SLICE, "")));
    Look look = new Look.At(new Surroundings(blind, new TreeSet<>(Set.of())), CniProfile.DEFAULT);
    assertThat(plan(look, new Progress.Asked()))
        .isInstanceOfSatisfying(
            Plan.Opens.class,
            opens ->
                assertThat(opens.terms().doubts())
                    .containsExactly(
                        new Doubt(
                            Code.ADDRESSES_UNKNOWN,
                            "Whether a block has addresses of the cluster itself in it cannot be"
                                + " decided: services could not be listed.")));
  }

  private static Service service(List<Address> cluster, List<Address> external) {
    return new Service(
        "shop",
        "gate",
        new Service.Backends.Selected(LabelSelector.EVERYTHING),
        List.of(),
        false,
        cluster,
        external);
  }

  private static Look look(List<Pod> pods, List<Node> nodes, List<Service> services) {
    Surroundings plain =
        Surroundings.of(
            Stream.concat(Stream.of(db("db-0")), pods.stream()).toList(), List.of(defaultDeny()));
    Snapshot snapshot = plain.snapshot();
    return new Look.At(
        new Surroundings(
            new Snapshot(
                List.of(),
                snapshot.pods(),
                List.of(),
                nodes,
                services,
                List.of(),
                snapshot.networkPolicies(),
                List.of(),
                List.of(),
                Map.of()),
            new TreeSet<>(Set.of())),
        CniProfile.DEFAULT);
  }

  private static Plan plan(Look look, Progress progress) {
    AccessRule rule = rule(0, free(VPN_KEY));
    return Planner.plan(
        new Ask(GRANT, Samples.request(), NIGHT, NIGHT),
        new Facts.Known(rule, List.of(vpn(List.of("198.51.100.0/24"), "shop")), List.of()),
        look,
        progress);
  }

  private static void assertRefused(Look look, String whose, String addresses) {
    assertThat(plan(look, new Progress.Asked()))
        .isEqualTo(
            new Plan.Refuses(
                new Refusal.BlockInCluster(
                    RULE_KEY,
                    Cidr.parseStrict("198.51.100.0/24").orElseThrow(),
                    whose,
                    addresses)));
  }

  private static void assertOpens(Look look) {
    assertThat(plan(look, new Progress.Asked())).isInstanceOf(Plan.Opens.class);
  }

  @Test
  void aPodsAddressIsNamedWithItsPod() {
    assertRefused(
        look(List.of(WEB.withAddresses(all("198.51.100.9"))), List.of(), List.of()),
        "Pod shop/web-0",
        "198.51.100.9");
  }

  @Test
  void aPodOnTheHostNetworkStandsForItsNode() {
    assertRefused(
        look(List.of(hostPod("n1", "198.51.100.7")), List.of(), List.of()),
        "Node n1",
        "198.51.100.7");
    assertRefused(
        look(List.of(hostPod("", "198.51.100.7")), List.of(), List.of()),
        "the node of Pod kube-system/agent",
        "198.51.100.7");
  }

  @Test
  void aFinishedPodHasNoAddressAnyMore() {
    Pod finished = new Pod("shop", "job-0", Map.of(), false, true);
    assertOpens(look(List.of(finished.withAddresses(all("198.51.100.9"))), List.of(), List.of()));
  }

  @Test
  void aNodesAddressAndTheBlockOfItsPodsCount() {
    assertRefused(
        look(List.of(), List.of(node(List.of(), "198.51.100.3")), List.of()),
        "Node n1",
        "198.51.100.3");
    assertRefused(
        look(List.of(), List.of(node(List.of("198.51.100.128/25"))), List.of()),
        "Node n1",
        "198.51.100.128/25");
    assertRefused(
        look(List.of(), List.of(node(List.of("198.51.0.0/16"))), List.of()),
        "Node n1",
        "198.51.0.0/16");
  }

  @Test
  void anAddressOfAServiceCountsWhereverItIsReached() {
    assertRefused(
        look(List.of(), List.of(), List.of(service(all("198.51.100.4"), List.of()))),
        "Service shop/gate",
        "198.51.100.4");
    assertRefused(
        look(List.of(), List.of(), List.of(service(List.of(), all("198.51.100.5")))),
        "Service shop/gate",
        "198.51.100.5");
  }

  @Test
  void whatLiesBesideTheBlockIsNoFault() {
    assertOpens(
        look(
            List.of(WEB.withAddresses(all("198.51.101.0"))),
            List.of(node(List.of("198.51.102.0/24", "2001:db8::/64"), "198.51.99.255")),
            List.of(service(all("10.0.0.1"), all("203.0.113.1")))));
  }

  @Test
  void whereNobodyLookedNothingIsSaid() {
    assertThat(plan(new Look.Away(), new Progress.Asked())).isInstanceOf(Plan.Opens.class);
  }

  @Test
  void whatIsOpenMayNotStayOpen() {
    assertThat(
            plan(look(List.of(WEB.withAddresses(all("198.51.100.9"))), List.of(), List.of()), OPEN))
        .isInstanceOfSatisfying(
            Plan.Refuses.class,
            refuses -> {
              assertThat(refuses.refusal().code()).isEqualTo(Code.BLOCK_IN_CLUSTER);
              assertThat(refuses.refusal().ending().sentence())
                  .isEqualTo(
                      "AccessRule shop/db-access would open for block 198.51.100.0/24, in which"
                          + " there is 198.51.100.9 of Pod shop/web-0: a block is for addresses"
                          + " outside the cluster.");
            });
  }
}
