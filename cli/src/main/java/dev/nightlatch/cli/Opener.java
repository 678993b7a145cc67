package dev.nightlatch.cli;

import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.Ending;
import dev.nightlatch.grants.model.IncidentKind;
import dev.nightlatch.grants.model.IncidentRef;
import dev.nightlatch.grants.model.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// An emergency rule that could open what is denied, and how one asks for it.
///
/// @param from what `--from` must say, an address or the word `ADDRESS` in its place; empty where
///     the rule wants none
/// @param incidents which incidents count for the rule
/// @param asking whether it may be asked for
record Opener(ObjectKey rule, String from, IncidentKind incidents, Asking asking) {

  /// Whether a grant as one would ask for it keeps within the boundaries that are known.
  sealed interface Asking {
    /// It does.
    ///
    /// @param more what else the command must say to keep within them
    record Possible(List<String> more) implements Asking {}

    /// It would be refused.
    record Refused(Ending why) implements Asking {}
  }

  static Opener of(AccessRule rule, String from, Asking asking) {
    return new Opener(rule.meta().key(), from, rule.conditions().incidents(), asking);
  }

  /// Whether it would be refused.
  boolean isRefused() {
    return asking instanceof Asking.Refused;
  }

  /// The command to copy; whoever asks fills in the incident and the reason.
  ///
  /// @param cluster the options that say which cluster
  String command(String program, List<String> cluster) {
    return Stream.of(
            Stream.of("open", rule.toString(), "--incident", "ID", "--reason", "'…'"),
            wantsProvider() ? Stream.of("--provider", "NAME") : Stream.<String>of(),
            from.isEmpty() ? Stream.<String>of() : Stream.of("--from", from),
            asking instanceof Asking.Possible(var more) ? more.stream() : Stream.<String>of(),
            cluster.stream().map(ShellWord::quoted))
        .flatMap(words -> words)
        .reduce(program, (line, word) -> line + " " + word);
  }

  /// Whether `open` cannot tell by itself where an incident is kept that counts. It takes the only
  /// provider that the rule names, else the requester's word.
  private boolean wantsProvider() {
    List<String> providers = incidents.providers();
    boolean isWordEnough =
        !incidents.needsProvider()
            && (providers.isEmpty() || providers.contains(IncidentRef.MANUAL));
    return providers.size() != 1 && !isWordEnough;
  }

  /// `incidents kept by rota, of severity SEV1 or SEV2`; empty where any counts.
  String counting() {
    List<String> parts = new ArrayList<>();
    add(parts, "kept by ", incidents.providers());
    add(parts, "of severity ", incidents.severities());
    add(parts, "of service ", incidents.services());
    return parts.isEmpty() ? "" : "incidents " + String.join(", ", parts);
  }

  private static void add(List<String> parts, String word, List<String> names) {
    if (!names.isEmpty()) {
      parts.add(word + String.join(" or ", names));
    }
  }
}
