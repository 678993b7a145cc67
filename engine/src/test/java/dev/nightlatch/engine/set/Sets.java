package dev.nightlatch.engine.set;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.domains.DomainContextBase;

/// Addresses and blocks at random, with many zeros, many neighbours and both families.
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
}
