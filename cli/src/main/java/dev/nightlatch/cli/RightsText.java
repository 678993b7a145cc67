package dev.nightlatch.cli;

import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.BreakGlass;
import dev.nightlatch.grants.model.Permission;
import dev.nightlatch.grants.model.RuleRights;
import java.util.ArrayList;
import java.util.List;

/// What somebody may do with a rule, in a table's cell.
final class RightsText {
  private RightsText() {}

  /// `open, break-glass`, `approve`, `-`; what is not known is `?`. Breaking the glass takes the
  /// right to open as well, and a rule that lets it.
  static String of(AccessRule rule, RuleRights rights) {
    List<Permission> known = new ArrayList<>();
    List<String> words = new ArrayList<>();
    add("open", rights.open(), words, known);
    boolean isForGlass =
        rights.open() != Permission.NOT_HELD
            && rule.conditions().breakGlass() instanceof BreakGlass.Allowed;
    if (isForGlass) {
      add("break-glass", rights.breakGlass(), words, known);
    }
    add("approve", rights.approve(), words, known);
    if (known.contains(Permission.UNKNOWN)) {
      words.add("?");
    }
    return words.isEmpty() ? "-" : String.join(", ", words);
  }

  private static void add(
      String word, Permission permission, List<String> words, List<Permission> known) {
    known.add(permission);
    if (permission == Permission.HELD) {
      words.add(word);
    }
  }
}
