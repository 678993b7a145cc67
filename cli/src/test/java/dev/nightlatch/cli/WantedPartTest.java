package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.engine.set.Protocol;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Part;
import dev.nightlatch.manifests.Decoder;
import dev.nightlatch.manifests.Yaml;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class WantedPartTest {
  private static final AccessRule RULE =
      Decoder.rule(
              Yaml.read(
                      """
                      apiVersion: nightlatch.dev/v1alpha1
                      kind: AccessRule
                      metadata: {name: db, namespace: shop}
                      spec:
                        target: {podSelector: {matchLabels: {app: db}}, ports: [{port: 5432}]}
                        sources:
                          - {namespace: support, name: tools}
                          - {namespace: network, name: tools}
                          - {namespace: network, name: jump-hosts}
                        maxDuration: 1h
                      """,
                      "rule.yaml")
                  .trees()
                  .getFirst())
          .value()
          .orElseThrow();

  private static Part part(String... from) {
    WantedPart wanted = new WantedPart();
    wanted.from = List.of(from);
    wanted.check();
    return wanted.of(RULE);
  }

  @Test
  void anAddressIsOnesOwnAndAnythingElseASource() {
    assertThat(part()).isEqualTo(Part.WHOLE);
    assertThat(part("10.20.0.17").from())
        .isEqualTo(new Origin.OneAddress(Address.parse("10.20.0.17").orElseThrow()));
    assertThat(part("jump-hosts", "support/tools", "2001:db8::17"))
        .isEqualTo(
            new Part(
                new Origin.OneAddress(Address.parse("2001:db8::17").orElseThrow()),
                List.of(new ObjectKey("network", "jump-hosts"), new ObjectKey("support", "tools")),
                List.of()));
  }

  @Test
  void aSourceThatTheRuleDoesNotNameIsSaidWithThoseThatItDoes() {
    assertThatThrownBy(() -> part("desks"))
        .isInstanceOf(CommandFailed.class)
        .hasMessageContaining("no source of rule shop/db: network/jump-hosts, network/tools");
    assertThatThrownBy(() -> part("tools")).hasMessageContaining("could be any of");
    assertThatThrownBy(() -> part("10.20.0.17", "10.20.0.18"))
        .hasMessageContaining("two addresses");
  }

  @Test
  void portsAreReadAsKubernetesSaysThem() {
    WantedPart.Port port = new WantedPart.Port();
    assertThat(port.convert("5432")).isEqualTo(PortRange.single(Protocol.TCP, 5432));
    assertThat(port.convert("53/udp")).isEqualTo(PortRange.single(Protocol.UDP, 53));
    assertThat(port.convert("8000-8010/SCTP")).isEqualTo(new PortRange(Protocol.SCTP, 8000, 8010));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "65536", "99999", "9-8", "-5", "5432/ICMP", "postgres", "1-2-3"})
  void whatIsNoPortIsSaid(String text) {
    assertThatThrownBy(() -> new WantedPart.Port().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("is no port; write it like 5432");
  }
}
