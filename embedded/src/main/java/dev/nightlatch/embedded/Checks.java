package dev.nightlatch.embedded;

import static java.time.temporal.ChronoUnit.SECONDS;

import dev.nightlatch.grants.model.Approval;
import dev.nightlatch.grants.model.DnsNames;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.Review;
import dev.nightlatch.grants.model.SpecialAddresses;
import dev.nightlatch.grants.model.Wording;
import dev.nightlatch.grants.port.ClusterException;
import java.util.Optional;

/// What the API server checks of a grant beyond what its values check themselves.
///
/// Source: the custom resource definition of AccessGrant.
final class Checks {
  private static final int LONGEST_LINE = 512;
  private static final int LONGEST_MESSAGE = 4096;
  private static final int MOST_PARTS = 16;

  private Checks() {}

  /// Checks the request of a new grant.
  ///
  /// @throws ClusterException as invalid if it would be refused
  static void check(Request request) {
    ObjectKey rule = request.rule();
    require(
        DnsNames.isLabel(rule.namespace()) && DnsNames.isLabel(rule.name()),
        "no rule's name: " + rule);
    require(
        Wording.isUnbroken(request.incident().id())
            && Wording.length(request.incident().id()) <= Wording.LONGEST_INCIDENT,
        "wanted is an incident's identifier without blanks, of at most 128 characters");
    require(
        Wording.saysSomething(request.reason())
            && Wording.isLines(request.reason())
            && Wording.length(request.reason()) <= Wording.LONGEST_REASON,
        "wanted is a reason of at most 1024 characters, without control characters");
    require(
        DnsNames.isLabel(request.incident().provider()),
        "no provider's name: " + request.incident().provider());
    check(request.requester());
    require(
        request.part().sources().size() <= MOST_PARTS
            && request.part().ports().size() <= MOST_PARTS,
        "wanted are at most 16 sources and 16 ports");
    require(
        request.startsAt().filter(at -> !at.equals(at.truncatedTo(SECONDS))).isEmpty(),
        "wanted is a start in whole seconds");
    require(
        request.duration().compareTo(Request.LONGEST) <= 0, "wanted is a duration of at most 24h");
    switch (request.from()) {
      case Origin.AnySource() -> {}
      case Origin.OneAddress(var address) ->
          require(!SpecialAddresses.contains(address), "never a source: " + address);
    }
  }

  /// Checks an approval that is to be added.
  ///
  /// @throws ClusterException as invalid if it would be refused
  static void check(Approval approval) {
    check(approval.by(), approval.reason());
    require(approval.terms().matches("[0-9a-f]{64}"), "wanted are 64 hexadecimal digits");
    require(
        approval.accepts().size() <= MOST_PARTS
            && approval.accepts().stream().allMatch(code -> code.matches("NL-[A-Z-]{1,60}")),
        "wanted are at most 16 codes of status.terms.doubts, such as NL-OTHER-LAYERS");
  }

  /// Checks a review that is to be set.
  ///
  /// @throws ClusterException as invalid if it would be refused
  static void check(Review.By review) {
    check(review.who(), review.finding());
    require(Wording.saysSomething(review.finding()), "wanted is what was found");
  }

  /// Checks what somebody says, and who.
  ///
  /// @throws ClusterException as invalid if it would be refused
  static void check(Identity who, String reason) {
    check(who);
    require(
        Wording.isLines(reason) && Wording.length(reason) <= Wording.LONGEST_REASON,
        "wanted is a reason of at most 1024 characters, without control characters");
  }

  private static void check(Identity who) {
    require(
        Wording.saysSomething(who.user())
            && Wording.isOneLine(who.user())
            && Wording.length(who.user()) <= Wording.LONGEST_USER,
        "wanted is a user name of at most 256 characters, without control characters");
    require(who.groups().size() <= Wording.MOST_GROUPS, "wanted are at most 128 groups");
  }

  /// Checks a status that is to take the place of `before`.
  ///
  /// @throws ClusterException as invalid if it would be refused
  static void check(GrantStatus before, GrantStatus after) {
    require(
        !before.phase().isTerminal() || after.phase() == before.phase(),
        "the grant has ended as " + before.phase().text() + ", which never changes");
    require(Wording.length(after.message()) <= LONGEST_MESSAGE, "the status' message is too long");
    require(
        after.connections().size() <= GrantStatus.MOST_CONNECTIONS,
        "the status lists too many connections");
    Optional<String> tooLong =
        after.connections().stream()
            .filter(line -> Wording.length(line) > LONGEST_LINE)
            .findFirst();
    require(tooLong.isEmpty(), "a connection in the status is written too long");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new ClusterException(ClusterException.Kind.INVALID, otherwise);
    }
  }
}
