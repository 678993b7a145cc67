package dev.nightlatch.grants.model;

import java.util.List;

/// Who may approve grants of a rule, as far as whoever asks may see it.
public sealed interface Approvers {

  /// It is not known.
  record Unknown() implements Approvers {}

  /// These, by the cluster's roles: people alone, no ServiceAccounts.
  ///
  /// @param users user names, sorted
  /// @param groups names of groups, sorted
  record Named(List<String> users, List<String> groups) implements Approvers {
    public Named {
      users = users.stream().distinct().sorted().toList();
      groups = groups.stream().distinct().sorted().toList();
    }
  }
}
