package dev.nightlatch.engine.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.explain.Miss;
import dev.nightlatch.engine.explain.NearMiss;
import dev.nightlatch.engine.model.AskedPort;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.Namespace;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.PolicyPort;
import dev.nightlatch.engine.model.PolicyRule;
import dev.nightlatch.engine.model.Requirement;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.Target;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.AddressSet;
import dev.nightlatch.engine.set.Cidr;
import dev.nightlatch.engine.set.ConnectionSet;
import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.engine.set.Protocol;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a denial says of the rules that nearly match: `web` asks for `db` on 5432/TCP.
class NearMissesTest {
  private static final PortRange POSTGRES = PortRange.single(Protocol.TCP, 5432);
  private static final Pod DB = new Pod("shop", "db", Map.of("app", "db"), false, false);

  private static List<NearMiss> nearMisses(Map<String, String> labels, PolicyRule... rules) {
    Pod web = new Pod("shop", "web", labels, false, false);
    NetworkPolicy policy =
        new NetworkPolicy(
            "shop",
            "db",
            LabelSelector.labels(Map.of("app", "db")),
            Set.of(Direction.INGRESS),
            Arrays.asList(rules),
            List.of());
    Snapshot snapshot =
        Snapshot.EMPTY.withPods(List.of(web, DB)).withPolicies(List.of(policy), List.of());
    Inquiry.Response response =
        Inquiry.of(snapshot, CniProfile.DEFAULT)
            .ask(
                new Target.OfPod("shop", "web"),
                new Target.OfPod("shop", "db"),
                new AskedPort.Numbered(5432, Protocol.TCP));
    return response instanceof Inquiry.Response.Findings(var findings)
        ? findings.getFirst().verdict().ingress().nearMisses()
        : List.of();
  }

  private static List<List<Miss>> misses(Map<String, String> labels, PolicyRule... rules) {
    return nearMisses(labels, rules).stream().map(NearMiss::misses).toList();
  }

  private static PolicyRule from(Peer... peers) {
    return new PolicyRule(Arrays.asList(peers), List.of(new PolicyPort.Numbered(POSTGRES)));
  }

  private static Peer own(Requirement... requirements) {
    return new Peer.OwnNamespace(LabelSelector.of(Map.of(), Arrays.asList(requirements)));
  }

  private static Requirement in(String key, String value) {
    return new Requirement.In(key, List.of(value));
  }

  private static Miss label(Requirement wanted, String found, String similar) {
    return new Miss.PodLabel(
        wanted,
        Optional.of(found).filter(text -> !text.isEmpty()),
        Optional.of(similar).filter(text -> !text.isEmpty()));
  }

  @Test
  void aLabelThatIsMissingOrOtherIsSaidWithWhatWasFound() {
    Requirement api = in("tier", "api");
    assertThat(misses(Map.of("app", "web"), from(own(api))))
        .containsExactly(List.of(label(api, "", "")));
    assertThat(misses(Map.of("tier", "web"), from(own(api))))
        .containsExactly(List.of(label(api, "web", "")));
  }

  @Test
  void aKeyWithUpToTwoTypingErrorsIsSimilarAndOneWithThreeIsAnotherWord() {
    Requirement api = in("tier", "api");
    for (String typed : List.of("teir", "tie", "tierr", "tiar", "tir", "xtiers")) {
      assertThat(misses(Map.of(typed, "api"), from(own(api))))
          .as(typed)
          .containsExactly(List.of(label(api, "", typed + "=api")));
    }
    for (String other : List.of("trei-", "tierxxx", "t", "layer")) {
      assertThat(misses(Map.of(other, "api"), from(own(api))))
          .as(other)
          .containsExactly(List.of(label(api, "", "")));
    }
    assertThat(misses(Map.of("teir", "web"), from(own(api))))
        .as("a similar key with another value is no typing error")
        .containsExactly(List.of(label(api, "", "")));
  }

  @Test
  void aKeyThatMustBeThereMayBeMistypedWhateverItsValue() {
    Requirement there = new Requirement.Exists("tier");
    assertThat(misses(Map.of("teir", "any"), from(own(there))))
        .containsExactly(List.of(label(there, "", "teir=any")));
    assertThat(misses(Map.of("other-word", "any"), from(own(there))))
        .containsExactly(List.of(label(there, "", "")));
    Requirement gone = new Requirement.DoesNotExist("legacy");
    assertThat(misses(Map.of("legacy", "yes"), from(own(gone))))
        .containsExactly(List.of(label(gone, "yes", "")));
  }

