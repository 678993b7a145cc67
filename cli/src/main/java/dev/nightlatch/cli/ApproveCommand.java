package dev.nightlatch.cli;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.Approval;
import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.kube.KubeCluster;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `nightlatch approve`
@Command(
    name = "approve",
    header = "Approve a grant: say yes to exactly what it would open.",
    description = {
      "Shows who asks for what, and what would open. Then say it again with --terms and the first"
          + " digits of what was shown: if anything about it has changed meanwhile, nothing is"
          + " approved.",
      "It takes the verb 'approve' on the rule, and nobody approves their own request.",
      ""
    },
    footerHeading = "%nFor instance:%n",
    footer = {
      "  ${ROOT-COMMAND-NAME} approve db-shell-m9tb2",
      "  ${ROOT-COMMAND-NAME} approve db-shell-m9tb2 --terms 3fa9c2d10b77"
    })
final class ApproveCommand implements Callable<Integer> {
  @Mixin WordOnGrant word = new WordOnGrant();

  @Option(
      names = "--terms",
      paramLabel = "HASH",
      defaultValue = "",
      description = "What you approve: the terms that were shown, by 12 of their digits or all.")
  String terms = "";

  @Option(
      names = "--accept",
      paramLabel = "CODE",
      description =
          "A doubt that you accept, by the code that was shown, such as NL-OTHER-LAYERS; may be"
              + " repeated.")
  List<String> accepted = List.of();

  @Mixin FormatOption output = new FormatOption();
  @Mixin ClusterOptions options = new ClusterOptions();

  private final Screen screen;

  ApproveCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    word.check();
    if (!terms.isEmpty() && !terms.matches("[0-9a-f]{" + TermsText.SHORT + ",64}")) {
      throw new CommandFailed(
          Exit.USAGE,
          "--terms wants at least %d of the digits that 'approve' shows, 0-9 and a-f"
              .formatted(TermsText.SHORT));
    }
    try (KubeCluster cluster = options.connect()) {
      return approve(
          Answer.about(cluster, screen, output.format),
          cluster,
          word.name,
          new Yes(terms, accepted, word.reason));
    }
  }

  /// What an approver says.
  ///
  /// @param terms the first digits of the terms; empty where they are to be shown first
  /// @param accepted the codes of the doubts that are accepted
  record Yes(String terms, List<String> accepted, String reason) {}

  /// Shows the terms where none are named, and approves them where they are the named ones.
  static int approve(Answer answer, Cluster cluster, String name, Yes yes) {
    AccessGrant grant = GetCommand.named(cluster, name);
    if (!TermsText.isAwaited(grant)) {
      return nothingToApprove(answer, grant);
    }
    if (yes.terms().isEmpty()) {
      return shown(answer, grant);
    }
    String hash = grant.status().hash();
    if (!hash.startsWith(yes.terms())) {
      throw new CommandFailed(
          Exit.NO,
          ("What %s would open is not what you were shown: its terms are %s by now. Look again with"
                  + " '%s approve %s'.")
              .formatted(name, TermsText.shortHash(hash), answer.screen().program(), name));
    }
    requireDoubts(grant, yes.accepted());
    Identity me = cluster.whoAmI();
    if (me.user().equals(grant.request().requestedBy())) {
      throw new CommandFailed(
          Exit.NO, "You asked for " + name + " yourself: somebody else must approve it.");
    }
    AccessGrant approved =
        cluster
            .approve(grant, new Approval(me, hash, yes.accepted(), yes.reason()))
            .orElseThrow(() -> new CommandFailed(Exit.NO, "Grant " + name + " is gone."));
    answer.grant(approved, () -> said(answer, approved, hash));
    return Exit.DONE;
  }

  /// What nobody doubts is not accepted: it may be a slip of the pen.
  private static void requireDoubts(AccessGrant grant, List<String> accepted) {
    List<String> doubts = grant.status().doubtCodes();
    for (String code : accepted) {
      if (!doubts.contains(code)) {
        throw new CommandFailed(
            Exit.USAGE,
            "--accept %s: %s has %s"
                .formatted(
                    code,
                    grant.name(),
                    doubts.isEmpty()
                        ? "no doubts"
                        : "these doubts alone: " + String.join(", ", doubts)));
      }
    }
  }

  private static int nothingToApprove(Answer answer, AccessGrant grant) {
    answer.grant(
        grant,
        () ->
            answer
                .screen()
                .line(
                    "Nothing to approve: %s is %s%s"
                        .formatted(
                            grant.name(),
                            grant.status().phase().text(),
                            GrantText.reason(grant.status()))));
    boolean isNew = grant.status().terms().isEmpty() && !grant.status().phase().isTerminal();
    if (isNew) {
      answer
          .screen()
          .aside("The operator has not worked out yet what it would open; try again in a moment.");
    }
    return Exit.NO;
  }

  private static int shown(Answer answer, AccessGrant grant) {
    Screen screen = answer.screen();
    answer.grant(
        grant,
        () -> {
          screen.line(
              "%s asks for %s, for incident %s: %s"
                  .formatted(
                      screen.bold(grant.request().requestedBy()),
                      grant.request().rule(),
                      grant.request().incident().toString(),
                      TermsText.inOneLine(grant.request().reason())));
          TermsText.full(screen, grant).forEach(screen::line);
          TermsText.approvals(grant).forEach(line -> screen.line("Approved by " + line));
        });
    screen.aside(
        "Approve it: %s approve %s --terms %s%s"
            .formatted(
                screen.program(),
                grant.name(),
                TermsText.shortHash(grant.status().hash()),
                grant.status().doubtCodes().stream()
                    .map(code -> " --accept " + code)
                    .collect(Collectors.joining())));
    screen.aside("Reject it:  " + screen.program() + " reject " + grant.name());
    return Exit.DONE;
  }

  private static void said(Answer answer, AccessGrant grant, String hash) {
    Screen screen = answer.screen();
    List<String> approvers = grant.approvers(hash);
    int missing =
        grant.status().terms().map(terms -> terms.approvals() - approvers.size()).orElse(0);
    List<String> unaccepted =
        grant.status().doubtCodes().stream()
            .filter(code -> !grant.accepted(hash).contains(code))
            .toList();
    if (missing <= 0 && !unaccepted.isEmpty()) {
      screen.line(
          "%s: %s still waits for somebody who accepts %s."
              .formatted(screen.good("Approved"), grant.name(), String.join(", ", unaccepted)));
      return;
    }
    screen.line(
        missing <= 0
            ? screen.good("Approved") + ": " + grant.name() + " may open."
            : screen.good("Approved")
                + ": "
                + grant.name()
                + " needs "
                + missing
                + (missing == 1 ? " more approval." : " more approvals."));
    screen.aside(answer.look(grant));
  }
}
