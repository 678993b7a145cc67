package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.explain.Party;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.End;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.AddressRange;
import dev.nightlatch.engine.set.AddressSet;
import dev.nightlatch.engine.set.ConnectionSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What sources reach by themselves, so that what they reach through others can be told from it.
final class ByItself {
  private final Matrix matrix;
  private final Outside outside;
  private final Map<Asked, Bounds> fromAddresses = new HashMap<>();
  private final Map<Party, List<Outside.Row>> rows = new HashMap<>();

  ByItself(Matrix matrix, Outside outside) {
    this.matrix = matrix;
    this.outside = outside;
  }

  /// Who begins.
  sealed interface Source {
    /// Pods.
    record Pods(Parties.Group group) implements Source {}

    /// Addresses outside. What one of them reaches outside by itself nobody knows, so it counts as
    /// nothing but itself.
    record Addresses(AddressSet addresses) implements Source {}

    /// Pods of which none is there: they reach nobody.
    record Nobody() implements Source {}
  }

  private record Asked(AddressSet addresses, int shape) {}

  /// What all of the sources reach among these pods: one that cannot do something is enough for it
  /// to be out of reach. Whoever is there already reaches everything.
  Bounds bounds(List<Source> sources, Parties.Group to) {
    Bounds all = Bounds.ALL;
    for (Source source : sources) {
      all = all.and(bounds(source, to));
    }
    return all;
  }

  private Bounds bounds(Source source, Parties.Group to) {
    return switch (source) {
      case Source.Pods(var from) ->
          from.party().equals(to.party()) ? Bounds.ALL : Listing.withOwnNodes(matrix, from, to);
      case Source.Addresses(var addresses) ->
          fromAddresses.computeIfAbsent(
              new Asked(addresses, to.shape()), _ -> fromAddresses(addresses, to));
      case Source.Nobody() -> Bounds.NONE;
    };
  }

  /// What each of the addresses may speak to the pods. That a node may speak to its own pods is
  /// left out: not all of the addresses are that node's.
  private Bounds fromAddresses(AddressSet addresses, Parties.Group to) {
    Evaluator evaluator = matrix.evaluator();
    Stack stack = matrix.stack(to.shape(), Direction.INGRESS);
    Bounds all = Bounds.ALL;
    for (AddressRange range : addresses.ranges()) {
      List<Address> asked = new ArrayList<>(List.of(range.first()));
      if (stack.asksForAddress()) {
        Addresses.telling(stack, range.first().family()).stream()
            .filter(range::contains)
            .forEach(asked::add);
      }
      for (Address address : asked) {
        View view = evaluator.ends().view(new End.OfAddress(address));
        all = all.and(Judge.bounds(stack, view));
      }
    }
    return all;
  }

  /// Some addresses, and what is spoken with one of them or another.
  record Piece(AddressSet addresses, ConnectionSet ports) {
    static final Piece NONE = new Piece(AddressSet.NONE, ConnectionSet.NONE);

    boolean isEmpty() {
      return addresses.isEmpty();
    }

    Piece or(Piece other) {
      return new Piece(addresses.union(other.addresses), ports.union(other.ports));
    }
  }

  /// What pods speak with addresses outside and a source does not.
  ///
  /// @param isKnown what they do for sure, and the source for sure does not; else what they may and
  ///     the source may not
  Piece beyond(Parties.Group pods, Source source, boolean isKnown) {
    List<Piece> left = pieces(rows(pods), !isKnown);
    List<Piece> own =
        switch (source) {
          case Source.Pods(var group) -> pieces(rows(group), isKnown);
          case Source.Addresses(var addresses) -> List.of(new Piece(addresses, ConnectionSet.ALL));
          case Source.Nobody() -> List.of();
        };
    for (Piece piece : own) {
      left = minus(left, piece);
    }
    return left.stream().reduce(Piece.NONE, Piece::or);
  }

  private List<Outside.Row> rows(Parties.Group group) {
    return rows.computeIfAbsent(group.party(), _ -> outside.rows(group, Direction.EGRESS));
  }

  /// @param withDoubtful whether what is not known counts
  private static List<Piece> pieces(List<Outside.Row> rows, boolean withDoubtful) {
    return rows.stream()
        .filter(row -> withDoubtful || row.causes().isEmpty())
        .map(row -> new Piece(row.addresses(), row.ports()))
        .toList();
  }

  private static List<Piece> minus(List<Piece> pieces, Piece gone) {
    List<Piece> left = new ArrayList<>();
    for (Piece piece : pieces) {
      AddressSet others = piece.addresses().minus(gone.addresses());
      if (!others.isEmpty()) {
        left.add(new Piece(others, piece.ports()));
      }
      ConnectionSet ports = piece.ports().minus(gone.ports());
      AddressSet same = piece.addresses().intersection(gone.addresses());
      if (!ports.isEmpty() && !same.isEmpty()) {
        left.add(new Piece(same, ports));
      }
    }
    return left;
  }
}
