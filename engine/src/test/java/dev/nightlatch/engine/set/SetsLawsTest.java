package dev.nightlatch.engine.set;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

@Domain(Sets.class)
@Domain(DomainContext.Global.class)
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class SetsLawsTest {

  @Property
  void whatIsWrittenIsReadBack(@ForAll Address address, @ForAll Cidr block) {
    assertThat(Address.parse(address.toString())).contains(address);
    assertThat(Cidr.parse(block.toString())).contains(block);
    assertThat(Cidr.parseStrict(block.toString())).contains(block);
  }

  /// The JDK reads a mapped address as the IPv4 address in it; we do not.
  @Property
  void theJdkReadsOurTextAsTheSameAddress(@ForAll Address address) {
    byte[] theirs = InetAddress.ofLiteral(address.toString()).getAddress();
    int length = address.isMapped() ? 4 : address.family().bits() / 8;
    assertThat(theirs).hasSize(length);
    assertThat(unsigned(theirs))
        .isEqualTo(
            address.isMapped()
                ? BigInteger.valueOf(address.low() & 0xffff_ffffL)
                : number(address));
  }

  /// Any spelling that RFC 4291 allows, made from the groups and not by our own formatter.
  @Property
  void everySpellingIsReadAsTheJdkReadsIt(
      @ForAll @Size(8) List<@IntRange(max = 0xffff) Integer> groups,
      @ForAll @IntRange(max = 8) int gapFrom,
      @ForAll @IntRange(max = 8) int gapLength,
      @ForAll boolean dotted,
      @ForAll boolean padded,
      @ForAll boolean upper) {
    String text = spelled(groups, gapFrom, gapLength, dotted, padded);
    String spelling = upper ? text.toUpperCase(Locale.ROOT) : text;
    Optional<Address> ours = Address.parse(spelling);
    assertThat(ours).as(spelling).isPresent();
    if (!ours.get().isMapped()) {
      assertThat(number(ours.get()))
          .as(spelling)
          .isEqualTo(unsigned(InetAddress.ofLiteral(spelling).getAddress()));
    }
  }

  /// Whatever we accept, the JDK accepts too, as the same number.
  @Property(tries = 5000)
  void nothingIsReadThatTheJdkRefuses(
      @ForAll @StringLength(max = 20) @Chars({'0', '1', '2', '5', 'a', 'F', ':', '.', '%', ' '})
          String text) {
    Optional<Address> ours = Address.parse(text);
    if (ours.isPresent() && !ours.get().isMapped()) {
      assertThat(unsigned(InetAddress.ofLiteral(text).getAddress())).isEqualTo(number(ours.get()));
    }
  }

  @Property
  void containmentIsAPartialOrder(@ForAll Cidr a, @ForAll Cidr b, @ForAll Cidr c) {
    assertThat(a.contains(a)).isTrue();
    if (a.contains(b) && b.contains(a)) {
      assertThat(a).isEqualTo(b);
    }
    if (a.contains(b) && b.contains(c)) {
      assertThat(a.contains(c)).isTrue();
    }
  }

  /// Nested on purpose: three blocks around one address are a chain.
  @Property
  void blocksAroundOneAddressContainEachOtherByTheirPrefix(
      @ForAll Address address,
      @ForAll @IntRange(max = 128) int one,
      @ForAll @IntRange(max = 128) int two) {
    Assume.that(!address.isMapped());
    int p = Math.min(one, address.family().bits());
    int q = Math.min(two, address.family().bits());
    Cidr a = around(address, p);
    Cidr b = around(address, q);
    assertThat(a.contains(address)).isTrue();
    assertThat(a.contains(b)).isEqualTo(p <= q);
    assertThat(a.contains(b) && b.contains(a)).isEqualTo(a.equals(b));
  }

  /// Against arithmetic: the block is the interval of `2^(bits - prefix)` addresses.
  @Property
  void anAddressIsInABlockIfItIsInTheInterval(@ForAll Cidr block, @ForAll Address address) {
    BigInteger first = number(block.network());
    BigInteger past =
        first.add(BigInteger.ONE.shiftLeft(block.network().family().bits() - block.prefix()));
    BigInteger at = number(address);
    assertThat(block.contains(address))
        .isEqualTo(
            address.family() == block.network().family()
                && first.compareTo(at) <= 0
                && at.compareTo(past) < 0);
  }

  @Property
  void maskingClearsTheBitsAfterThePrefixAndNoOther(
      @ForAll Address address, @ForAll @IntRange(max = 128) int prefix) {
    int kept = Math.min(prefix, address.family().bits());
    int cleared = address.family().bits() - kept;
    assertThat(number(address.masked(kept)))
        .isEqualTo(number(address).shiftRight(cleared).shiftLeft(cleared));
    assertThat(address.masked(kept).masked(kept)).isEqualTo(address.masked(kept));
  }

  @Property
  void theOrdersAreTotalAndAgreeWithEquality(
      @ForAll Address a, @ForAll Address b, @ForAll Cidr c, @ForAll Cidr d) {
    assertThat(Integer.signum(a.compareTo(b))).isEqualTo(-Integer.signum(b.compareTo(a)));
    assertThat(a.compareTo(b) == 0).isEqualTo(a.equals(b));
    if (a.family() == b.family()) {
      assertThat(Integer.signum(a.compareTo(b))).isEqualTo(number(a).compareTo(number(b)));
    }
    assertThat(Integer.signum(c.compareTo(d))).isEqualTo(-Integer.signum(d.compareTo(c)));
    assertThat(c.compareTo(d) == 0).isEqualTo(c.equals(d));
  }

  private static Cidr around(Address address, int prefix) {
    Address network = address.masked(prefix);
    return new Cidr(network, prefix);
  }

  private static BigInteger number(Address address) {
    return unsigned(address.high()).shiftLeft(64).or(unsigned(address.low()));
  }

  private static BigInteger unsigned(long word) {
    return new BigInteger(Long.toUnsignedString(word));
  }

  private static BigInteger unsigned(byte[] bytes) {
    return new BigInteger(1, bytes);
  }

  private static String spelled(
      List<Integer> groups, int gapFrom, int gapLength, boolean dotted, boolean padded) {
    int past = Math.min(gapFrom + gapLength, dotted ? 6 : 8);
    boolean gap = gapFrom < past;
    List<String> front = new ArrayList<>();
    List<String> back = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      if (gap && i >= gapFrom && i < past) {
        continue;
      }
      String text =
          i == 6 && dotted
              ? (groups.get(6) >> 8)
                  + "."
                  + (groups.get(6) & 255)
                  + "."
                  + (groups.get(7) >> 8)
                  + "."
                  + (groups.get(7) & 255)
              : String.format(padded ? "%04x" : "%x", groups.get(i));
      if (i == 7 && dotted) {
        continue;
      }
      (gap && i >= past ? back : front).add(text);
    }
    return String.join(":", front) + (gap ? "::" : "") + String.join(":", back);
  }
}
