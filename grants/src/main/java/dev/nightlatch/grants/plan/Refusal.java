package dev.nightlatch.grants.plan;

import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.Cidr;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Durations;
import dev.nightlatch.grants.model.Ending;
import dev.nightlatch.grants.model.GrantRef;
import dev.nightlatch.grants.model.IncidentRef;
import dev.nightlatch.grants.model.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A request turned down by a rule.
public sealed interface Refusal {
  /// How many names a sentence lists: it goes into a status, which has its limits.
  int MOST_NAMES = 10;

  /// How many connections a sentence lists.
  int MOST_LINES = 3;

  /// The rule is not there.
  record RuleMissing(ObjectKey rule) implements Refusal {}

  /// A boundary of the cluster is crossed.
  ///
  /// @param found what crosses it
  /// @param wanted what would keep within it
  record BoundaryCrossed(String boundary, ObjectKey rule, String found, String wanted)
      implements Refusal {}

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

  /// A source is asked for that the rule does not name.
  record SourceOutside(ObjectKey rule, ObjectKey source) implements Refusal {}

  /// A port is asked for that the rule does not name.
  ///
  /// @param ports those that it names
  record PortOutside(ObjectKey rule, String port, List<String> ports) implements Refusal {
    public PortOutside {
      ports = List.copyOf(ports);
    }
  }

  /// It is to start farther ahead than [dev.nightlatch.grants.model.Request#FARTHEST].
  record StartsTooLate(Instant start) implements Refusal {}

  /// A block of addresses that would be opened has some of the cluster's own in it.
  ///
  /// @param whose the object whose they are: `Pod shop/web-0`
  /// @param addresses which: one, or a block
  record BlockInCluster(ObjectKey rule, Cidr block, String whose, String addresses)
      implements Refusal {}

  /// Opening would cut what is allowed now.
  ///
  /// @param cut the connections
  /// @param notIsolated pods that the grant's policies would isolate and that nothing isolates so
  ///     far
  record WouldCut(ObjectKey rule, List<String> cut, List<String> notIsolated) implements Refusal {
    public WouldCut {
      cut = List.copyOf(cut);
      notIsolated = List.copyOf(notIsolated);
    }
  }

  /// More would open than the rule names.
  record OpensMore(ObjectKey rule, List<String> more) implements Refusal {
    public OpensMore {
      more = List.copyOf(more);
    }
  }

  /// Nothing would open: it is allowed already.
  ///
  /// @param by what allows it
  record AlreadyOpen(ObjectKey rule, List<String> by) implements Refusal {
    public AlreadyOpen {
      by = List.copyOf(by);
    }
  }

  /// Nothing would open: it would be denied all the same.
  ///
  /// @param by what denies it
  record StillDenied(ObjectKey rule, List<String> by) implements Refusal {
    public StillDenied {
      by = List.copyOf(by);
    }
  }

  /// Nothing would open: the target's pods are on the host network, where no policy is about them.
  record HostNetwork(ObjectKey rule, List<String> pods) implements Refusal {
    public HostNetwork {
      pods = List.copyOf(pods);
    }
  }

  /// Nothing would open: the target selects no pod.
  record NothingSelected(ObjectKey rule, String target) implements Refusal {}

  /// It is not to be opened without approval.
  record BreakGlassForbidden(ObjectKey rule) implements Refusal {}

  /// The provider of the incident is not there.
  record ProviderMissing(String provider) implements Refusal {}

  /// The provider of the incident does not know it.
  record IncidentUnknown(IncidentRef incident) implements Refusal {}

  /// The incident is over.
  record IncidentClosed(IncidentRef incident) implements Refusal {}

  /// The incident is none of those that the rule is for.
  ///
  /// @param found what does not fit
  /// @param wanted what would
  record IncidentUnfit(ObjectKey rule, IncidentRef incident, String found, String wanted)
      implements Refusal {}

  /// The provider of the incident cannot be asked.
  record IncidentUnverified(IncidentRef incident, String why) implements Refusal {}

  /// There are as many grants of the rule as there may be at once.
  ///
  /// @param requester whose they are; empty where everybody's count
  record QuotaReached(ObjectKey rule, String requester, int most) implements Refusal {}

  /// The last grant of the rule has ended too short a time ago.
  record CoolingDown(ObjectKey rule, Instant until) implements Refusal {}

  /// The grant that is to be extended cannot be.
  ///
  /// @param why a clause: `is not open`
  record ExtendsNothing(GrantRef grant, String why) implements Refusal {}

  /// With what was open before, it would be longer than the rule gives.
  ///
  /// @param left what is left of it now
  record ChainTooLong(ObjectKey rule, Duration longest, Duration left) implements Refusal {}

