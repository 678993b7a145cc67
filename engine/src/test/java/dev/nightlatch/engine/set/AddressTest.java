package dev.nightlatch.engine.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 0.0.0.0",
    "192.0.2.1, 192.0.2.1",
    "255.255.255.255, 255.255.255.255",
    // RFC 4291, section 2.2
    "ABCD:EF01:2345:6789:ABCD:EF01:2345:6789, abcd:ef01:2345:6789:abcd:ef01:2345:6789",
    "2001:DB8:0:0:8:800:200C:417A, 2001:db8::8:800:200c:417a",
    "FF01:0:0:0:0:0:0:101, ff01::101",
    "0:0:0:0:0:0:0:1, ::1",
    "0:0:0:0:0:0:0:0, ::",
    "0:0:0:0:0:0:13.1.68.3, ::d01:4403",
    "::13.1.68.3, ::d01:4403",
    "::FFFF:129.144.52.38, ::ffff:8190:3426",
    "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
    "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304",
    "1:2:3:4:5::1.2.3.4, 1:2:3:4:5:0:102:304",
    // one group behind "::" at either end
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
    "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
    "1::, 1::",
    "1::8, 1::8",
  })
  void anAddressIsReadInEveryFormOfItsRfcAndWrittenInOne(String text, String canonical) {
    assertThat(Address.parse(text)).map(Address::toString).contains(canonical);
  }

  /// RFC 5952, sections 4.1 to 4.3.
  @ParameterizedTest
  @CsvSource({
    "2001:0db8::0001, 2001:db8::1",
    "2001:db8:0:0:0:0:2:1, 2001:db8::2:1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:DB8::AAAA, 2001:db8::aaaa",
    "1:0:0:2:0:0:0:0, 1:0:0:2::",
    "0:0:1:0:0:1:0:0, ::1:0:0:1:0:0",
    "0:1:0:1:0:1:0:0, 0:1:0:1:0:1::",
  })
  void theTextIsTheOneThatRfc5952Recommends(String text, String canonical) {
    assertThat(Address.parse(text)).map(Address::toString).contains(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".",
        ":",
        ":::",
        "::::",
        "...",
        "1",
        "localhost",
        "shop.example",
        "1.2.3",
        "1.2.3.4.",
        ".1.2.3.4",
        "1.2.3.4.5",
        "1..2.3",
        "1.2.3.256",
        "1.2.3.1000",
        "01.2.3.4",
        "1.2.3.04",
        "1.2.3.00",
        "0x7f.0.0.1",
        "1.2.3.-4",
        "1.2.3.+4",
        "1.2.3.4 ",
        " 1.2.3.4",
        "1.2.3.4\n",
        "1.2.3.4/32",
        "1.2.3.4:80",
        "127.1",
        "2130706433",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8:",
        ":1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7:8::",
        "::1:2:3:4:5:6:7:8",
        "1:2:3:4::5:6:7:8",
        "1::2::3",
        "1:::2",
        ":::1",
        "1:",
        ":1",
        "1::2:",
        ":1::2",
        "12345::",
        "::0001f",
        "::g",
        "::-1",
        "::+1",
        "::1%eth0",
        "fe80::1%1",
        "[::1]",
        "[::1]:80",
        "::1/128",
        ":: ",
        " ::",
        "1 ::",
        "::1.2.3",
        "::1.2.3.4.5",
        "::1.2.3.256",
        "::01.2.3.4",
        "::1.2.3.4:5",
        "1.2.3.4::",
        "::1.2.3.4::",
        "1:2:3:4:5:6:7:1.2.3.4",
        "1:2:3:4:5:6::1.2.3.4",
        "::ffff:1.2.3.4%1",
        // digits that are none to the RFC: full-width, Arabic-Indic, Devanagari, letter with accent
        "\uff11.2.3.4",
        "1.2.3.\u0664",
        "::\uff11",
        "::\u0967",
        "::\uff21",
        "::\u00e9",
        "1\u30022.3.4",
        "1.2.3.4\u0000",
        "\u00001.2.3.4",
        "::1\u0000"
      })
  void whatIsNotExactlyOneAddressIsRefused(String text) {
    assertThat(Address.parse(text)).isEmpty();
  }

  @Test
  void aHugeTextIsRefusedLikeAnyOther() {
    assertThat(Address.parse(":".repeat(1_000_000))).isEmpty();
    assertThat(Address.parse("1.".repeat(500_000))).isEmpty();
    assertThat(Address.parse("1:".repeat(500_000))).isEmpty();
  }

  @Test
  void anIpv4AddressHasNoBitBeyondTheLowest32() {
    assertThatThrownBy(() -> new Address(Family.IPV4, 1, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Address(Family.IPV4, 0, 1L << 32))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new Address(Family.IPV4, 0, 0xffff_ffffL)).hasToString("255.255.255.255");
  }

  @Test
  void aMappedAddressEqualsNoIpv4Address() {
    assertThat(Address.parse("::ffff:192.0.2.1")).isNotEqualTo(Address.parse("192.0.2.1"));
  }

  @Test
  void theOrderIsByFamilyThenUnsigned() {
    assertThat(
            Stream.of("ffff::", "::1", "128.0.0.0", "8000::", "::8000:0:0:0", "127.0.0.1", "::")
                .map(text -> Address.parse(text).orElseThrow())
                .sorted())
        .extracting(Address::toString)
        .containsExactly("127.0.0.1", "128.0.0.0", "::", "::1", "::8000:0:0:0", "8000::", "ffff::");
  }

  @Test
  void anAddressAloneIsTheBlockThatHoldsNothingElse() {
    assertThat(Address.parse("192.0.2.1").orElseThrow().alone()).hasToString("192.0.2.1/32");
    assertThat(Address.parse("2001:db8::1").orElseThrow().alone()).hasToString("2001:db8::1/128");
  }
}
