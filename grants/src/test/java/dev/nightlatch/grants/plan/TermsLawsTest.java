package dev.nightlatch.grants.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.model.Requirement;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.Cidr;
import dev.nightlatch.engine.set.Family;
import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.engine.set.Protocol;
import dev.nightlatch.grants.model.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;

/// Terms decide whether what a rule says now is what was granted: equal for the same opening,
/// different for another. Labels are as the API server lets them be, as close to each other and to
/// the words of the notation as that allows.
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class TermsLawsTest {

  /// An opening, as the planner makes it.
  record Opening(Target target, Set<Peer> peers) {
    List<String> lines() {
      return TermsLawsTest.lines(target, List.copyOf(peers));
    }
  }

  private static List<String> lines(Target target, List<Peer> peers) {
    return Term.of("shop", target, peers).stream().map(Term::toString).toList();
  }

  /// What went on record is evaluated when the closing is to be proven.
  @Property(tries = 5000)
  void aTermThatIsReadAgainIsTheSame(@ForAll("openings") Opening opening) {
    List<Term> terms = Term.of("shop", opening.target(), List.copyOf(opening.peers()));
    assertThat(terms).hasSize(opening.peers().size());
    assertThat(terms).allSatisfy(term -> assertThat(Term.parse(term.toString())).contains(term));
  }

  @Example
  void aLineThatIsNoTermIsNone() {
    assertThat(
            List.of(
                "",
                "shop",
                "a -> b on 1/TCP",
                "a/x=y -> b on 1/TCP",
                "a/x=y -> b/ on 1/TCP",
                "a/x=y -> b/x=y on",
                "a/x=y -> b/x=y on TCP",
                "a/x=y -> b/x=y on 0/TCP",
                "a/x=y -> b/x=y on 1-2-3/TCP",
                "a/x=y -> b/x=y on 1/ICMP",
                "10.0.0.1/8 -> b/x=y on 1/TCP",
                "a/x y -> b/x=y on 1/TCP"))
        .allSatisfy(line -> assertThat(Term.parse(line)).as(line).isEmpty());
  }

  @Property(tries = 5000)
  void differentOpeningsHaveDifferentTerms(
      @ForAll("openings") Opening one, @ForAll("openings") Opening other) {
    assertThat(one.lines().equals(other.lines())).isEqualTo(one.equals(other));
  }

  @Property(tries = 5000)
  void differentSelectorsHaveDifferentTexts(
      @ForAll("selectors") LabelSelector one, @ForAll("selectors") LabelSelector other) {
    assertThat(Terms.text(one).equals(Terms.text(other))).isEqualTo(one.equals(other));
  }

  @Property
  void theOrderOfPeersDoesNotCount(@ForAll("openings") Opening opening, @ForAll Random random) {
    List<Peer> shuffled = new ArrayList<>(opening.peers());
    Collections.shuffle(shuffled, random);
    assertThat(lines(opening.target(), shuffled)).isEqualTo(opening.lines());
  }

  @Provide
  Arbitrary<Opening> openings() {
    Arbitrary<PortRange> port =
        Combinators.combine(
                Arbitraries.of(Protocol.class),
                Arbitraries.integers().between(1, 3),
                Arbitraries.integers().between(0, 1))
            .as((protocol, first, more) -> new PortRange(protocol, first, first + more));
    Arbitrary<Target> target =
        Combinators.combine(
                selectors().filter(LabelSelector::isPositive),
                port.list().ofMinSize(1).ofMaxSize(2))
            .as(Target::new);
    return Combinators.combine(target, peers().list().ofMinSize(1).ofMaxSize(2))
        .as((t, peers) -> new Opening(t, new HashSet<>(peers)));
  }

  private Arbitrary<Peer> peers() {
    Arbitrary<Peer> pods =
        Combinators.combine(
                Arbitraries.of("in", "notin", "a", "10", "shop"),
                selectors().filter(LabelSelector::isPositive))
            .as(
                (namespace, selector) ->
                    new Peer.AcrossNamespaces(
                        LabelSelector.labels(Map.of("kubernetes.io/metadata.name", namespace)),
                        selector));
    Arbitrary<Peer> blocks =
        Combinators.combine(
                Arbitraries.integers().between(0, 3), Arbitraries.integers().between(30, 32))
            .as(
                (bits, prefix) -> {
                  long network = bits & (-1L << (32 - prefix));
                  return Peer.IpBlock.whole(
                      new Cidr(new Address(Family.IPV4, 0, 0x0a00_0000L | network), prefix));
                });
    return Arbitraries.oneOf(pods, blocks);
  }

  @Provide
  Arbitrary<LabelSelector> selectors() {
    Arbitrary<String> key = Arbitraries.of("a", "in", "notin", "x/a", "b");
    Arbitrary<List<String>> values =
        Arbitraries.of("", "a", "in", "b", "a.b", "a-b", "a_b").list().ofMinSize(1).ofMaxSize(3);
    Arbitrary<Requirement> requirement =
        Arbitraries.oneOf(
            Combinators.combine(key, values).as(Requirement.In::new),
            Combinators.combine(key, values).as(Requirement.NotIn::new),
            key.map(Requirement.Exists::new),
            key.map(Requirement.DoesNotExist::new));
    return requirement.list().ofMaxSize(2).map(LabelSelector::new);
  }
}
