package dev.nightlatch.kube.crd;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an [AccessGrant] asks for.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "!has(oldSelf.revocation) || (has(self.revocation) && self.revocation =="
            + " oldSelf.revocation)",
    fieldPath = ".revocation",
    message = "a revocation is set once; it is never changed nor taken back")
@ValidationRule(
    value =
        "!has(oldSelf.rejection) || (has(self.rejection) && self.rejection == oldSelf.rejection)",
    fieldPath = ".rejection",
    message = "a rejection is set once; it is never changed nor taken back")
@ValidationRule(
    value =
        "!has(oldSelf.approvals) || (has(self.approvals) && oldSelf.approvals.all(old,"
            + " self.approvals.exists(new, new == old)))",
    fieldPath = ".approvals",
    message = "approvals are only added; none is ever changed nor taken back")
@ValidationRule(
    value = "!has(oldSelf.review) || (has(self.review) && self.review == oldSelf.review)",
    fieldPath = ".review",
    message = "a review is set once; it is never changed nor taken back")
public record AccessGrantSpec(
    @JsonPropertyDescription("What is asked for. Never changes after creation.")
        @Required
        @ValidationRule(
            value = "self == oldSelf",
            message = "a request never changes once it is made; ask anew with another grant")
        Request request,
    @JsonPropertyDescription(
            "Who has approved, and on which terms. Only added to: an approval is never changed nor"
                + " taken back; who changes their mind rejects or revokes. Up to 32.")
        @Size(max = 32)
        List<Approval> approvals,
    @JsonPropertyDescription(
            "Turns the grant down before it has opened, or closes it. Set once, by somebody who may"
                + " approve: it is never changed nor taken back.")
        @Nullable Rejection rejection,
    @JsonPropertyDescription(
            "Closes the grant early, or withdraws it before it opened. Set once: it is never"
                + " changed nor taken back.")
        @Nullable Revocation revocation,
    @JsonPropertyDescription(
            "What came of looking at a break-glass grant afterwards. Set once, by somebody who may"
                + " approve and has not asked for it: it is never changed nor taken back.")
        @Nullable Review review) {

  public AccessGrantSpec {
    approvals = Wire.copy(approvals);
  }

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
              "Only these of the rule's sources. Left out, each of them. Not together with from.")
          @Size(min = 1, max = 16)
          List<Source> sources,
      @JsonPropertyDescription(
              "Only these ports, each within one of the rule's. Left out, each of them.")
          @Size(min = 1, max = 16)
          List<AccessRuleSpec.Port> ports,
      @JsonPropertyDescription(
              "Not before this instant, at most seven days ahead, in UTC such as"
                  + " 2026-03-01T02:30:00Z. Left out, as soon as it is approved.")
          @Size(min = 20, max = 20)
          @ValidationRule(
              value = Checks.INSTANT,
              message = Checks.INSTANT_MESSAGE,
              messageExpression = Checks.INSTANT_FOUND)
          @Nullable String startsAt,
      @JsonPropertyDescription(
              "If true, it opens without approval, where the rule has breakGlass and whoever asks"
                  + " has the verb break-glass on it. Everybody is told, and it must be reviewed.")
          @Nullable Boolean breakGlass,
      @JsonPropertyDescription(
              "The open grant, of the same rule and requester, that this one goes on from: both"
                  + " together last no longer than the rule's maxDuration.")
          @JsonProperty("extends")
          @Nullable Extended extended,
      @JsonPropertyDescription(
              "The user name of whoever asks, as the API server knows it; it refuses another one.")
          @Required
          @Size(min = 1, max = 256)
          @ValidationRule(value = Checks.SAYS_SOMETHING, message = Checks.SAYS_SOMETHING_MESSAGE)
          @ValidationRule(value = Checks.ONE_LINE, message = Checks.ONE_LINE_MESSAGE)
          String requestedBy,
      @JsonPropertyDescription(
              "The groups of whoever asks, as the API server knows them; it refuses others.")
          @Size(max = 128)
          List<@Size(min = 1, max = 256) String> groups) {

    public Request {
      sources = Wire.copy(sources);
      ports = Wire.copy(ports);
      groups = Wire.copy(groups);
    }
  }

  /// An [AccessSource] of the rule, by name.
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Source(
      @JsonPropertyDescription("The namespace of the AccessSource.")
          @Required
          @Size(min = 1, max = 63)
          @ValidationRule(
              value = Checks.LABEL,
              message = Checks.LABEL_MESSAGE,
              messageExpression = Checks.LABEL_FOUND)
          String namespace,
      @JsonPropertyDescription("The name of the AccessSource.")
          @Required
          @Size(min = 1, max = 63)
          @ValidationRule(
              value = Checks.LABEL,
              message = Checks.LABEL_MESSAGE,
              messageExpression = Checks.LABEL_FOUND)
          String name) {}

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
              "The IncidentProvider that keeps it, by name. Left out, or manual: nobody but the"
                  + " requester vouches for it.")
          @Size(min = 1, max = 63)
          @ValidationRule(
              value = Checks.LABEL,
              message = Checks.LABEL_MESSAGE,
              messageExpression = Checks.LABEL_FOUND)
          @Nullable String provider,
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

  /// One person's yes to the terms that were shown.
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Approval(
      @JsonPropertyDescription(
              "The user name of whoever approves, as the API server knows it; it refuses another one.")
          @Required
          @Size(min = 1, max = 256)
          @ValidationRule(value = Checks.SAYS_SOMETHING, message = Checks.SAYS_SOMETHING_MESSAGE)
          @ValidationRule(value = Checks.ONE_LINE, message = Checks.ONE_LINE_MESSAGE)
          String by,
      @JsonPropertyDescription(
              "The groups of whoever approves, as the API server knows them; it refuses others.")
          @Size(max = 128)
          List<@Size(min = 1, max = 256) String> groups,
      @JsonPropertyDescription(
              "The hash of the terms that are approved, as status.terms.hash has it: 64 hexadecimal"
                  + " digits. An approval of other terms counts for nothing.")
          @Required
          @Size(min = 64, max = 64)
          @ValidationRule(
              value = "self.matches('^[0-9a-f]{64}$')",
              message = "wanted are the 64 hexadecimal digits of status.terms.hash")
          String terms,
      @JsonPropertyDescription(
              "What is not known and is accepted all the same: codes of status.terms.doubts, such as"
                  + " NL-OTHER-LAYERS. Up to 16.")
          @Size(max = 16)
          @ValidationRule(
              value = "self.all(c, c.matches('^NL-[A-Z-]{1,60}$'))",
              message = "wanted are codes of status.terms.doubts, such as NL-OTHER-LAYERS")
          List<@Size(min = 1, max = 64) String> accepts,
      @JsonPropertyDescription("Why, for people; optional. 1 to 1024 characters.")
          @Size(min = 1, max = 1024)
          @ValidationRule(value = Checks.SAYS_SOMETHING, message = Checks.SAYS_SOMETHING_MESSAGE)
          @ValidationRule(value = Checks.LINES, message = Checks.LINES_MESSAGE)
          @Nullable String reason) {

    public Approval {
      groups = Wire.copy(groups);
      accepts = Wire.copy(accepts);
    }
  }

  /// The grant that another one goes on from.
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Extended(
      @JsonPropertyDescription("The name of the AccessGrant.") @Required @Size(min = 1, max = 253)
          String name,
      @JsonPropertyDescription("The UID of the AccessGrant: a name can come again.")
          @Required
          @Size(min = 1, max = 64)
          String uid) {}

  /// What came of a review.
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Review(
      @JsonPropertyDescription(
              "The user name of whoever reviews, as the API server knows it; it refuses another one.")
          @Required
          @Size(min = 1, max = 256)
          @ValidationRule(value = Checks.SAYS_SOMETHING, message = Checks.SAYS_SOMETHING_MESSAGE)
          @ValidationRule(value = Checks.ONE_LINE, message = Checks.ONE_LINE_MESSAGE)
          String by,
      @JsonPropertyDescription(
              "The groups of whoever reviews, as the API server knows them; it refuses others.")
          @Size(max = 128)
          List<@Size(min = 1, max = 256) String> groups,
      @JsonPropertyDescription("What was found, for people. 1 to 1024 characters.")
          @Required
          @Size(min = 1, max = 1024)
          @ValidationRule(value = Checks.SAYS_SOMETHING, message = Checks.SAYS_SOMETHING_MESSAGE)
          @ValidationRule(value = Checks.LINES, message = Checks.LINES_MESSAGE)
          String finding) {

    public Review {
      groups = Wire.copy(groups);
    }
  }

  /// An approver's no.
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Rejection(
      @JsonPropertyDescription(
              "The user name of whoever rejects, as the API server knows it; it refuses another one.")
          @Required
          @Size(min = 1, max = 256)
          @ValidationRule(value = Checks.SAYS_SOMETHING, message = Checks.SAYS_SOMETHING_MESSAGE)
          @ValidationRule(value = Checks.ONE_LINE, message = Checks.ONE_LINE_MESSAGE)
          String by,
      @JsonPropertyDescription(
              "The groups of whoever rejects, as the API server knows them; it refuses others.")
          @Size(max = 128)
          List<@Size(min = 1, max = 256) String> groups,
      @JsonPropertyDescription("Why, for people; optional. 1 to 1024 characters.")
          @Size(min = 1, max = 1024)
          @ValidationRule(value = Checks.SAYS_SOMETHING, message = Checks.SAYS_SOMETHING_MESSAGE)
          @ValidationRule(value = Checks.LINES, message = Checks.LINES_MESSAGE)
          @Nullable String reason) {

    public Rejection {
      groups = Wire.copy(groups);
    }
  }

  /// The wish to close early.
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Revocation(
      @JsonPropertyDescription(
              "The user name of whoever closes, as the API server knows it; it refuses another one.")
          @Required
          @Size(min = 1, max = 256)
          @ValidationRule(value = Checks.SAYS_SOMETHING, message = Checks.SAYS_SOMETHING_MESSAGE)
          @ValidationRule(value = Checks.ONE_LINE, message = Checks.ONE_LINE_MESSAGE)
          String by,
      @JsonPropertyDescription(
              "The groups of whoever closes, as the API server knows them; it refuses others.")
          @Size(max = 128)
          List<@Size(min = 1, max = 256) String> groups,
      @JsonPropertyDescription("Why it is closed, for people; optional. 1 to 1024 characters.")
          @Size(min = 1, max = 1024)
          @ValidationRule(value = Checks.SAYS_SOMETHING, message = Checks.SAYS_SOMETHING_MESSAGE)
          @ValidationRule(value = Checks.LINES, message = Checks.LINES_MESSAGE)
          @Nullable String reason) {

    public Revocation {
      groups = Wire.copy(groups);
    }
  }
}
