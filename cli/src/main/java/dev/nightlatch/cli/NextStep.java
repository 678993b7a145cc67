package dev.nightlatch.cli;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.Permission;
import dev.nightlatch.grants.model.Review;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What somebody can do about a grant now: the words after the program's name, and what they do.
record NextStep(String command, String what) {

  /// The commands to copy, and in a column of a shell's comments what they do.
  static List<String> lines(Screen screen, List<NextStep> steps) {
    int widest = steps.stream().mapToInt(step -> step.command().length()).max().orElse(0);
    return steps.stream()
        .map(
            step ->
                screen.bold(screen.program() + " " + step.command())
                    + " ".repeat(widest - step.command().length())
                    + "   # "
                    + step.what())
        .toList();
  }

  /// The steps of this viewer, the likeliest first. What the viewer may not do is left out; what
  /// nobody could find out is not.
  static List<NextStep> of(AccessGrant grant, Viewer viewer, Instant now) {
    boolean isMine = viewer.is(grant.request().requestedBy());
    boolean mayApprove = !isMine && viewer.rights().approve() != Permission.NOT_HELD;
    String name = grant.name();
    List<NextStep> steps = new ArrayList<>();
    switch (grant.status().phase()) {
      case PENDING -> {
        if (mayApprove && TermsText.isAwaited(grant)) {
          steps.add(new NextStep("approve " + name, "see all of it, and say yes"));
          steps.add(new NextStep("reject " + name, "say no"));
        } else if (TermsText.isAwaited(grant)) {
          steps.add(new NextStep("approve " + name, "to send to whoever may approve"));
        }
      }
      case ACTIVE -> {
        if (mayApprove) {
          steps.add(new NextStep("revoke " + name + " --reason '…'", "shut it now"));
        }
      }
      case APPROVED, SCHEDULED, OPENING -> {
        if (mayApprove) {
          steps.add(new NextStep("revoke " + name + " --reason '…'", "keep it shut"));
        }
      }
      case CLOSING, REJECTED, WITHDRAWN, TIMED_OUT, REFUSED, EXPIRED, CLOSED, REVOKED -> {}
    }
    if (viewer.couldBe(grant.request().requestedBy())) {
      steps.addAll(ofRequester(grant, now));
    }
    boolean isUnreviewed =
        grant.status().reviewBy().isPresent() && grant.voices().review() instanceof Review.None;
    if (mayApprove && isUnreviewed) {
      steps.add(new NextStep("review " + name + " --finding '…'", "say what came of it"));
    }
    return steps;
  }

  private static List<NextStep> ofRequester(AccessGrant grant, Instant now) {
    String name = grant.name();
    NextStep back = new NextStep("close " + name, "take it back");
    return switch (grant.status().phase()) {
      case PENDING, APPROVED, SCHEDULED, OPENING -> List.of(back);
      case ACTIVE ->
          GrantText.isUnseen(grant.status(), now)
              ? List.of()
              : List.of(
                  new NextStep("close " + name, "done before the time is over"),
                  new NextStep("extend " + name + " --reason '…'", "ask for more time"));
      case EXPIRED, TIMED_OUT -> List.of(again(grant));
      case CLOSING, REJECTED, WITHDRAWN, REFUSED, CLOSED, REVOKED -> List.of();
    };
  }

  private static NextStep again(AccessGrant grant) {
    String provider =
        grant.request().incident().isManual()
            ? ""
            : " --provider " + ShellWord.quoted(grant.request().incident().provider());
    return new NextStep(
        "open %s --incident %s%s --reason '…'"
            .formatted(
                grant.request().rule(),
                ShellWord.quoted(grant.request().incident().id()),
                provider),
        "ask again");
  }
}
