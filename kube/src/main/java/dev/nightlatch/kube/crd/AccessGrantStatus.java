package dev.nightlatch.kube.crd;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How an [AccessGrant] went.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AccessGrantStatus(
    @JsonPropertyDescription(
            "Where in its life the grant is. It ends as Rejected, Withdrawn, TimedOut or Refused if"
                + " it never opened, as Expired, Closed or Revoked if it did; an end never"
                + " changes.")
        @Nullable Phase phase,
    @JsonPropertyDescription("What happened last, in one sentence for people.") @Size(max = 4096)
        @Nullable String message,
    @JsonPropertyDescription(
            "Why it was refused or revoked, as a stable code such as NL-SOURCE-NOT-USABLE.")
        @Size(max = 64)
        @Nullable String code,
    @JsonPropertyDescription("The first instant at which the grant may hold anything open.")
        @JsonFormat(shape = JsonFormat.Shape.STRING)
        @Nullable Instant startsAt,
    @JsonPropertyDescription("The first instant at which it is over: where its latches end.")
        @JsonFormat(shape = JsonFormat.Shape.STRING)
        @Nullable Instant expiresAt,
    @JsonPropertyDescription("When everything was seen to be closed again.")
        @JsonFormat(shape = JsonFormat.Shape.STRING)
        @Nullable Instant closedAt,
    @JsonPropertyDescription(
            "What would open, or is open: what approvers approve. Other terms need other"
                + " approvals.")
        @Nullable Terms terms,
    @JsonPropertyDescription(
            "Until when a break-glass grant must have been reviewed (spec.review).")
        @JsonFormat(shape = JsonFormat.Shape.STRING)
        @Nullable Instant reviewBy,
    @JsonPropertyDescription(
            "The Jobs that never run a pod and, at their deadline, take the policies with them. One"
                + " for each namespace concerned.")
        @Size(max = 32)
        List<Latch> latches,
    @JsonPropertyDescription("The temporary NetworkPolicies.") @Size(max = 32)
        List<Policy> policies,
    @JsonPropertyDescription(
            "What was found out about the grant's connections: before anything was opened, while"
                + " it was open, and after it was closed. One each.")
        @Size(max = 3)
        List<Proof> proofs,
    @JsonPropertyDescription(
            "What the opening brings within reach, and what becomes of sessions when it closes, as"
                + " it was last worked out before the opening. It changes as the cluster does, and"
                + " is no part of what is approved.")
        @Nullable Prospect prospect,
    @JsonPropertyDescription(
            "The approvers in whose name the requester could have spoken, as impersonation allows:"
                + " their word is no second person's.")
        @Size(max = 16)
        List<@Size(max = 256) String> notIndependent) {

  public AccessGrantStatus {
    latches = Wire.copy(latches);
    policies = Wire.copy(policies);
    proofs = Wire.copy(proofs);
    notIndependent = Wire.copy(notIndependent);
  }

  /// Where in its life a grant is.
  public enum Phase {
    @JsonProperty("Pending")
    PENDING,
    @JsonProperty("Approved")
    APPROVED,
    @JsonProperty("Scheduled")
    SCHEDULED,
    @JsonProperty("Opening")
    OPENING,
    @JsonProperty("Active")
    ACTIVE,
    @JsonProperty("Closing")
    CLOSING,
    @JsonProperty("Rejected")
    REJECTED,
    @JsonProperty("Withdrawn")
    WITHDRAWN,
    @JsonProperty("TimedOut")
    TIMED_OUT,
    @JsonProperty("Refused")
    REFUSED,
    @JsonProperty("Expired")
    EXPIRED,
    @JsonProperty("Closed")
    CLOSED,
    @JsonProperty("Revoked")
    REVOKED
  }

  /// What is granted. Everybody who may read grants reads it: few connections.
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Terms(
      @JsonPropertyDescription(
              "SHA-256 over all that is approved, 64 hexadecimal digits. An approval names it, and"
                  + " counts for nothing else.")
          @Size(max = 64)
          @Nullable String hash,
      @JsonPropertyDescription("How many people other than the requester must approve.")
          @Nullable Integer approvals,
      @JsonPropertyDescription(
              "Why nobody must approve though the rule wants it: OnCall or BreakGlass. Left out,"
                  + " approvals must.")
          @Size(max = 32)
          @Nullable String exemption,
      @JsonPropertyDescription(
              "Within how long after its opening a break-glass grant must have been reviewed.")
          @Size(max = 16)
          @Nullable String reviewWithin,
      @JsonPropertyDescription(
              "What is not known and might matter. It opens over these only where an approver"
                  + " accepts each by its code, or where it is break-glass. Up to 16.")
          @Size(max = 16)
          List<Doubt> doubts,
      @JsonPropertyDescription("The connections that open, one text each. Up to 50.")
          @Size(max = 50)
          List<@Size(max = 512) String> connections,
      @JsonPropertyDescription(
              "The workloads and pods that can be reached then, one text each. Up to 50.")
          @Size(max = 50)
          List<@Size(max = 512) String> targets,
      @JsonPropertyDescription("The objects that the terms are made from, as they were. Up to 64.")
          @Size(max = 64)
          List<Basis> basis) {

    public Terms {
      doubts = Wire.copy(doubts);
      connections = Wire.copy(connections);
      targets = Wire.copy(targets);
      basis = Wire.copy(basis);
    }
  }

  /// Something that is not known.
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Doubt(
      @JsonPropertyDescription("By which it is accepted, such as NL-OTHER-LAYERS.")
          @Required
          @Size(max = 64)
          String code,
      @JsonPropertyDescription("What is not known, in one sentence for people.")
          @Required
          @Size(max = 512)
          String message) {}

  /// One object that terms are made from.
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Basis(
      @JsonPropertyDescription("AccessBoundary, AccessRule or AccessSource.")
          @Required
          @Size(max = 63)
          String kind,
      @JsonPropertyDescription("The object's namespace; left out for an AccessBoundary.")
          @Size(max = 63)
          @Nullable String namespace,
      @JsonPropertyDescription("The object's name.") @Required @Size(max = 253) String name,
      @JsonPropertyDescription("The object's UID.") @Required @Size(max = 64) String uid,
      @JsonPropertyDescription("The object's generation.") @Required long generation) {}

  /// What was found out at one moment.
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Proof(
      @JsonPropertyDescription("Before, Open or Closed.") @Required @Size(max = 32) String moment,
      @JsonPropertyDescription(
              "How it was found out. `evaluated`: from the policies; no packet was sent.")
          @Required
          @Size(max = 32)
          String method,
      @JsonPropertyDescription("When the cluster was looked at.")
          @Required
          @JsonFormat(shape = JsonFormat.Shape.STRING)
          Instant at,
      @JsonPropertyDescription("Whether it is as the grant wants it at that moment.")
          @Nullable Boolean holds,
      @JsonPropertyDescription("What was found, in one sentence for people.") @Size(max = 32768)
          @Nullable String message,
      @JsonPropertyDescription("The connections, each with what was found of it. Up to 50.")
          @Size(max = 50)
          List<@Size(max = 512) String> connections) {

    public Proof {
      connections = Wire.copy(connections);
    }
  }

  /// One latch as it was seen started.
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Latch(
      @JsonPropertyDescription("The Job's namespace.") @Required @Size(max = 63) String namespace,
      @JsonPropertyDescription("The Job's name.") @Required @Size(max = 253) String name,
      @JsonPropertyDescription("The Job's UID.") @Size(max = 64) @Nullable String uid,
      @JsonPropertyDescription("When the job controller started the Job's clock.")
          @JsonFormat(shape = JsonFormat.Shape.STRING)
          @Nullable Instant startTime,
      @JsonPropertyDescription("When the Job's deadline is over.")
          @JsonFormat(shape = JsonFormat.Shape.STRING)
          @Nullable Instant expiresAt) {}

  /// One temporary policy.
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Policy(
      @JsonPropertyDescription("The NetworkPolicy's namespace.") @Required @Size(max = 63)
          String namespace,
      @JsonPropertyDescription("The NetworkPolicy's name.") @Required @Size(max = 253) String name,
      @JsonPropertyDescription("The NetworkPolicy's UID.") @Size(max = 64) @Nullable String uid) {}

  /// What an approver is told besides the terms.
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Prospect(
      @JsonPropertyDescription("The first step: the pods that open.") @Required Step opened,
      @JsonPropertyDescription(
              "The second step: what these pods reach and the source does not reach by itself.")
          @Required
          Step beyond,
      @JsonPropertyDescription(
              "Whether the opened pods reach addresses outside the cluster that the source does"
                  + " not: Yes, No or Unknown.")
          @Required
          @Size(max = 32)
          String outside,
      @JsonPropertyDescription(
              "The most telling connections of the second step, one text each. Up to 20.")
          @Size(max = 20)
          List<@Size(max = 512) String> connections,
      @JsonPropertyDescription(
              "What becomes of sessions that are established when the grant closes. That it is"
                  + " closed says only that the policies are gone.")
          @Required
          Sessions sessions) {

    public Prospect {
      connections = Wire.copy(connections);
    }
  }

  /// Who is reached in one step, in numbers.
  public record Step(
      @JsonPropertyDescription("How many pods.") @Required int pods,
      @JsonPropertyDescription("Of how many workloads.") @Required int workloads,
      @JsonPropertyDescription("In how many namespaces.") @Required int namespaces,
      @JsonPropertyDescription("By how many connections between workloads, pods and addresses.")
          @Required
          int connections,
      @JsonPropertyDescription(
              "How many more connections there may be: a fact that decides is not known.")
          @Required
          int undetermined) {}

  /// What becomes of established sessions.
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Sessions(
      @JsonPropertyDescription("Survive, Cut, CutLater or Unknown.") @Required @Size(max = 32)
          String outcome,
      @JsonPropertyDescription(
              "The network plugin that decides it and how it is known, or why nobody knows.")
          @Required
          @Size(max = 512)
          String ground,
      @JsonPropertyDescription("After how long at most they are cut, if later, such as 30s.")
          @Size(max = 32)
          @Nullable String within,
      @JsonPropertyDescription("The same in one sentence for people.") @Size(max = 1024)
          @Nullable String message) {}
}
