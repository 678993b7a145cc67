package dev.nightlatch.cli;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.Approvers;
import dev.nightlatch.grants.port.Cluster;
import java.util.List;

/// What is shown while a grant waits for approvals: once for each state of it that is worth a look.
final class Awaiting {
  private final Answer answer;
  private final Screen screen;
  private final Cluster cluster;
  private String shown = "";

  Awaiting(Answer answer, Cluster cluster) {
    this.answer = answer;
    this.screen = answer.screen();
    this.cluster = cluster;
  }

  /// Shows it, unless it was shown just so.
  void show(AccessGrant grant) {
    if (!TermsText.isAwaited(grant)) {
      return;
    }
    String hash = grant.status().hash();
    String state = hash + grant.status().message();
    if (state.equals(shown)) {
      return;
    }
    if (!shown.startsWith(hash)) {
      if (!shown.isEmpty()) {
        screen.line(screen.bad("What would open has changed; earlier approvals do not count."));
      }
      TermsText.full(screen, grant).forEach(screen::line);
    }
    screen.line(screen.bold("Waits") + grant.status().message().replaceFirst("^Waits", ""));
    hints(answer, grant, ApproversText.of(cluster, grant)).forEach(screen::aside);
    shown = state;
  }

  /// What to send to whoever may approve, and how to see how it goes.
  static List<String> hints(Answer answer, AccessGrant grant, Approvers approvers) {
    return List.of(
        ApproversText.sentence(grant, approvers) + " Send them:",
        "  " + answer.screen().program() + " approve " + grant.name(),
        answer.look(grant));
  }
}
