package dev.nightlatch.grants.model;

import java.time.Duration;

/// What becomes of sessions that are established through a grant's path when it closes. "Closed"
/// says that the policies are gone, and that nothing new gets through; this says the rest.
///
/// Kubernetes leaves it to the network plugin whether a policy that goes ends what it let through.
public sealed interface Sessions {

  /// They go on, for as long as both ends want.
  ///
  /// @param plugin the network plugin, and how it is known
  record Survive(String plugin) implements Sessions {}

  /// They are cut as soon as the plugin has heard of the closing.
  ///
  /// @param plugin the network plugin, and how it is known
  record Cut(String plugin) implements Sessions {}

  /// They are cut some time after the closing.
  ///
  /// @param plugin the network plugin, and how it is known
  /// @param within the longest time
  record CutLater(String plugin, Duration within) implements Sessions {}

  /// Nobody knows: they may go on.
  ///
  /// @param why nobody knows, as a clause: `no network plugin was recognised`
  record Unknown(String why) implements Sessions {}

  /// The word for it: `Survive`, `Cut`, `CutLater`, `Unknown`.
  default String word() {
    return switch (this) {
      case Survive _ -> "Survive";
      case Cut _ -> "Cut";
      case CutLater _ -> "CutLater";
      case Unknown _ -> "Unknown";
    };
  }

  /// What it hangs on: the plugin and how it is known, or why nobody knows.
  default String ground() {
    return switch (this) {
      case Survive(var plugin) -> plugin;
      case Cut(var plugin) -> plugin;
      case CutLater(var plugin, _) -> plugin;
      case Unknown(var why) -> why;
    };
  }

  /// In one sentence for people.
  default String sentence() {
    return switch (this) {
      case Survive(var plugin) ->
          "Closing stops new connections; established sessions go on until they end by themselves: "
              + plugin
              + ".";
      case Cut(var plugin) -> "Closing cuts established sessions too: " + plugin + ".";
      case CutLater(var plugin, var within) ->
          "Closing cuts established sessions too, but up to %s later: %s."
              .formatted(Durations.format(within), plugin);
      case Unknown(var why) ->
          "Closing stops new connections; whether it cuts established sessions is not known: "
              + why
              + ".";
    };
  }
}
