package dev.nightlatch.engine.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.0.0.0/8",
    "10.1.2.3/8, 10.0.0.0/8",
    "192.0.2.129/25, 192.0.2.128/25",
    "255.255.255.255/0, 0.0.0.0/0",
    "255.255.255.255/1, 128.0.0.0/1",
    "192.0.2.1/32, 192.0.2.1/32",
    "2001:DB8:0::/32, 2001:db8::/32",
    "2001:db8::1/64, 2001:db8::/64",
    "ffff::/0, ::/0",
    "2001:db8:0:1:ffff::/63, 2001:db8::/63",
    "2001:db8::ffff/65, 2001:db8::/65",
    "::1/128, ::1/128",
  })
  void bitsAfterThePrefixAreDroppedAsTheApiServerDoes(String text, String canonical) {
    assertThat(Cidr.parse(text)).map(Cidr::toString).contains(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/8",
        "10.0.0.0",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/+8",
        "10.0.0.0/08",
        "10.0.0.0/00",
        "10.0.0.0/8 ",
        " 10.0.0.0/8",
        "10.0.0.0 /8",
        "10.0.0.0/ 8",
        "10.0.0.0/8/8",
        "10.0.0.0//8",
        "10.0.0.0/8\n",
        "10.0.0.0/255.0.0.0",
        "10.0.0/8",
        "010.0.0.0/8",
        "10.0.0.0/\uff18",
        "10.0.0.0/99999999999",
        "::/129",
        "::/1000",
        "::/",
        "fe80::1%eth0/64",
        "::1/128%1",
        "[::1]/128",
        "10.0.0.0/8.0",
        "10.0.0.0/0x8",
        "a/8",
        // an IPv4 address mapped into IPv6, in every spelling
        "::ffff:10.0.0.0/104",
        "::ffff:a00:0/104",
        "0:0:0:0:0:ffff:10.0.0.0/128",
        "::FFFF:0:0/96",
        "::ffff:1.2.3.4/0"
      })
  void whatIsNoBlockIsRefused(String text) {
    assertThat(Cidr.parse(text)).isEmpty();
    assertThat(Cidr.parseStrict(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/8", "0.0.0.0/0", "::/0", "2001:db8::/32", "::1/128"})
  void theCanonicalTextIsStrict(String text) {
    assertThat(Cidr.parseStrict(text)).map(Cidr::toString).contains(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1/8",
        "2001:DB8::/32",
        "2001:db8:0::/32",
        "2001:0db8::/32",
        "0::/0",
        "::0/128",
        "2001:db8::1/64",
        "64:ff9b::192.0.2.33/128"
      })
  void anotherSpellingOfABlockIsNotStrict(String text) {
    assertThat(Cidr.parse(text)).isPresent();
    assertThat(Cidr.parseStrict(text)).isEmpty();
  }

  @Test
  void aBlockWithBitsAfterItsPrefixOrWithoutAPrefixOfItsFamilyCannotBeMade() {
    Address one = Address.parse("192.0.2.1").orElseThrow();
    assertThatThrownBy(() -> new Cidr(one, 31)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Cidr(one, 33)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Cidr(one, -1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void noBlockCanBeMadeOfAMappedAddress() {
    Address mapped = Address.parse("::ffff:192.0.2.1").orElseThrow();
    assertThatThrownBy(mapped::alone).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Cidr(mapped.masked(96), 96))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Cidr.parse("::/64").orElseThrow().contains(mapped)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.0.0.0, true",
    "10.0.0.0/8, 10.255.255.255, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "10.0.0.0/8, 9.255.255.255, false",
    "0.0.0.0/0, 255.255.255.255, true",
    "0.0.0.0/0, ::, false",
    "::/0, 0.0.0.0, false",
    "::/0, ffff::, true",
    "2001:db8::/63, 2001:db8:0:1::, true",
    "2001:db8::/63, 2001:db8:0:2::, false",
    "2001:db8::/65, 2001:db8::8000:0:0:0, false",
    "2001:db8::/65, 2001:db8::7fff:0:0:0, true",
  })
  void anAddressLiesInABlockWithWhichItSharesThePrefixAndTheFamily(
      String block, String address, boolean inside) {
    assertThat(Cidr.parse(block).orElseThrow().contains(Address.parse(address).orElseThrow()))
        .isEqualTo(inside);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.0.0.0/8, true",
    "10.0.0.0/8, 10.1.0.0/16, true",
    "10.1.0.0/16, 10.0.0.0/8, false",
    "10.0.0.0/8, 11.0.0.0/16, false",
    "0.0.0.0/0, ::/0, false",
    "::/0, 10.0.0.0/8, false",
  })
  void aBlockLiesInABlockThatHoldsAllItsAddresses(String outer, String inner, boolean inside) {
    assertThat(Cidr.parse(outer).orElseThrow().contains(Cidr.parse(inner).orElseThrow()))
        .isEqualTo(inside);
  }
}
