package dev.nightlatch.cli;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.Approvers;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.grants.port.ClusterException;
import java.util.List;
import java.util.stream.Stream;

/// Who may approve a grant, in words.
final class ApproversText {
  /// More names than that help nobody.
  private static final int MOST = 10;

  private ApproversText() {}

  /// Those whom the caller may know of. Where they cannot be asked for, they are not known.
  static Approvers of(Cluster cluster, AccessGrant grant) {
    try {
      return cluster.approvers(grant.request().rule());
    } catch (ClusterException _) {
      return new Approvers.Unknown();
    }
  }

  /// `bob, carol, group leads`; `whoever has the verb …`, where nobody can be named but who asked.
  static String text(AccessGrant grant, Approvers approvers) {
    List<String> names = names(grant, approvers);
    if (names.isEmpty()) {
      return "whoever has the verb 'approve' on AccessRule " + grant.request().rule();
    }
    String shown = String.join(", ", names.subList(0, Math.min(names.size(), MOST)));
    return names.size() <= MOST ? shown : "%s and %d more".formatted(shown, names.size() - MOST);
  }

  /// The same as a sentence to who asked.
  static String sentence(AccessGrant grant, Approvers approvers) {
    String text = text(grant, approvers);
    return names(grant, approvers).isEmpty()
        ? text.replaceFirst("^w", "W") + " may approve it, but not you."
        : "By the cluster's roles these may approve it: " + text + ".";
  }

  private static List<String> names(AccessGrant grant, Approvers approvers) {
    return switch (approvers) {
      case Approvers.Unknown() -> List.of();
      case Approvers.Named(var users, var groups) ->
          Stream.concat(
                  users.stream().filter(user -> !user.equals(grant.request().requestedBy())),
                  groups.stream().map(group -> "group " + group))
              .map(ApproversText::plain)
              .toList();
    };
  }

  /// A name could be anything that moves a cursor.
  private static String plain(String name) {
    return name.replaceAll("\\p{C}", "?");
  }
}
