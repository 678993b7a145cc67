package dev.nightlatch.embedded;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightlatch.engine.set.Address;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.port.ClusterException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChecksTest {

  private static Request request(String rule, String incident, String reason, String by) {
    return new Request(
        new ObjectKey("shop", rule),
        incident,
        reason,
        Duration.ofMinutes(30),
        new Origin.AnySource(),
        by);
  }

  private static void passes(Request request) {
    assertThatCode(() -> Checks.check(request)).doesNotThrowAnyException();
  }

  private static void fails(Request request) {
    assertThatThrownBy(() -> Checks.check(request)).isInstanceOf(ClusterException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "orders-db", "0", "a-0-b"})
  void labelsAreNames(String name) {
    passes(request(name, "INC-1", "x", "alice"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "a-", "A", "a.b", "a b", "\u00e4", "a\n"})
  void otherTextsAreNoNames(String name) {
    fails(request(name, "INC-1", "x", "alice"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"INC-4711", "#12", "\u4e8b\u6545-1", "https://tracker.example/INC/1"})
  void incidentsAreUnbrokenTexts(String incident) {
    passes(request("db", incident, "x", "alice"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"INC 1", "INC\t1", "INC\u200b1", "INC\u202e1", "INC\u00a01", "INC\u00001"})
  void incidentsHoldNothingInvisible(String incident) {
    fails(request("db", incident, "x", "alice"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"two\nlines", "a\ttab", "\ud83d\udd12 shut", "x"})
  void reasonsAreLines(String reason) {
    passes(request("db", "INC-1", reason, "alice"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u001b[2J", "a\rb", "a\u0085b", "a\u202eb", "a\u2066b", "\u200b"})
  void reasonsMoveNoCursor(String reason) {
    fails(request("db", "INC-1", reason, "alice"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"two\nlines", "a\ttab", "\u001b[2J"})
  void userNamesAreOneLine(String user) {
    fails(request("db", "INC-1", "x", user));
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 129})
  void lengthsCountCharactersNotUnits(int length) {
    Request request = request("db", "\ud83d\udd12".repeat(length), "x", "alice");
    if (length <= 128) {
      passes(request);
    } else {
      fails(request);
    }
  }

  private static Request from(String address) {
    return new Request(
        new ObjectKey("shop", "db"),
        "INC-1",
        "x",
        Duration.ofMinutes(30),
        new Origin.OneAddress(Address.parse(address).orElseThrow()),
        "alice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.20.0.17", "192.0.2.1", "100.64.0.1", "2001:db8::1", "fd00::1"})
  void aRequesterStandsAtAnAddress(String address) {
    passes(from(address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "127.0.0.1",
        "169.254.169.254",
        "224.0.0.1",
        "239.1.2.3",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "fe80::1",
        "ff02::1"
      })
  void nobodyStandsAtTheseAddresses(String address) {
    fails(from(address));
  }
}
