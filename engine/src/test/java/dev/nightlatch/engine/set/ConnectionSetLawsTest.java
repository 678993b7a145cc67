package dev.nightlatch.engine.set;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

@Domain(Sets.class)
@Domain(DomainContext.Global.class)
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class ConnectionSetLawsTest {

  @Property
  void eachProtocolIsASetOfPortsByItself(@ForAll ConnectionSet a, @ForAll ConnectionSet b) {
    for (Protocol protocol : Protocol.values()) {
      PortSet here = a.ports(protocol);
      PortSet there = b.ports(protocol);
      assertThat(a.union(b).ports(protocol)).isEqualTo(here.union(there));
      assertThat(a.intersection(b).ports(protocol)).isEqualTo(here.intersection(there));
      assertThat(a.minus(b).ports(protocol)).isEqualTo(here.minus(there));
      for (int port : new int[] {0, 1, 2, 5, 80, 65_534, 65_535, 65_536}) {
        assertThat(a.contains(protocol, port)).isEqualTo(here.contains(port));
      }
    }
    assertThat(a.equals(b))
        .isEqualTo(a.tcp().equals(b.tcp()) && a.udp().equals(b.udp()) && a.sctp().equals(b.sctp()));
    assertThat(a.containsAll(b))
        .isEqualTo(
            a.tcp().containsAll(b.tcp())
                && a.udp().containsAll(b.udp())
                && a.sctp().containsAll(b.sctp()));
  }

  @Property
  void oneProtocolHasNothingToSayToTheOthers(@ForAll Protocol protocol, @ForAll PortSet ports) {
    ConnectionSet set = ConnectionSet.of(protocol, ports);
    for (Protocol other : Protocol.values()) {
      assertThat(set.ports(other)).isEqualTo(other == protocol ? ports : PortSet.NONE);
    }
  }

  @Property
  void theAlgebraOfSetsHolds(
      @ForAll ConnectionSet a, @ForAll ConnectionSet b, @ForAll ConnectionSet c) {
    assertThat(a.union(b)).isEqualTo(b.union(a));
    assertThat(a.intersection(b)).isEqualTo(b.intersection(a));
    assertThat(a.union(b).union(c)).isEqualTo(a.union(b.union(c)));
    assertThat(a.intersection(b).intersection(c)).isEqualTo(a.intersection(b.intersection(c)));
    assertThat(a.intersection(b.union(c))).isEqualTo(a.intersection(b).union(a.intersection(c)));
    assertThat(a.union(b.intersection(c))).isEqualTo(a.union(b).intersection(a.union(c)));
    assertThat(a.union(a)).isEqualTo(a);
    assertThat(a.intersection(a)).isEqualTo(a);
    assertThat(a.minus(b).union(a.intersection(b))).isEqualTo(a);
    assertThat(a.minus(b).intersection(b)).isEqualTo(ConnectionSet.NONE);
    assertThat(not(a.union(b))).isEqualTo(not(a).intersection(not(b)));
    assertThat(not(a.intersection(b))).isEqualTo(not(a).union(not(b)));
    assertThat(not(not(a))).isEqualTo(a).hasSameHashCodeAs(a);
  }

  @Property
  void nothingAndEverythingAreNeutral(@ForAll ConnectionSet a) {
    assertThat(a.union(ConnectionSet.NONE)).isEqualTo(a);
    assertThat(ConnectionSet.NONE.union(a)).isEqualTo(a);
    assertThat(a.intersection(ConnectionSet.ALL)).isEqualTo(a);
    assertThat(ConnectionSet.ALL.intersection(a)).isEqualTo(a);
    assertThat(a.intersection(ConnectionSet.NONE)).isEqualTo(ConnectionSet.NONE);
    assertThat(a.union(ConnectionSet.ALL)).isEqualTo(ConnectionSet.ALL);
    assertThat(a.minus(a)).isEqualTo(ConnectionSet.NONE);
    assertThat(a.minus(ConnectionSet.NONE)).isEqualTo(a);
    assertThat(a.isEmpty()).isEqualTo(a.equals(ConnectionSet.NONE));
    assertThat(a.isAll()).isEqualTo(not(a).isEmpty());
  }

  @Property
  void aSetIsTheUnionOfItsRangesInAnyOrder(@ForAll ConnectionSet a, @ForAll Random random) {
    assertThat(a.ranges()).isSorted();
    List<ConnectionSet> pieces =
        new ArrayList<>(a.ranges().stream().map(ConnectionSet::of).toList());
    Collections.shuffle(pieces, random);
    assertThat(ConnectionSet.union(pieces)).isEqualTo(a).hasSameHashCodeAs(a);
  }

  private static ConnectionSet not(ConnectionSet set) {
    return ConnectionSet.ALL.minus(set);
  }
}