  @Test
  void twoThingsMayBeOtherwiseAndThreeAreNotNear() {
    Requirement a = in("a", "1");
    Requirement b = in("b", "1");
    Requirement c = in("c", "1");
    assertThat(misses(Map.of(), from(own(a, b))))
        .containsExactly(List.of(label(a, "", ""), label(b, "", "")));
    assertThat(misses(Map.of(), from(own(a, b, c)))).isEmpty();
  }

  @Test
  void theNearestComeFirstAndNoMoreThanFive() {
    Requirement a = in("a", "1");
    Requirement b = in("b", "1");
    PolicyRule two = from(own(a, b));
    PolicyRule one = from(own(a));
    assertThat(misses(Map.of(), two, one))
        .containsExactly(List.of(label(a, "", "")), List.of(label(a, "", ""), label(b, "", "")));
    assertThat(misses(Map.of(), one, one, one, one, one)).hasSize(5);
    assertThat(misses(Map.of(), one, one, one, one, one, one)).hasSize(5);
  }

  @Test
  void eachNearMissNamesItsRuleAndPeer() {
    Requirement a = in("a", "1");
    List<NearMiss> found =
        nearMisses(Map.of(), from(own(in("b", "1"), in("c", "1"), in("d", "1"))), from(own(a)));
    assertThat(found)
        .singleElement()
        .satisfies(
            near -> {
              assertThat(near.rule().policy().name()).isEqualTo("db");
              assertThat(near.rule().rule()).isEqualTo(1);
              assertThat(near.rule().peer()).hasValue(0);
            });
  }

  @Test
  void anotherNamespaceIsAMissOfItsLabels() {
    LabelSelector bank = LabelSelector.labels(Map.of(Namespace.NAME_LABEL, "bank"));
    List<List<Miss>> found =
        misses(Map.of(), from(new Peer.AcrossNamespaces(bank, LabelSelector.EVERYTHING)));
    assertThat(found)
        .containsExactly(
            List.of(
                new Miss.NamespaceLabel(
                    "shop",
                    bank.requirements().getFirst(),
                    Optional.of("shop"),
                    Optional.empty())));
  }

  @Test
  void theRightPeerOnOtherPortsSaysWhichItOpens() {
    PortRange http = PortRange.single(Protocol.TCP, 80);
    PolicyRule other =
        new PolicyRule(List.of(own(in("app", "web"))), List.of(new PolicyPort.Numbered(http)));
    assertThat(misses(Map.of("app", "web"), other))
        .containsExactly(List.of(new Miss.OtherPorts(ConnectionSet.of(http))));
    PolicyRule named =
        new PolicyRule(
            List.of(own(in("app", "web"))), List.of(new PolicyPort.Named(Protocol.TCP, "pg")));
    assertThat(misses(Map.of("app", "web"), named))
        .containsExactly(List.of(new Miss.NamedPort("pg")));
  }

  @Test
  void aPodIsOutsideOfBlocksThatDoNotHoldItsAddress() {
    Cidr block = Cidr.parseStrict("10.20.0.0/24").orElseThrow();
    Pod web =
        new Pod("shop", "web", Map.of(), false, false)
            .withAddresses(List.of(Address.parse("10.1.0.7").orElseThrow()));
    NetworkPolicy policy =
        new NetworkPolicy(
            "shop",
            "db",
            LabelSelector.EVERYTHING,
            Set.of(Direction.INGRESS),
            List.of(from(Peer.IpBlock.whole(block))),
            List.of());
    Snapshot snapshot =
        Snapshot.EMPTY.withPods(List.of(web, DB)).withPolicies(List.of(policy), List.of());
    assertThat(
            Inquiry.of(snapshot, CniProfile.DEFAULT)
                .ask(
                    new Target.OfPod("shop", "web"),
                    new Target.OfPod("shop", "db"),
                    new AskedPort.Numbered(5432, Protocol.TCP)))
        .isInstanceOfSatisfying(
            Inquiry.Response.Findings.class,
            findings ->
                assertThat(findings.findings().getFirst().verdict().ingress().nearMisses())
                    .extracting(NearMiss::misses)
                    .containsExactly(List.of(new Miss.OutsideBlocks(AddressSet.of(block)))));
  }
}
