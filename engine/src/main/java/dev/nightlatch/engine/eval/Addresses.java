package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.AddressRange;
import dev.nightlatch.engine.set.Family;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/// Addresses that stand for all others: no rule of a stack tells one from all that follow it up to
/// the next.
final class Addresses {
  private Addresses() {}

  /// The first address of each stretch of a family in which no rule of `stack` tells two addresses
  /// apart, ascending.
  ///
  /// Costs O(b log b) in the blocks of the stack's rules.
  static List<Address> telling(Stack stack, Family family) {
    NavigableSet<Address> first = new TreeSet<>();
    first.add(AddressRange.all(family).first());
    stack
        .rules()
        .flatMap(rule -> rule.peers().stream())
        .forEach(
            peer -> {
              switch (peer) {
                case RulePeer.Blocks(var addresses, _) ->
                    addresses.ranges().forEach(range -> bounds(range, first));
                case RulePeer.Nodes(var addresses, _) ->
                    addresses.forEach(address -> bounds(AddressRange.single(address), first));
                case RulePeer.Everybody _,
                    RulePeer.Nobody _,
                    RulePeer.InNamespace _,
                    RulePeer.Pods _,
                    RulePeer.DomainNames _ -> {}
              }
            });
    return first.stream().filter(address -> address.family() == family).toList();
  }

  private static void bounds(AddressRange range, NavigableSet<Address> first) {
    first.add(range.first());
    range.last().next().ifPresent(first::add);
  }
}
