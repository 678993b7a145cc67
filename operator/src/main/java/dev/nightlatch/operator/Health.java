package dev.nightlatch.operator;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// How an operator stands: one check for each of its parts.
///
/// It is alive where its loops turn; one that is not is to be started anew. It is ready where also
/// what it needs outside is as it should be: one that is not opens nothing, and closes what is due.
///
/// @param overdueReviews how many grants that broke the glass nobody has reviewed in time, where
///     the
///     grants were counted; they make nothing ill
public record Health(Role role, List<Check> checks, OptionalInt overdueReviews) {
  public Health {
    checks = List.copyOf(checks);
  }

  /// What an operator is among its replicas.
  public enum Role {
    /// There are no others.
    ALONE("alone"),
    /// It does everything.
    LEADER("leader"),
    /// It sweeps, and waits to lead.
    FOLLOWER("follower");

    private final String text;

    Role(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /// One part.
  ///
  /// @param loop whether it is a loop of the process itself
  /// @param since since when it is so
  /// @param why what is wrong; empty where it is well
  public record Check(String name, boolean loop, boolean well, Instant since, String why) {}

  /// How it stands at the instant `now`, by what its parts said last. A part that has said nothing
  /// for longer than its word counts is not well since it ceased to count.
  static Health of(Role role, List<Sign.Seen> signs, OptionalInt overdueReviews, Instant now) {
    return new Health(role, signs.stream().map(seen -> check(seen, now)).toList(), overdueReviews);
  }

  private static Check check(Sign.Seen seen, Instant now) {
    boolean loop = seen.of() == Sign.Of.LOOP;
    Instant silent = seen.at().plus(seen.good());
    if (seen.well() && now.isAfter(silent)) {
      return new Check(
          seen.name(),
          loop,
          false,
          silent,
          "not heard of for " + Duration.between(seen.at(), now).toSeconds() + " s");
    }
    return new Check(seen.name(), loop, seen.well(), seen.since(), seen.why());
  }

  /// Whether the loops turn.
  public boolean isLive() {
    return checks.stream().filter(Check::loop).allMatch(Check::well);
  }

  /// Whether all is well.
  public boolean isReady() {
    return checks.stream().allMatch(Check::well);
  }

  /// The loops alone.
  Health loops() {
    return new Health(role, checks.stream().filter(Check::loop).toList(), OptionalInt.empty());
  }

  /// What is shown of it: `well`, `role`, and of each check `name`, `well`, `since` and, where it
  /// is not well, `why`; and `overdueReviews` where they were counted.
  Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("well", isReady());
    tree.put("role", role.text());
    tree.put("checks", checks.stream().map(Health::tree).toList());
    overdueReviews.ifPresent(count -> tree.put("overdueReviews", count));
    return tree;
  }

  private static Map<String, Object> tree(Check check) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", check.name());
    tree.put("well", check.well());
    tree.put("since", check.since().toString());
    if (!check.well()) {
      tree.put("why", check.why());
    }
    return tree;
  }
}
