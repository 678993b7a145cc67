package dev.nightlatch.grants.plan;

import dev.nightlatch.grants.model.Doubt;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.GrantTerms;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Lists as a status shows them.
public final class Shown {
  /// The longest line that the API takes for a connection is some bytes longer.
  private static final int LONGEST = 500;

  private static final int LONGEST_SENTENCE = 4000;

  private Shown() {}

  /// Terms as a status shows them: their hash is over all of them.
  public static GrantTerms terms(GrantTerms whole) {
    return new GrantTerms(
        whole.hash(),
        whole.approvals(),
        whole.exemption(),
        whole.doubts().stream()
            .map(doubt -> new Doubt(doubt.code(), cut(doubt.sentence())))
            .toList(),
        most(whole.connections()),
        most(whole.targets()),
        basis(whole.basis()));
  }

  /// Boundaries are left out where there are more than a status lists, the last ones by name.
  private static List<GrantTerms.Basis> basis(List<GrantTerms.Basis> whole) {
    List<GrantTerms.Basis> boundaries =
        whole.stream().filter(GrantTerms.Basis::isBoundary).toList();
    int others = whole.size() - boundaries.size();
    int room = Math.max(0, GrantStatus.MOST_BASIS - others);
    return Stream.concat(
            boundaries.stream().limit(room), whole.stream().filter(each -> !each.isBoundary()))
        .toList();
  }

  private static String cut(String line) {
    return cut(line, LONGEST);
  }

  private static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
  }

  /// A sentence as long as a status takes.
  public static String sentence(String whole) {
    return cut(whole, LONGEST_SENTENCE);
  }

  /// At most as many lines as a status lists, none longer than it takes; the last one says how many
  /// are left out.
  public static List<String> most(List<String> whole) {
    List<String> terms = whole.stream().map(Shown::cut).toList();
    if (terms.size() <= GrantStatus.MOST_CONNECTIONS) {
      return terms;
    }
    int room = GrantStatus.MOST_CONNECTIONS - 1;
    List<String> lines = new ArrayList<>(terms.subList(0, room));
    lines.add("and " + (terms.size() - room) + " more");
    return lines;
  }
}
