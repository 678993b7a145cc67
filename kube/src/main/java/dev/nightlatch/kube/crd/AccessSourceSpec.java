package dev.nightlatch.kube.crd;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who an [AccessSource] is: exactly one of `pods` and `blocks`.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "has(self.pods) != has(self.blocks)",
    message = "a source is either pods or blocks: exactly one of the two is wanted",
    messageExpression =
        "has(self.pods) ? 'a source is either pods or blocks; found both: make two sources' : 'a"
            + " source is either pods or blocks; found neither'")
public record AccessSourceSpec(
    @JsonPropertyDescription("What this source is, for people. Up to 1024 characters.")
        @Size(max = 1024)
        @ValidationRule(value = Checks.LINES, message = Checks.LINES_MESSAGE)
        @Nullable String description,
    @JsonPropertyDescription(
            "Pods of the source's own namespace. Exactly one of pods and blocks is set.")
        @Nullable Pods pods,
    @JsonPropertyDescription(
            "Blocks of addresses outside the cluster's pods. 1 to 16; none may lie inside another."
                + " Exactly one of pods and blocks is set.")
        @Size(min = 1, max = 16)
        @ValidationRule(
            value =
                "self.all(a, self.all(b, a.cidr == b.cidr || !isCIDR(a.cidr) || !isCIDR(b.cidr) ||"
                    + " !cidr(a.cidr).containsCIDR(b.cidr)))",
            message = "one block lies inside another; leave out the narrower or the wider one")
        List<Block> blocks,
    @JsonPropertyDescription(
            "Who may use the source. Without this consent a rule that names the source opens"
                + " nothing.")
        @Required
        UsableFrom usableFrom) {

  public AccessSourceSpec {
    blocks = Wire.copy(blocks);
  }

  /// Pods of the source's own namespace.
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Pods(
      @JsonPropertyDescription(
              "Chooses the pods by their labels. At least one label value must be named.")
          @Required
          PodSelector podSelector) {}

  /// One block of addresses.
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Block(
      @JsonPropertyDescription(
              "The block in its canonical form, such as 10.20.0.0/24 or 2001:db8:1:2::/64; at least"
                  + " /24 (IPv4) or /64 (IPv6). Loopback, link-local, multicast, broadcast,"
                  + " unspecified, mapped and NAT64 addresses are refused.")
          @Required
          @Size(min = 1, max = 43)
          @ValidationRule(
              value = "isCIDR(self)",
              message = "wanted is a block of addresses such as 10.20.0.0/24 or 2001:db8:1:2::/64",
              messageExpression =
                  "'found \"' + self + '\"; wanted is a block of addresses such as 10.20.0.0/24 or"
                      + " 2001:db8:1:2::/64'")
          @ValidationRule(
              value = "!isCIDR(self) || string(cidr(self).masked()) == self",
              message = "the block is not in its canonical form",
              messageExpression =
                  "'found \"' + self + '\"; ' + (cidr(self) == cidr(self).masked() ? 'wanted is the"
                      + " shortest form in lower case, such as 2001:db8:1:2::/64' : 'bits are set"
                      + " after the prefix: wanted is the first address of the block')")
          @ValidationRule(
              value =
                  "!isCIDR(self) || cidr(self).prefixLength() >= (cidr(self).ip().family() == 4 ?"
                      + " 24 : 64)",
              message = "the block is too wide: wanted is at least /24 (IPv4) or /64 (IPv6)",
              messageExpression =
                  "'found \"' + self + '\", which is too wide: wanted is at least /24 (IPv4) or /64"
                      + " (IPv6)'")
          @ValidationRule(
              value =
                  "!isCIDR(self) || (cidr(self).ip().isGlobalUnicast() &&"
                      + " !cidr('0.0.0.0/8').containsCIDR(self) &&"
                      + " !cidr('127.0.0.0/8').containsCIDR(self) &&"
                      + " !cidr(self).containsIP('255.255.255.255') &&"
                      + " !cidr('::/8').containsCIDR(self))",
              message =
                  "loopback, link-local, multicast, broadcast, unspecified, mapped and NAT64"
                      + " addresses are never a source",
              messageExpression =
                  "'found \"' + self + '\"; loopback, link-local, multicast, broadcast,"
                      + " unspecified, mapped and NAT64 addresses are never a source'")
          String cidr,
      @JsonPropertyDescription("What this block is, for people. Up to 256 characters.")
          @Size(max = 256)
          @ValidationRule(value = Checks.ONE_LINE, message = Checks.ONE_LINE_MESSAGE)
          @Nullable String description) {}

  /// The consent of whoever keeps the source.
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record UsableFrom(
      @JsonPropertyDescription("The namespaces whose rules may name this source, by name. 1 to 64.")
          @Required
          @Size(min = 1, max = 64)
          @ValidationRule(
              value = "self.all(n, !format.dns1123Label().validate(n).hasValue())",
              message = "one of these is no namespace name",
              messageExpression =
                  "'found \"' + self.filter(n, format.dns1123Label().validate(n).hasValue())[0] +"
                      + " '\"; "
                      + Checks.LABEL_MESSAGE
                      + "'")
          List<@Size(min = 1, max = 63) String> namespaces) {

    public UsableFrom {
      namespaces = Wire.copy(namespaces);
    }
  }
}
