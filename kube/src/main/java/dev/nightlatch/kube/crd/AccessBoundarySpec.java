package dev.nightlatch.kube.crd;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The limits of an [AccessBoundary]: at least one.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "has(self.maxDuration) || has(self.widestBlock) || has(self.forbiddenNamespaces) ||"
            + " has(self.forbiddenPorts) || has(self.minimumApprovals)",
    message =
        "a boundary limits something: wanted is at least one of maxDuration, widestBlock,"
            + " forbiddenNamespaces, forbiddenPorts, minimumApprovals")
@ValidationRule(
    value = "!has(self.exemptions) || has(self.minimumApprovals)",
    fieldPath = ".exemptions",
    message = "exemptions are from minimumApprovals: without it there is nothing to be exempt from")
public record AccessBoundarySpec(
    @JsonPropertyDescription(
            "Why this boundary is there, for people, as whoever it stops will look it up. Up to"
                + " 1024 characters.")
        @Size(max = 1024)
        @ValidationRule(value = Checks.LINES, message = Checks.LINES_MESSAGE)
        @Nullable String description,
    @JsonPropertyDescription(
            "The longest time that one grant may ask for, from 10s to 24h, such as 30m, 2h or"
                + " 1h30m.")
        @Size(min = 1, max = 16)
        @ValidationRule(
            value = Checks.DURATION,
            message = Checks.DURATION_MESSAGE,
            messageExpression = Checks.DURATION_FOUND)
        @Nullable String maxDuration,
    @JsonPropertyDescription(
            "How wide a block of addresses may be that is opened. It can only narrow: a source's"
                + " blocks are never wider than /24 (IPv4) and /64 (IPv6).")
        @Nullable WidestBlock widestBlock,
    @JsonPropertyDescription(
            "Namespaces in which nothing is opened: neither a target nor a source may stand there."
                + " 1 to 64, by name.")
        @Size(min = 1, max = 64)
        @ValidationRule(
            value = "self.all(n, !format.dns1123Label().validate(n).hasValue())",
            message = "one of these is no namespace name",
            messageExpression =
                "'found \"' + self.filter(n, format.dns1123Label().validate(n).hasValue())[0] +"
                    + " '\"; "
                    + Checks.LABEL_MESSAGE
                    + "'")
        List<@Size(min = 1, max = 63) String> forbiddenNamespaces,
    @JsonPropertyDescription("Ports of which nothing that is opened may include one. 1 to 32.")
        @Size(min = 1, max = 32)
        List<Port> forbiddenPorts,
    @JsonPropertyDescription(
            "A rule that requires fewer approvals than these opens nothing. 1 to 5.")
        @Min(1)
        @Max(5)
        @Nullable Integer minimumApprovals,
    @JsonPropertyDescription(
            "Who may go without the approvals that minimumApprovals wants all the same, where a"
                + " rule says so too: OnCall, a requester who is on call for the incident;"
                + " BreakGlass, whoever breaks the glass. Left out, nobody.")
        @Size(min = 1, max = 2)
        List<Exemption> exemptions) {

  public AccessBoundarySpec {
    forbiddenNamespaces = Wire.copy(forbiddenNamespaces);
    forbiddenPorts = Wire.copy(forbiddenPorts);
    exemptions = Wire.copy(exemptions);
  }

  /// Who may go without approvals.
  public enum Exemption {
    @JsonProperty("OnCall")
    ON_CALL,
    @JsonProperty("BreakGlass")
    BREAK_GLASS
  }

  /// The least prefixes of blocks.
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value = "has(self.ipv4) || has(self.ipv6)",
      message = "wanted is a prefix for at least one of ipv4 and ipv6")
  public record WidestBlock(
      @JsonPropertyDescription(
              "The least prefix of an IPv4 block, 24 to 32: 28 allows /28 and narrower ones. Left"
                  + " out, 24.")
          @Min(24)
          @Max(32)
          @Nullable Integer ipv4,
      @JsonPropertyDescription(
              "The least prefix of an IPv6 block, 64 to 128: 128 allows single addresses alone."
                  + " Left out, 64.")
          @Min(64)
          @Max(128)
          @Nullable Integer ipv6) {}

  /// One port, or any number of them in a row.
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  @ValidationRule(
      value = "!has(self.endPort) || self.endPort > self.port",
      fieldPath = ".endPort",
      message = "endPort must be greater than port: for a single port leave it out")
  public record Port(
      @JsonPropertyDescription("TCP, UDP or SCTP; TCP if left out.") @Default("TCP")
          AccessRuleSpec.Protocol protocol,
      @JsonPropertyDescription("The port number, as the pod listens on it (not a Service's).")
          @Required
          @Min(1)
          @Max(65_535)
          int port,
      @JsonPropertyDescription(
              "The last port of a range that starts at port; for a single port leave it out.")
          @Min(1)
          @Max(65_535)
          @Nullable Integer endPort) {}
}
