package dev.nightlatch.engine.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Optional;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

/// Neighbours of addresses, the last of a block, and ranges, against plain numbers.
@Domain(Sets.class)
@Domain(DomainContext.Global.class)
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class AddressRangeLawsTest {

  @Property
  void theNextAddressIsOneMoreAndTheLastHasNone(@ForAll Address random, @ForAll AddressRange near) {
    for (Address address : new Address[] {random, near.first(), near.last()}) {
      BigInteger more = number(address).add(BigInteger.ONE);
      assertThat(address.next().map(AddressRangeLawsTest::number))
          .isEqualTo(more.bitLength() > address.family().bits() ? Optional.empty() : some(more));
      assertThat(address.next().map(Address::family).orElse(address.family()))
          .isEqualTo(address.family());
      assertThat(address.next().flatMap(Address::previous).orElse(address)).isEqualTo(address);
    }
  }

  @Property
  void thePreviousAddressIsOneLessAndTheFirstHasNone(
      @ForAll Address random, @ForAll AddressRange near) {
    for (Address address : new Address[] {random, near.first(), near.last()}) {
      BigInteger less = number(address).subtract(BigInteger.ONE);
      assertThat(address.previous().map(AddressRangeLawsTest::number))
          .isEqualTo(less.signum() < 0 ? Optional.empty() : some(less));
      assertThat(address.previous().map(Address::family).orElse(address.family()))
          .isEqualTo(address.family());
      assertThat(address.previous().flatMap(Address::next).orElse(address)).isEqualTo(address);
    }
  }

  @Property
  void aBlockEndsWhereItsAddressesEnd(@ForAll Cidr block) {
    BigInteger size = BigInteger.ONE.shiftLeft(block.network().family().bits() - block.prefix());
    assertThat(number(block.last()))
        .isEqualTo(number(block.network()).add(size).subtract(BigInteger.ONE));
    assertThat(block.contains(block.last())).isTrue();
    assertThat(block.last().next().filter(block::contains)).isEmpty();
    assertThat(block.network().previous().filter(block::contains)).isEmpty();
    assertThat(AddressRange.of(block)).isEqualTo(new AddressRange(block.network(), block.last()));
  }

  @Property
  void aRangeHasTheNumbersBetweenItsEndsAndNothingOfTheOtherFamily(
      @ForAll AddressRange range, @ForAll AddressRange other) {
    for (Address at : new Address[] {other.first(), other.last(), range.first(), range.last()}) {
      assertThat(range.contains(at))
          .isEqualTo(
              at.family() == range.family()
                  && number(range.first()).compareTo(number(at)) <= 0
                  && number(at).compareTo(number(range.last())) <= 0);
    }
  }

  @Property
  void aRangeIsOfOneFamilyAndDoesNotRunBackwards(@ForAll Address a, @ForAll Address b) {
    boolean forwards = a.family() == b.family() && number(a).compareTo(number(b)) <= 0;
    if (forwards) {
      assertThat(new AddressRange(a, b)).hasToString(a + "-" + b);
    } else {
      assertThatThrownBy(() -> new AddressRange(a, b)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Property
  void theOrderIsByTheFirstAddressThenTheLast(@ForAll AddressRange a, @ForAll AddressRange b) {
    int byFirst = a.first().compareTo(b.first());
    int expected = byFirst != 0 ? byFirst : a.last().compareTo(b.last());
    assertThat(Integer.signum(a.compareTo(b))).isEqualTo(Integer.signum(expected));
    assertThat(a.compareTo(b) == 0).isEqualTo(a.equals(b));
  }

  private static Optional<BigInteger> some(BigInteger number) {
    return Optional.of(number);
  }

  private static BigInteger number(Address address) {
    return unsigned(address.high()).shiftLeft(64).or(unsigned(address.low()));
  }

  private static BigInteger unsigned(long word) {
    return new BigInteger(Long.toUnsignedString(word));
  }
}
