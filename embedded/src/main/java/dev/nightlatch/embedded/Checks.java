package dev.nightlatch.embedded;

import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.Cidr;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.port.ClusterException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What the API server checks of a grant beyond what its values check themselves.
///
/// Source: the custom resource definition of AccessGrant.
final class Checks {
  private static final Duration LONGEST = Duration.ofHours(24);
  private static final int LONGEST_LINE = 512;
  private static final int LONGEST_MESSAGE = 4096;

  /// Source: RFC 1123 label.
  private static final Predicate<String> LABEL = matching("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  private static final Predicate<String> UNBROKEN = matching("[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}]+");
  private static final Predicate<String> SAYS_SOMETHING =
      Pattern.compile("[\\p{L}\\p{N}\\p{P}\\p{S}]").asPredicate();
  private static final Predicate<String> MOVES_THE_CURSOR =
      Pattern.compile("[\\p{Cc}\\u061C\\u200B\\u200E\\u200F\\u2028-\\u202E\\u2066-\\u2069\\uFEFF]")
          .asPredicate();

  private static final List<Cidr> NEVER_A_SOURCE =
      Stream.of(
              "0.0.0.0/8",
              "127.0.0.0/8",
              "169.254.0.0/16",
              "224.0.0.0/4",
              "255.255.255.255/32",
              "::/8",
              "fe80::/10",
              "ff00::/8")
          .map(text -> Cidr.parseStrict(text).orElseThrow())
          .toList();

  private Checks() {}

  private static Predicate<String> matching(String expression) {
    return Pattern.compile(expression).asMatchPredicate();
  }

  /// Checks the request of a new grant.
  ///
  /// @throws ClusterException as invalid if it would be refused
  static void check(Request request) {
    ObjectKey rule = request.rule();
    require(LABEL.test(rule.namespace()) && LABEL.test(rule.name()), "no rule's name: " + rule);
    require(
        UNBROKEN.test(request.incident()) && length(request.incident()) <= 128,
        "wanted is an incident's identifier without blanks, of at most 128 characters");
    require(
        isText(request.reason().replace("\n", "").replace("\t", ""))
            && length(request.reason()) <= 1024,
        "wanted is a reason of at most 1024 characters, without control characters");
    require(
        isText(request.requestedBy()) && length(request.requestedBy()) <= 256,
        "wanted is a user name of at most 256 characters, without control characters");
    require(request.duration().compareTo(LONGEST) <= 0, "wanted is a duration of at most 24h");
    switch (request.from()) {
      case Origin.AnySource() -> {}
      case Origin.OneAddress(var address) ->
          require(mayBeASource(address), "never a source: " + address);
    }
  }

  /// Whether it says something, and nothing that could move a terminal's cursor or turn the reading
  /// direction.
  private static boolean isText(String text) {
    return SAYS_SOMETHING.test(text) && !MOVES_THE_CURSOR.test(text);
  }

  private static boolean mayBeASource(Address address) {
    return NEVER_A_SOURCE.stream().noneMatch(block -> block.contains(address));
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /// Checks a status that is to take the place of `before`.
  ///
  /// @throws ClusterException as invalid if it would be refused
  static void check(GrantStatus before, GrantStatus after) {
    require(
        !before.phase().isTerminal() || after.phase() == before.phase(),
        "the grant has ended as " + before.phase().text() + ", which never changes");
    require(length(after.message()) <= LONGEST_MESSAGE, "the status' message is too long");
    require(
        after.connections().size() <= GrantStatus.MOST_CONNECTIONS,
        "the status lists too many connections");
    Optional<String> tooLong =
        after.connections().stream().filter(line -> length(line) > LONGEST_LINE).findFirst();
    require(tooLong.isEmpty(), "a connection in the status is written too long");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new ClusterException(ClusterException.Kind.INVALID, otherwise);
    }
  }
}
