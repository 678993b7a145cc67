package dev.nightlatch.grants.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What the operator says about a grant: the API's `status`, as a value.
///
/// @param message one sentence for people; empty where there is nothing to say
/// @param code why it was refused, or why it ends; empty otherwise
/// @param startsAt the lease's begin, once the latch was seen started
/// @param expiresAt the lease's end: the first instant that is over
/// @param closedAt when the policies were seen gone
/// @param terms what would open or is open, each list of at most [#MOST_CONNECTIONS] lines; empty
///     while it was not worked out
/// @param latches the latches that were armed, each with its UID
/// @param policies the policies that were put in, each with its UID
/// @param reviewBy until when a break-glass grant must have been reviewed; empty for any other, and
///     while it has not begun
/// @param proofs what was found out before, while it was open, and after; one for each moment
/// @param prospect what it brings within reach, as it was last worked out before the opening; empty
///     while it was not
/// @param notIndependent the approvers in whose name the requester could have spoken, sorted, as of
///     when their approvals were first seen
public record GrantStatus(
    Phase phase,
    String message,
    Optional<Code> code,
    Optional<Instant> startsAt,
    Optional<Instant> expiresAt,
    Optional<Instant> closedAt,
    Optional<GrantTerms> terms,
    List<LatchRef> latches,
    List<PolicyRef> policies,
    Optional<Instant> reviewBy,
    List<Proof> proofs,
    Optional<Prospect> prospect,
    List<String> notIndependent) {

  /// How many connections a status lists: everybody who may read grants reads all of them.
  public static final int MOST_CONNECTIONS = 50;

  /// How many objects a status lists that its terms are made from.
  public static final int MOST_BASIS = 64;

  /// A latch that was armed and seen started.
  public record LatchRef(ObjectKey key, Uid uid, Instant startedAt, Instant expiresAt) {

    /// When the last of several latches started, at least one: the lease's begin.
    public static Instant begin(List<LatchRef> latches) {
      return latches.stream().map(LatchRef::startedAt).max(Instant::compareTo).orElseThrow();
    }

    /// When the first of several latches closes, at least one: the lease's end.
    public static Instant end(List<LatchRef> latches) {
      return latches.stream().map(LatchRef::expiresAt).min(Instant::compareTo).orElseThrow();
    }
  }

  /// A policy that was put in.
  public record PolicyRef(ObjectKey key, Uid uid) {}

  public GrantStatus {
    latches = List.copyOf(latches);
    policies = List.copyOf(policies);
    proofs = proofs.stream().sorted(Comparator.comparing(Proof::moment)).toList();
    notIndependent = notIndependent.stream().distinct().sorted().toList();
  }

  /// Of a grant that nobody has looked at.
  public static final GrantStatus NEW =
      new GrantStatus(
          Phase.PENDING,
          "",
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          List.of(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          List.of());

  /// This status in another phase.
  public GrantStatus in(Phase next, String why, Optional<Code> nextCode) {
    return with(
        draft -> {
          draft.phase = next;
          draft.message = why;
          draft.code = nextCode;
        });
  }

  /// This status with what will be opened.
  public GrantStatus opening(GrantTerms next) {
    return with(draft -> draft.terms = Optional.of(next));
  }

  /// What is opened, a line each.
  public List<String> connections() {
    return terms.map(GrantTerms::connections).orElse(List.of());
  }

  /// The codes of what is not known about the opening, sorted, each once.
  public List<String> doubtCodes() {
    return terms.map(GrantTerms::doubtCodes).orElse(List.of());
  }

  /// The hash of what would open; empty while there is none.
  public String hash() {
    return terms.map(GrantTerms::hash).orElse("");
  }

  /// This status with its lease, which begins when the last latch starts and ends where the first
  /// one ends.
  ///
  /// @param started at least one
  public GrantStatus leased(List<LatchRef> started) {
    return with(
        draft -> {
          draft.startsAt = Optional.of(LatchRef.begin(started));
          draft.expiresAt = Optional.of(LatchRef.end(started));
          draft.latches = started;
        });
  }

  /// This status with the policies that were put in.
  public GrantStatus holding(List<PolicyRef> refs) {
    return with(draft -> draft.policies = refs);
  }

  /// This status with the instant by which it must have been reviewed; the first one counts.
  public GrantStatus reviewedBy(Instant at) {
    return reviewBy.isPresent() ? this : with(draft -> draft.reviewBy = Optional.of(at));
  }

  /// This status with what was found out; what was found out at that moment before is gone.
  public GrantStatus proving(Optional<Proof> proof) {
    if (proof.isEmpty()) {
      return this;
    }
    List<Proof> all = new ArrayList<>(List.of(proof.get()));
    proofs.stream().filter(each -> each.moment() != proof.get().moment()).forEach(all::add);
    return with(draft -> draft.proofs = all);
  }

  /// This status with what the opening would bring within reach; where that was not worked out,
  /// what was known stays.
  public GrantStatus foreseeing(Optional<Prospect> next) {
    return with(draft -> draft.prospect = next.or(() -> prospect));
  }

  /// What was found out at this moment.
  public Optional<Proof> proof(Proof.Moment moment) {
    return proofs.stream().filter(each -> each.moment() == moment).findFirst();
  }

  /// This status with the instant at which the policies were seen gone; the first one counts.
  public GrantStatus shutAt(Instant at) {
    return closedAt.isPresent() ? this : with(draft -> draft.closedAt = Optional.of(at));
  }

  /// This status with the approvers in whose name the requester could have spoken.
  public GrantStatus notIndependent(List<String> users) {
    return with(draft -> draft.notIndependent = users);
  }

  private GrantStatus with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.made();
  }

  /// A status that is being changed.
  private static final class Draft {
    private Phase phase;
    private String message;
    private Optional<Code> code;
    private Optional<Instant> startsAt;
    private Optional<Instant> expiresAt;
    private Optional<Instant> closedAt;
    private Optional<GrantTerms> terms;
    private List<LatchRef> latches;
    private List<PolicyRef> policies;
    private Optional<Instant> reviewBy;
    private List<Proof> proofs;
    private Optional<Prospect> prospect;
    private List<String> notIndependent;

    Draft(GrantStatus status) {
      phase = status.phase;
      message = status.message;
      code = status.code;
      startsAt = status.startsAt;
      expiresAt = status.expiresAt;
      closedAt = status.closedAt;
      terms = status.terms;
      latches = status.latches;
      policies = status.policies;
      reviewBy = status.reviewBy;
      proofs = status.proofs;
      prospect = status.prospect;
      notIndependent = status.notIndependent;
    }

    GrantStatus made() {
      return new GrantStatus(
          phase,
          message,
          code,
          startsAt,
          expiresAt,
          closedAt,
          terms,
          latches,
          policies,
          reviewBy,
          proofs,
          prospect,
          notIndependent);
    }
  }
}
