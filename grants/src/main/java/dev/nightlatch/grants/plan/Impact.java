package dev.nightlatch.grants.plan;

import java.util.List;

/// What a grant's policies do to the cluster, as far as somebody looked.
public sealed interface Impact {

  /// Nobody looked: this pass does not depend on it.
  record NotAsked() implements Impact {}

  /// Looked at, and nothing is against it.
  ///
  /// @param opened the connections that are allowed with the policies and denied without, sorted
  /// @param remark what else there is to say, such as that a standing policy allows them too; empty
  ///     where there is nothing
  record Harmless(List<String> opened, String remark) implements Impact {
    public Harmless {
      opened = List.copyOf(opened);
    }
  }
}
