package dev.nightlatch.grants.plan;

import dev.nightlatch.engine.set.Address;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Durations;
import dev.nightlatch.grants.model.Ending;
import dev.nightlatch.grants.model.ObjectKey;
import java.time.Duration;
import java.util.List;

/// A request turned down by a rule.
public sealed interface Refusal {
  /// How many names a sentence lists: it goes into a status, which has its limits.
  int MOST_NAMES = 10;

  /// The rule is not there.
  record RuleMissing(ObjectKey rule) implements Refusal {}

  /// More time is asked for than the rule gives.
  record DurationTooLong(ObjectKey rule, Duration asked, Duration longest) implements Refusal {}

  /// A source is not there.
  record SourceMissing(ObjectKey rule, ObjectKey source) implements Refusal {}

  /// A source does not let the rule's namespace use it.
  record SourceNotUsable(ObjectKey source, String namespace, List<String> usableFrom)
      implements Refusal {
    public SourceNotUsable {
      usableFrom = List.copyOf(usableFrom);
    }
  }

  /// A source of pods is to have an address pinned in it.
  record PinNeedsBlocks(ObjectKey rule, ObjectKey source) implements Refusal {}

  /// Nothing can be opened without the requester's own address.
  record AddressNeeded(ObjectKey rule) implements Refusal {}

  /// The requester's address is in no block of the rule's sources.
  ///
  /// @param blocks whether the rule has any source of blocks
  record AddressOutside(ObjectKey rule, Address address, boolean blocks) implements Refusal {}

  /// No policy isolates these target pods for ingress; empty if the target selects no pod now and
  /// no policy isolates those that may come.
  record NotIsolated(ObjectKey rule, List<String> pods) implements Refusal {
    public NotIsolated {
      pods = List.copyOf(pods);
    }
  }

  /// The stable code of this refusal.
  default Code code() {
    return switch (this) {
      case RuleMissing _ -> Code.RULE_MISSING;
      case DurationTooLong _ -> Code.DURATION_TOO_LONG;
      case SourceMissing _ -> Code.SOURCE_MISSING;
      case SourceNotUsable _ -> Code.SOURCE_NOT_USABLE;
      case PinNeedsBlocks _ -> Code.PIN_NEEDS_BLOCKS;
      case AddressNeeded _ -> Code.ADDRESS_NEEDED;
      case AddressOutside _ -> Code.ADDRESS_OUTSIDE;
      case NotIsolated _ -> Code.NOT_ISOLATED;
    };
  }

  /// The refusal as a reason to end a grant: its code, and what was found and what was wanted.
  default Ending ending() {
    return new Ending(code(), sentence());
  }

  private String sentence() {
    return switch (this) {
      case RuleMissing(var rule) -> "There is no AccessRule " + rule + ".";
      case DurationTooLong(var rule, var asked, var longest) ->
          "AccessRule %s gives at most %s, and %s were asked for."
              .formatted(rule, Durations.format(longest), Durations.format(asked));
      case SourceMissing(var rule, var source) ->
          "AccessRule %s names AccessSource %s, which is not there.".formatted(rule, source);
      case SourceNotUsable(var source, var namespace, var usableFrom) ->
          "AccessSource %s does not let rules of namespace %s use it; its usableFrom lists %s."
              .formatted(source, namespace, usableFrom.isEmpty() ? "none" : some(usableFrom));
      case PinNeedsBlocks(var rule, var source) ->
          "AccessRule %s wants an address pinned in AccessSource %s, which consists of pods."
              .formatted(rule, source);
      case AddressNeeded(var rule) ->
          "AccessRule %s opens only for your own address: name it with --from.".formatted(rule);
      case AddressOutside(var rule, var address, var blocks) ->
          blocks
              ? "Address %s is in no block of the sources of AccessRule %s."
                  .formatted(address, rule)
              : "AccessRule %s has no source of addresses, so it opens for none: leave out --from."
                  .formatted(rule);
      case NotIsolated(var rule, var pods) ->
          ("No policy of the cluster's own isolates %s for ingress: a policy for AccessRule %s would"
                  + " cut what else reaches there.")
              .formatted(pods.isEmpty() ? "the pods that may come" : "pod " + some(pods), rule);
    };
  }

  private static String some(List<String> names) {
    String listed = String.join(", ", names.subList(0, Math.min(names.size(), MOST_NAMES)));
    return names.size() <= MOST_NAMES
        ? listed
        : listed + " and " + (names.size() - MOST_NAMES) + " more";
  }
}
