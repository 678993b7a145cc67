package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {
  @ParameterizedTest
  @CsvSource({
    ":8081, 0.0.0.0, 8081",
    "127.0.0.1:0, 127.0.0.1, 0",
    "[::1]:65535, 0:0:0:0:0:0:0:1, 65535"
  })
  void anAddressAndAPort(String text, String host, int port) {
    assertThat(ListenAddress.parse(text).getAddress().getHostAddress())
        .isIn(host, "0:0:0:0:0:0:0:0");
    assertThat(ListenAddress.parse(text).getPort()).isEqualTo(port);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "8081",
        "localhost:8081",
        ":65536",
        ":-1",
        "1.2.3:80",
        "256.1.1.1:80",
        "::1:80",
        "[::1:80",
        "[1.2.3.4]:80:80",
        "http://127.0.0.1:80",
        ":80/x"
      })
  void anythingElseIsAUsageError(String text) {
    assertThatThrownBy(() -> ListenAddress.parse(text))
        .isInstanceOfSatisfying(
            CommandFailed.class, failed -> assertThat(failed.exitCode()).isEqualTo(Exit.USAGE));
  }
}
