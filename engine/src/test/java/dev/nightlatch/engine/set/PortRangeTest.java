package dev.nightlatch.engine.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortRangeTest {

  @ParameterizedTest
  @CsvSource({"0, 0", "0, 1", "-1, 1", "2, 1", "1, 65536", "65536, 65536", "1, 2147483647"})
  void portsRunFrom1To65535InOrder(int first, int last) {
    assertThatThrownBy(() -> new PortRange(Protocol.TCP, first, last))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void bothEndsAreIncludedAndTheWholeRangeIsOne() {
    assertThat(new PortRange(Protocol.SCTP, 1, 65_535)).hasToString("1-65535/SCTP");
    assertThat(new PortRange(Protocol.TCP, 8000, 8010)).hasToString("8000-8010/TCP");
    assertThat(PortRange.single(Protocol.UDP, 53))
        .hasToString("53/UDP")
        .isEqualTo(new PortRange(Protocol.UDP, 53, 53));
  }

  @Test
  void theOrderIsByProtocolThenNumber() {
    assertThat(
            Stream.of(
                    PortRange.single(Protocol.UDP, 1),
                    PortRange.single(Protocol.TCP, 10_000),
                    new PortRange(Protocol.TCP, 9, 10),
                    PortRange.single(Protocol.TCP, 9))
                .sorted())
        .extracting(PortRange::toString)
        .containsExactly("9/TCP", "9-10/TCP", "10000/TCP", "1/UDP");
  }
}
