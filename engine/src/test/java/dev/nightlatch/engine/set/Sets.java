package dev.nightlatch.engine.set;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.domains.DomainContextBase;

/// Addresses, blocks, ports and sets of them at random, with many zeros, many neighbours and both
/// families.
final class Sets extends DomainContextBase {

  @Provide
  Arbitrary<Address> addresses() {
    Arbitrary<Integer> group =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.just(0)),
            Tuple.of(1, Arbitraries.just(0xffff)),
            Tuple.of(2, Arbitraries.integers().between(0, 2)),
            Tuple.of(3, Arbitraries.integers().between(0, 0xffff)));
    Arbitrary<Address> v4 =
        Combinators.combine(group, group)
            .as((a, b) -> new Address(Family.IPV4, 0, (long) a << 16 | b));
    Arbitrary<Address> v6 =
        group
            .list()
            .ofSize(8)
            .map(
                groups -> {
                  long high = 0;
                  long low = 0;
                  for (int i = 0; i < 4; i++) {
                    high = high << 16 | groups.get(i);
                    low = low << 16 | groups.get(i + 4);
                  }
                  return new Address(Family.IPV6, high, low);
                });
    return Arbitraries.oneOf(v4, v6);
  }

  @Provide
  Arbitrary<Cidr> blocks() {
    return addresses()
        .filter(address -> !address.isMapped())
        .flatMap(
            address ->
                Arbitraries.integers()
                    .between(0, address.family().bits())
                    .map(prefix -> new Cidr(address.masked(prefix), prefix)));
  }

  /// So close to the ends of each family, and to where the lower half of an IPv6 address runs over,
  /// that they meet and touch often.
  @Provide
  Arbitrary<AddressRange> ranges() {
    return Arbitraries.of(Family.values())
        .flatMap(
            family ->
                crowded(family)
                    .list()
                    .ofSize(2)
                    .map(pair -> pair.stream().sorted().toList())
                    .map(pair -> new AddressRange(pair.getFirst(), pair.getLast())));
  }

  private static Arbitrary<Address> crowded(Family family) {
    Arbitrary<Integer> near = Arbitraries.integers().between(0, 9);
    long end = family == Family.IPV4 ? 0xffff_ffffL : -1L;
    long high = family == Family.IPV4 ? 0 : -1L;
    return Arbitraries.oneOf(
        near.map(i -> new Address(family, 0, i)),
        near.map(i -> new Address(family, high, end - i)),
        near.map(
            i ->
                family == Family.IPV4
                    ? new Address(family, 0, 0x7fff_fffb + (long) i)
                    : new Address(family, i < 5 ? 6 : 7, i - 5L)));
  }

  @Provide
  Arbitrary<AddressSet> addressSets() {
    return ranges().list().ofMaxSize(6).map(AddressSet::new);
  }

  @Provide
  Arbitrary<PortSet> portSets() {
    Arbitrary<Integer> port =
        Arbitraries.frequencyOf(
            Tuple.of(4, Arbitraries.integers().between(1, 9)),
            Tuple.of(3, Arbitraries.integers().between(65_527, 65_535)),
            Tuple.of(1, Arbitraries.integers().between(1, 65_535)));
    return port.list().ofSize(2).list().ofMaxSize(5).map(Sets::union);
  }

  private static PortSet union(List<List<Integer>> pairs) {
    PortSet union = PortSet.NONE;
    for (List<Integer> pair : pairs) {
      int first = Math.min(pair.getFirst(), pair.getLast());
      union = union.union(PortSet.range(first, Math.max(pair.getFirst(), pair.getLast())));
    }
    return union;
  }

  @Provide
  Arbitrary<ConnectionSet> connectionSets() {
    return Combinators.combine(portSets(), portSets(), portSets()).as(ConnectionSet::new);
  }
}
