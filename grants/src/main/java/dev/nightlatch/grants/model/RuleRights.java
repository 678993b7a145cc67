package dev.nightlatch.grants.model;

import java.util.function.Function;

/// What somebody may do with one rule.
public record RuleRights(Permission open, Permission breakGlass, Permission approve) {

  /// All of it.
  public static final RuleRights ALL = of(_ -> Permission.HELD);

  /// Of which nothing is known.
  public static final RuleRights UNKNOWN = of(_ -> Permission.UNKNOWN);

  /// What is found for each verb.
  public static RuleRights of(Function<RuleVerb, Permission> found) {
    return new RuleRights(
        found.apply(RuleVerb.OPEN),
        found.apply(RuleVerb.BREAK_GLASS),
        found.apply(RuleVerb.APPROVE));
  }
}
