package dev.nightlatch.cli;

import dev.nightlatch.grants.model.AccessGrant;
import java.util.List;

/// What is shown while a grant waits for approvals: once for each state of it that is worth a look.
final class Awaiting {
  private final Screen screen;
  private String shown = "";

  Awaiting(Screen screen) {
    this.screen = screen;
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
    hints(screen, grant).forEach(screen::aside);
    shown = state;
  }

  /// What to send to whoever may approve, and how to see how it goes.
  static List<String> hints(Screen screen, AccessGrant grant) {
    return List.of(
        "Whoever has the verb 'approve' on AccessRule %s may approve it, but not you. Send them:"
            .formatted(grant.request().rule()),
        "  " + screen.program() + " approve " + grant.name(),
        "See how it goes: " + screen.program() + " get " + grant.name());
  }
}
