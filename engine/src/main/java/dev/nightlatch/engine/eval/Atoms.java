package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.AddressRange;
import dev.nightlatch.engine.set.Family;
import java.util.BitSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// The address space in stretches, and for each the number of the set of peers that cover it: two
/// addresses of one number are told apart by none of the peers.
///
/// One sweep over the bounds of all blocks: O(b log b) of them, and O(peers / 64) for each bound.
final class Atoms {
  private static final Address FIRST = AddressRange.all(Family.IPV4).first();
  private static final Address FIRST_OF_V6 = AddressRange.all(Family.IPV6).first();

  private final NavigableMap<Address, Integer> signatures = new TreeMap<>();

  /// @param covered for each peer, the ranges that it covers
  Atoms(List<List<AddressRange>> covered) {
    NavigableMap<Address, BitSet> turns = new TreeMap<>();
    turn(turns, FIRST, covered.size());
    // A bit of its own tells IPv6 from IPv4, where no peer does.
    turn(turns, FIRST_OF_V6, covered.size());
    for (int peer = 0; peer < covered.size(); peer++) {
      for (AddressRange range : covered.get(peer)) {
        turn(turns, range.first(), peer);
        Optional<Address> after = range.last().next();
        if (after.isPresent() || range.family() == Family.IPV4) {
          turn(turns, after.orElse(FIRST_OF_V6), peer);
        }
      }
    }
    Interner<BitSet> sets = new Interner<>();
    BitSet inside = new BitSet();
    turns.forEach(
        (at, turning) -> {
          inside.xor(turning);
          signatures.put(at, sets.number((BitSet) inside.clone()));
        });
  }

  private static void turn(NavigableMap<Address, BitSet> turns, Address at, int peer) {
    turns.computeIfAbsent(at, _ -> new BitSet()).flip(peer);
  }

  /// The number of the set of peers that cover an address. Costs O(log b).
  int signature(Address address) {
    return signatures.floorEntry(address).getValue();
  }
}