  /// The stable code of this refusal.
  default Code code() {
    return switch (this) {
      case RuleMissing _ -> Code.RULE_MISSING;
      case BoundaryCrossed _ -> Code.BOUNDARY_CROSSED;
      case DurationTooLong _ -> Code.DURATION_TOO_LONG;
      case SourceMissing _ -> Code.SOURCE_MISSING;
      case SourceNotUsable _ -> Code.SOURCE_NOT_USABLE;
      case PinNeedsBlocks _ -> Code.PIN_NEEDS_BLOCKS;
      case AddressNeeded _ -> Code.ADDRESS_NEEDED;
      case AddressOutside _ -> Code.ADDRESS_OUTSIDE;
      case SourceOutside _ -> Code.SOURCE_OUTSIDE;
      case PortOutside _ -> Code.PORT_OUTSIDE;
      case StartsTooLate _ -> Code.STARTS_TOO_LATE;
      case BlockInCluster _ -> Code.BLOCK_IN_CLUSTER;
      case WouldCut _ -> Code.WOULD_CUT;
      case OpensMore _ -> Code.OPENS_MORE;
      case BreakGlassForbidden _ -> Code.BREAK_GLASS_FORBIDDEN;
      case ProviderMissing _ -> Code.PROVIDER_MISSING;
      case IncidentUnknown _ -> Code.INCIDENT_UNKNOWN;
      case IncidentClosed _ -> Code.INCIDENT_CLOSED;
      case IncidentUnfit _ -> Code.INCIDENT_UNFIT;
      case IncidentUnverified _ -> Code.INCIDENT_UNVERIFIED;
      case QuotaReached _ -> Code.QUOTA_REACHED;
      case CoolingDown _ -> Code.COOLING_DOWN;
      case ExtendsNothing _ -> Code.EXTENDS_NOTHING;
      case ChainTooLong _ -> Code.DURATION_TOO_LONG;
      case AlreadyOpen _ -> Code.ALREADY_OPEN;
      case StillDenied _ -> Code.STILL_DENIED;
      case HostNetwork _ -> Code.HOST_NETWORK;
      case NothingSelected _ -> Code.NOTHING_SELECTED;
    };
  }

  /// The refusal as a reason to end a grant: its code, and what was found and what was wanted.
  default Ending ending() {
    return new Ending(code(), sentence());
  }

  private String sentence() {
    return switch (this) {
      case RuleMissing(var rule) -> "There is no AccessRule " + rule + ".";
      case BoundaryCrossed(var boundary, var rule, var found, var wanted) ->
          "AccessBoundary %s does not allow this of AccessRule %s: found %s; wanted %s."
              .formatted(boundary, rule, found, wanted);
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
      case SourceOutside(var rule, var source) ->
          "AccessRule %s does not name AccessSource %s.".formatted(rule, source);
      case PortOutside(var rule, var port, var ports) ->
          "AccessRule %s does not open %s; it opens %s.".formatted(rule, port, some(ports));
      case StartsTooLate(var start) ->
          "A grant starts at most 7 days after it was asked for, and %s is later.".formatted(start);
      case BlockInCluster(var rule, var block, var whose, var addresses) ->
          ("AccessRule %s would open for block %s, in which there is %s of %s: a block is for"
                  + " addresses outside the cluster.")
              .formatted(rule, block, addresses, whose);
      case WouldCut(var rule, var cut, var notIsolated) ->
          "Opening AccessRule %s would cut %s.%s"
              .formatted(
                  rule,
                  lines(cut),
                  notIsolated.isEmpty()
                      ? ""
                      : " No standing policy isolates pod %s: the grant's policy would be the first."
                          .formatted(some(notIsolated)));
      case OpensMore(var rule, var more) ->
          "Opening AccessRule %s would open more than it names: %s.".formatted(rule, lines(more));
      case BreakGlassForbidden(var rule) ->
          "AccessRule %s is not to be opened by break-glass: ask for approval.".formatted(rule);
      case ProviderMissing(var provider) -> "There is no IncidentProvider %s.".formatted(provider);
      case IncidentUnknown(var incident) ->
          "IncidentProvider %s knows of no incident %s."
              .formatted(incident.provider(), incident.id());
      case IncidentClosed(var incident) -> "Incident %s is over.".formatted(incident);
      case IncidentUnfit(var rule, var incident, var found, var wanted) ->
          "Incident %s is none for AccessRule %s: found %s; wanted %s."
              .formatted(incident, rule, found, wanted);
      case IncidentUnverified(var incident, var why) ->
          "Incident %s cannot be verified: %s. Only break-glass opens without it."
              .formatted(incident, why);
      case QuotaReached(var rule, var requester, var most) ->
          "AccessRule %s has room for %d %s at once%s, and so many there are: close one, or wait."
              .formatted(
                  rule,
                  most,
                  most == 1 ? "grant" : "grants",
                  requester.isEmpty() ? "" : " of " + requester);
      case CoolingDown(var rule, var until) ->
          "AccessRule %s was open a short time ago: it can be asked for again from %s on."
              .formatted(rule, until);
      case ExtendsNothing(var grant, var why) ->
          "Grant %s cannot be extended: it %s.".formatted(grant.name(), why);
      case ChainTooLong(var rule, var longest, var left) ->
          "AccessRule %s gives at most %s, extensions counted: %s are left."
              .formatted(rule, Durations.format(longest), Durations.format(left));
      case AlreadyOpen(var rule, var by) ->
          "Nothing would open: what AccessRule %s opens is allowed already, by %s."
              .formatted(rule, some(by));
      case StillDenied(var rule, var by) ->
          "Nothing would open: what AccessRule %s opens would be denied all the same, by %s."
              .formatted(rule, some(by));
      case HostNetwork(var rule, var pods) ->
          ("Nothing would open: pod %s, which AccessRule %s opens, is on the host network, where no"
                  + " policy is about it.")
              .formatted(some(pods), rule);
      case NothingSelected(var rule, var target) ->
          "Nothing would open: AccessRule %s selects no pod (%s).".formatted(rule, target);
    };
  }

  private static String some(List<String> names) {
    return Lines.some(names, MOST_NAMES, ", ");
  }

  private static String lines(List<String> connections) {
    return Lines.some(connections, MOST_LINES, "; ");
  }
}
