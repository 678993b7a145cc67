package dev.nightlatch.operator;

import java.time.Duration;

/// How long at most a path may stand outside what was granted, and why: what is published.
///
/// It does so from its lease's end on, which is its latch's deadline; from the moment at which its
/// ground has gone: the grant or its rule, a source's consent, or by the word of somebody who
/// revoked it; and while its policies are not as they were made. The pace of a cluster's own
/// controllers comes on top; in memory they need some hundredths of a second.
enum Bound {
  /// Whatever has become of Nightlatch, the cluster's own controllers shut the path at its latch's
  /// deadline.
  BY_THE_LATCH(Duration.ofSeconds(1)),

  /// With the cluster's controllers dead, the operator shuts the path at its lease's end.
  BY_THE_OPERATOR(Duration.ofSeconds(1)),

  /// With the cluster's controllers dead, and the operator dead too or unable to read its record,
  /// the sweeper of any replica shuts the path. It looks each second, in a cluster so large that a
  /// look takes longer than a twentieth of that less often, and each half minute at the least.
  BY_THE_SWEEPER(Duration.ofSeconds(2)),

  /// Where nobody could reach the API server when the path was to be shut, it is shut as soon as
  /// anybody can again: the operator finds its watch anew within a second or two.
  AT_THE_RETURN(Duration.ofSeconds(3)),

  /// Whoever revokes a grant or deletes it, deletes its rule or withdraws a source's consent shuts
  /// the path, and whoever alters one of its policies has it shut or put right: the watch tells the
  /// operator at once.
  AT_A_WORD(Duration.ofSeconds(1)),

  /// Where its watch is broken unnoticed, the operator learns of such a word at its next pass: it
  /// makes one over what is open each ten seconds.
  AT_THE_NEXT_PASS(Duration.ofSeconds(11)),

  /// Where its passes fail, with longer and longer pauses between them, the operator tries again at
  /// the latest when it looks at all grants, twice a minute.
  AT_THE_NEXT_LOOK(Duration.ofSeconds(31));

  private final Duration time;

  Bound(Duration time) {
    this.time = time;
  }

  /// Counted from the lease's end, or from the return of the first hand that can shut.
  Duration time() {
    return time;
  }
}
