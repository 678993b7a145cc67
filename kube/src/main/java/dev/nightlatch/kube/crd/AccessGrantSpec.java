package dev.nightlatch.kube.crd;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/// What an [AccessGrant] asks for.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "!has(oldSelf.revocation) || (has(self.revocation) && self.revocation =="
            + " oldSelf.revocation)",
    fieldPath = ".revocation",
    message = "a revocation is set once; it is never changed nor taken back")
public record AccessGrantSpec(
    @JsonPropertyDescription("What is asked for. Never changes after creation.")
        @Required
        @ValidationRule(
            value = "self == oldSelf",
            message = "a request never changes once it is made; ask anew with another grant")
        Request request,
    @JsonPropertyDescription(
            "Closes the grant early, or withdraws it before it opened. Set once: it is never"
                + " changed nor taken back.")
        @Nullable Revocation revocation) {

  /// What is asked for, by whom and why.
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Request(
      @JsonPropertyDescription("The AccessRule to be opened.") @Required Rule rule,
      @JsonPropertyDescription("The incident for which it is opened.") @Required Incident incident,
      @JsonPropertyDescription(
              "Why it is needed, for people: approvers and auditors. 1 to 1024 characters.")
          @Required
          @Size(min = 1, max = 1024)
          @ValidationRule(value = Checks.SAYS_SOMETHING, message = Checks.SAYS_SOMETHING_MESSAGE)
          @ValidationRule(value = Checks.LINES, message = Checks.LINES_MESSAGE)
          String reason,
      @JsonPropertyDescription(
              "How long to hold it open, from 10s to 24h and no longer than the rule's maxDuration,"
                  + " such as 30m, 2h or 1h30m.")
          @Required
          @Size(min = 1, max = 16)
          @ValidationRule(
              value = Checks.DURATION,
              message = Checks.DURATION_MESSAGE,
              messageExpression = Checks.DURATION_FOUND)
          String duration,
      @JsonPropertyDescription(
              "The requester's own address, such as 10.20.0.17, in its canonical form. Wanted where"
                  + " a source of the rule has pinAddress; then only this address is opened.")
          @Size(min = 1, max = 39)
          @ValidationRule(
              value = "isIP(self)",
              message = "wanted is one address, such as 10.20.0.17 or 2001:db8:1:2::17",
              messageExpression =
                  "'found \"' + self + '\"; wanted is one address, such as 10.20.0.17 or"
                      + " 2001:db8:1:2::17'")
          @ValidationRule(
              value = "!isIP(self) || ip.isCanonical(self)",
              message = "the address is not in its canonical form",
              messageExpression =
                  "'found \"' + self + '\"; wanted is the shortest form in lower case, such as"
                      + " 2001:db8:1:2::17'")
          @ValidationRule(
              value =
                  "!isIP(self) || (ip(self).isGlobalUnicast() &&"
                      + " !cidr('0.0.0.0/8').containsIP(self) && self != '255.255.255.255' &&"
                      + " !cidr('::/8').containsIP(self))",
              message =
                  "loopback, link-local, multicast, broadcast, unspecified, mapped and NAT64"
                      + " addresses are never a source",
              messageExpression =
                  "'found \"' + self + '\"; loopback, link-local, multicast, broadcast,"
                      + " unspecified, mapped and NAT64 addresses are never a source'")
          @Nullable String from,
      @JsonPropertyDescription(
              "The user name of whoever asks, as their client wrote it; not enforced yet.")
          @Required
          @Size(min = 1, max = 256)
          @ValidationRule(value = Checks.SAYS_SOMETHING, message = Checks.SAYS_SOMETHING_MESSAGE)
          @ValidationRule(value = Checks.ONE_LINE, message = Checks.ONE_LINE_MESSAGE)
          String requestedBy) {}

  /// An [AccessRule], by name.
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Rule(
      @JsonPropertyDescription("The namespace of the AccessRule.")
          @Required
          @Size(min = 1, max = 63)
          @ValidationRule(
              value = Checks.LABEL,
              message = Checks.LABEL_MESSAGE,
              messageExpression = Checks.LABEL_FOUND)
          String namespace,
      @JsonPropertyDescription("The name of the AccessRule.")
          @Required
          @Size(min = 1, max = 63)
          @ValidationRule(
              value = Checks.LABEL,
              message = Checks.LABEL_MESSAGE,
              messageExpression = Checks.LABEL_FOUND)
          String name) {}

  /// The incident that a grant is tied to.
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Incident(
      @JsonPropertyDescription(
              "The incident's identifier where incidents are kept, such as INC-4711. 1 to 128"
                  + " characters, without blanks.")
          @Required
          @Size(min = 1, max = 128)
          @ValidationRule(
              value = "self.matches(r'^[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}]+$')",
              message =
                  "wanted is an incident's identifier such as INC-4711, without blanks, control"
                      + " characters or invisible ones")
          String id) {}

  /// The wish to close early.
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Revocation(
      @JsonPropertyDescription(
              "The user name of whoever closes, as their client wrote it; not enforced yet.")
          @Required
          @Size(min = 1, max = 256)
          @ValidationRule(value = Checks.SAYS_SOMETHING, message = Checks.SAYS_SOMETHING_MESSAGE)
          @ValidationRule(value = Checks.ONE_LINE, message = Checks.ONE_LINE_MESSAGE)
          String by,
      @JsonPropertyDescription("Why it is closed, for people; optional. 1 to 1024 characters.")
          @Size(min = 1, max = 1024)
          @ValidationRule(value = Checks.SAYS_SOMETHING, message = Checks.SAYS_SOMETHING_MESSAGE)
          @ValidationRule(value = Checks.LINES, message = Checks.LINES_MESSAGE)
          @Nullable String reason) {}
}
