package dev.nightlatch.grants.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.set.Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What may be written about a grant; the contract of the port holds it to the API server's word.
class WordingTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"\u001b", "\r", "\u0085", "\u061C", "\u200B", "\u202E", "\u2066", "\uFEFF"})
  void whatMovesTheCursorOrTurnsTheDirectionIsInNoText(String mark) {
    assertThat(Wording.isLines("a" + mark + "b")).isFalse();
    assertThat(Wording.isOneLine("a" + mark + "b")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\t", "\u200D"})
  void linesMayHoldBreaksTabsAndJoinersAndANameMayNot(String mark) {
    assertThat(Wording.isLines("a" + mark + "b")).isTrue();
    assertThat(Wording.isOneLine("a" + mark + "b")).isFalse();
  }

  @Test
  void lengthIsCountedInCharacters() {
    assertThat(Wording.length("🔥ü")).isEqualTo(2);
  }

  @Test
  void oneWordHasNoBlankInIt() {
    assertThat(Wording.isUnbroken("INC-4711/ü")).isTrue();
    assertThat(Wording.isUnbroken("INC 4711")).isFalse();
    assertThat(Wording.isUnbroken("")).isFalse();
    assertThat(Wording.saysSomething(" \t\u00A0")).isFalse();
  }

  @Test
  void aLabelHas63CharactersAndASubdomain253() {
    assertThat(DnsNames.isLabel("a".repeat(63))).isTrue();
    assertThat(DnsNames.isLabel("a".repeat(64))).isFalse();
    assertThat(DnsNames.isLabel("a.b")).isFalse();
    assertThat(DnsNames.isSubdomain("a.b-c")).isTrue();
    assertThat(DnsNames.isSubdomain("a".repeat(253))).isTrue();
    assertThat(DnsNames.isSubdomain("a".repeat(254))).isFalse();
    assertThat(DnsNames.isSubdomain("a..b")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "169.254.169.254", "::1", "::ffff:10.0.0.1", "64:ff9b::1"})
  void nobodyWorksFromASpecialAddress(String text) {
    assertThat(SpecialAddresses.contains(Address.parse(text).orElseThrow())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.20.0.17", "192.0.2.7", "2001:db8::17", "100:0:0:1::1"})
  void anyOtherAddressMayBeASource(String text) {
    assertThat(SpecialAddresses.contains(Address.parse(text).orElseThrow())).isFalse();
  }
}
