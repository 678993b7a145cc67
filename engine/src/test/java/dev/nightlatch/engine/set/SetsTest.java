package dev.nightlatch.engine.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The ends of the addresses and of the ports, and how sets are written.
class SetsTest {

  @Test
  void theFirstAddressOfAFamilyHasNoneBeforeItAndTheLastNoneAfter() {
    assertThat(address("0.0.0.0").previous()).isEmpty();
    assertThat(address("255.255.255.255").next()).isEmpty();
    assertThat(address("::").previous()).isEmpty();
    assertThat(address("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff").next()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.255, 10.0.1.0",
    "127.255.255.255, 128.0.0.0",
    "::ffff:ffff:ffff:ffff, 0:0:0:1::",
    "7fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 8000::",
    "::7fff:ffff:ffff:ffff, ::8000:0:0:0",
    "::fffe:ffff:ffff, ::ffff:0.0.0.0",
  })
  void neighboursCarryOverIntoTheNextGroup(String before, String after) {
    assertThat(address(before).next()).contains(address(after));
    assertThat(address(after).previous()).contains(address(before));
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0/0, 255.255.255.255",
    "128.0.0.0/1, 255.255.255.255",
    "10.0.0.0/8, 10.255.255.255",
    "10.0.0.4/30, 10.0.0.7",
    "10.0.0.7/32, 10.0.0.7",
    "::/0, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    "2001:db8::/32, 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
    "2001:db8::/64, 2001:db8::ffff:ffff:ffff:ffff",
    "2001:db8::4/126, 2001:db8::7",
    "::1/128, ::1",
  })
  void aBlockEndsWithTheAddressWhoseOtherBitsAreAllSet(String block, String last) {
    assertThat(block(block).last()).isEqualTo(address(last));
  }

  @Test
  void rangesThatTouchMeltAndRangesWithAHoleDoNot() {
    assertThat(set("10.0.0.0/31", "10.0.0.2/31")).isEqualTo(set("10.0.0.0/30"));
    assertThat(set("10.0.0.0/31", "10.0.0.3/32").ranges()).hasSize(2);
    assertThat(set("0.0.0.0/1", "128.0.0.0/1")).isEqualTo(AddressSet.all(Family.IPV4));
    assertThat(set("::/1", "8000::/1")).isEqualTo(AddressSet.all(Family.IPV6));
  }

  @Test
  void theLastOfOneFamilyDoesNotTouchTheFirstOfTheOther() {
    AddressSet both = set("255.255.255.255/32", "::/128");
    assertThat(both.ranges()).hasSize(2);
    assertThat(both).hasToString("[255.255.255.255-255.255.255.255, ::-::]");
    assertThat(set("0.0.0.0/0").contains(address("::"))).isFalse();
    assertThat(set("::/0").contains(address("0.0.0.0"))).isFalse();
    assertThat(set("::/0").contains(address("::ffff:10.0.0.1"))).isTrue();
    assertThat(set("10.0.0.0/8").contains(address("::ffff:10.0.0.1"))).isFalse();
  }

  @Test
  void holesAtTheEndsOfAFamilyLeaveTheRest() {
    AddressSet ends = set("0.0.0.0/32", "255.255.255.255/32");
    assertThat(AddressSet.all(Family.IPV4).minus(ends)).hasToString("[0.0.0.1-255.255.255.254]");
    assertThat(AddressSet.all(Family.IPV6).minus(set("::/128")))
        .hasToString("[::1-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]");
    assertThat(set("10.0.0.0/29").minus(set("10.0.0.2/31", "10.0.0.5/32")))
        .hasToString("[10.0.0.0-10.0.0.1, 10.0.0.4-10.0.0.4, 10.0.0.6-10.0.0.7]");
    assertThat(AddressSet.NONE).hasToString("[]");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0, 1", "2, 1", "1, 65536", "-1, 5"})
  void portsOfASetRunFrom1To65535InOrder(int first, int last) {
    assertThatThrownBy(() -> PortSet.range(first, last))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theLowestAndTheHighestPortBelongToAll() {
    assertThat(PortSet.ALL.contains(1)).isTrue();
    assertThat(PortSet.ALL.contains(65_535)).isTrue();
    assertThat(PortSet.ALL.contains(0)).isFalse();
    assertThat(PortSet.ALL.contains(65_536)).isFalse();
    assertThat(PortSet.ALL.size()).isEqualTo(65_535);
    assertThat(PortSet.single(1).union(PortSet.range(2, 65_535)).isAll()).isTrue();
    assertThat(PortSet.ALL.minus(PortSet.single(65_535))).isEqualTo(PortSet.range(1, 65_534));
  }

  @Test
  void setsAreWrittenAsTheirRanges() {
    PortSet web = PortSet.single(443).union(PortSet.range(8000, 8010)).union(PortSet.single(80));
    assertThat(web).hasToString("80,443,8000-8010");
    assertThat(PortSet.NONE).hasToString("");
    assertThat(PortSet.ALL).hasToString("1-65535");
    assertThat(new ConnectionSet(web, PortSet.single(53), PortSet.NONE))
        .hasToString("80/TCP, 443/TCP, 8000-8010/TCP, 53/UDP");
    assertThat(ConnectionSet.ALL).hasToString("everything");
    assertThat(ConnectionSet.NONE).hasToString("nothing");
    assertThat(ConnectionSet.of(Protocol.SCTP, PortSet.ALL)).hasToString("1-65535/SCTP");
    assertThat(new AddressRange(address("::"), address("::f"))).hasToString("::-::f");
    assertThat(AddressRange.single(address("10.0.0.1"))).hasToString("10.0.0.1-10.0.0.1");
    assertThat(AddressRange.all(Family.IPV4)).hasToString("0.0.0.0-255.255.255.255");
  }

  private static AddressSet set(String... blocks) {
    return new AddressSet(
        List.of(blocks).stream().map(text -> AddressRange.of(block(text))).toList());
  }

  private static Address address(String text) {
    return Address.parse(text).orElseThrow();
  }

  private static Cidr block(String text) {
    return Cidr.parse(text).orElseThrow();
  }
}
