package dev.nightlatch.grants.plan;

import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.Namespace;
import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.Cidr;
import dev.nightlatch.grants.model.AccessSource;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.SourceRef;
import dev.nightlatch.grants.model.Stand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Who stands at the far ends of the path that a grant would open.
sealed interface Ends {

  /// These peers, at least one.
  ///
  /// @param pods the sources of pods among them, sorted
  record Peers(List<Peer> peers, List<AccessSource> pods) implements Ends {}

  /// Nobody, for this reason.
  record Refused(Refusal refusal) implements Ends {}

  /// Every source of the rule must be there and consent, whether or not this grant would use it: a
  /// rule with a source that does not allow it opens nothing.
  ///
  /// Without an address, sources that want one pinned take no part. With an address, nothing but
  /// that address is opened, and it must lie in a block of one of the sources. An IPv4 address
  /// mapped into IPv6 lies in none: no policy could name it.
  ///
  /// @param wanted the sources that this grant would use
  static Ends of(Request request, Facts.Known facts, List<SourceRef> wanted) {
    ObjectKey rule = request.rule();
    Map<ObjectKey, AccessSource> found =
        facts.sources().stream()
            .collect(
                Collectors.toMap(
                    source -> source.meta().key(), Function.identity(), (first, _) -> first));
    List<Used> used = new ArrayList<>();
    for (SourceRef ref : facts.rule().sources()) {
      AccessSource source = found.get(ref.source());
      if (source == null) {
        return new Refused(new Refusal.SourceMissing(rule, ref.source()));
      }
      if (!source.usableFrom().contains(rule.namespace())) {
        return new Refused(
            new Refusal.SourceNotUsable(ref.source(), rule.namespace(), source.usableFrom()));
      }
      if (ref.pinAddress() && source.stand() instanceof Stand.Pods) {
        return new Refused(new Refusal.PinNeedsBlocks(rule, ref.source()));
      }
      if (wanted.contains(ref)) {
        used.add(new Used(source, ref.pinAddress()));
      }
    }
    return switch (request.from()) {
      case Origin.AnySource() -> anywhere(rule, used);
      case Origin.OneAddress(var address) -> from(rule, used, address);
    };
  }

  private static Ends anywhere(ObjectKey rule, List<Used> used) {
    List<Peer> peers =
        used.stream().filter(source -> !source.pinned()).flatMap(Used::peers).distinct().toList();
    return peers.isEmpty()
        ? new Refused(new Refusal.AddressNeeded(rule))
        : new Peers(
            peers,
            used.stream()
                .filter(source -> !source.pinned())
                .map(Used::source)
                .filter(source -> source.stand() instanceof Stand.Pods)
                .distinct()
                .toList());
  }

  private static Ends from(ObjectKey rule, List<Used> used, Address address) {
    boolean inside =
        !address.isMapped()
            && used.stream().flatMap(Used::blocks).anyMatch(block -> block.contains(address));
    return inside
        ? new Peers(List.of(Peer.IpBlock.whole(address.alone())), List.of())
        : new Refused(
            new Refusal.AddressOutside(
                rule, address, used.stream().flatMap(Used::blocks).findAny().isPresent()));
  }

  /// A source that is there and consents.
  record Used(AccessSource source, boolean pinned) {

    Stream<Peer> peers() {
      return switch (source.stand()) {
        case Stand.Pods(var selector) ->
            Stream.of(
                new Peer.AcrossNamespaces(
                    LabelSelector.labels(Map.of(Namespace.NAME_LABEL, source.meta().namespace())),
                    selector));
        case Stand.Blocks(var blocks) -> blocks.stream().map(Peer.IpBlock::whole);
      };
    }

    Stream<Cidr> blocks() {
      return switch (source.stand()) {
        case Stand.Pods _ -> Stream.empty();
        case Stand.Blocks(var blocks) -> blocks.stream();
      };
    }
  }
}
