package dev.nightlatch.grants.life;

import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Ending;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.GrantStatus.LatchRef;
import dev.nightlatch.grants.model.GrantStatus.PolicyRef;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.plan.Plan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a grant's status says after each step that notes something.
public final class Notes {
  /// The longest line that the API takes for a connection is some bytes longer.
  private static final int LONGEST = 500;

  private Notes() {}

  /// The sentence of a grant that awaits approvals.
  static String waiting(int approvals) {
    return approvals == 1 ? "Waits for 1 approval." : "Waits for " + approvals + " approvals.";
  }

  public static GrantStatus waiting(GrantStatus status, int approvals) {
    return status.in(Phase.PENDING, waiting(approvals), Optional.empty());
  }

  public static GrantStatus approved(GrantStatus status, Plan.Opens opens) {
    String message = opens.podsNow() == 0 ? "No pod of the target is there now." : "";
    return status.in(Phase.APPROVED, message, Optional.empty()).opening(shown(opens.terms()));
  }

  /// At most as many lines as a status lists, none longer than it takes; the last one says how many
  /// are left out.
  static List<String> shown(List<String> whole) {
    List<String> terms =
        whole.stream()
            .map(line -> line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…")
            .toList();
    if (terms.size() <= GrantStatus.MOST_CONNECTIONS) {
      return terms;
    }
    int room = GrantStatus.MOST_CONNECTIONS - 1;
    List<String> lines = new ArrayList<>(terms.subList(0, room));
    lines.add("and " + (terms.size() - room) + " more");
    return lines;
  }

  public static GrantStatus leased(GrantStatus status, LatchRef latch) {
    return status.in(Phase.OPENING, status.message(), Optional.empty()).leased(latch);
  }

  public static GrantStatus active(GrantStatus status, Plan.Opens opens, List<PolicyRef> policies) {
    return status
        .in(Phase.ACTIVE, "", Optional.empty())
        .opening(shown(opens.terms()))
        .holding(policies);
  }

  /// The path is shut; the rest is still to be done.
  ///
  /// @param shutAt when the policies were seen gone
  public static GrantStatus closing(GrantStatus status, Ending ending, Instant shutAt) {
    return told(status, Phase.CLOSING, ending).shutAt(shutAt);
  }

  public static GrantStatus ended(GrantStatus status, Ending ending) {
    Code code = ending.code();
    return told(
        status,
        status.startsAt().isPresent() ? code.endAfterLease() : code.endBeforeLease(),
        ending);
  }

  private static GrantStatus told(GrantStatus status, Phase phase, Ending ending) {
    return status.in(phase, ending.sentence(), Optional.of(ending.code()));
  }
}
