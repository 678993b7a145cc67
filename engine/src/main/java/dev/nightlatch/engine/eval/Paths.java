package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.explain.Answer;
import dev.nightlatch.engine.explain.Party;
import dev.nightlatch.engine.explain.Verdict;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.End;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.AddressSet;
import dev.nightlatch.engine.set.ConnectionSet;
import dev.nightlatch.engine.set.PortRange;
import java.util.ArrayList;
import java.util.List;

/// What may be spoken between chosen ends: the part of a [Listing] that is about them, and with it
/// what may not.
///
/// Costs a matrix, and O(1) for each pair of parties that are chosen.
public final class Paths {
  private final Matrix matrix;
  private final Explainer explainer;
  private final Outside outside;
  private final List<Parties.Group> groups;

  private Paths(Snapshot snapshot, CniProfile profile) {
    this.matrix = Matrix.of(snapshot, profile);
    this.explainer = Explainer.of(snapshot, profile, matrix.evaluator());
    this.outside = new Outside(matrix, profile);
    this.groups = Parties.of(matrix, false);
  }

  /// Looks at a snapshot.
  public static Paths of(Snapshot snapshot, CniProfile profile) {
    return new Paths(snapshot, profile);
  }

  /// Who stands at an end.
  public sealed interface Chosen {
    /// Pods of one namespace.
    record Pods(String namespace, LabelSelector pods) implements Chosen {
      /// Whether this pod is among them.
      public boolean has(Pod pod) {
        return pod.namespace().equals(namespace) && pods.matches(pod.labels());
      }
    }

    /// Addresses, as far as they are no pod's.
    record Addresses(AddressSet addresses) implements Chosen {}
  }

  /// What was asked of two parties, and what of it is so.
  ///
  /// @param allowed of what was asked
  /// @param denied of what was asked
  /// @param undetermined the rest of it
  public record Path(
      Party from,
      Party to,
      ConnectionSet allowed,
      ConnectionSet denied,
      ConnectionSet undetermined) {

    /// The worst of its parts for whoever wants to hear that it is shut: allowed, then
    /// undetermined, then denied.
    public Answer answer() {
      if (!allowed.isEmpty()) {
        return Answer.ALLOWED;
      }
      return undetermined.isEmpty() ? Answer.DENIED : Answer.UNDETERMINED;
    }
  }

  /// A path, and the ends of one connection of it.
  public record Example(Path path, End from, End to) {}

  /// The paths from some ends to some pods, sorted by their ends; none where nobody stands at one
  /// of them. A pod to itself is no path; a workload to itself, from one of its pods to another,
  /// is.
  ///
  /// @param asked the ports that are meant
  public List<Example> between(Chosen from, Chosen.Pods to, ConnectionSet asked) {
    List<Example> examples = new ArrayList<>();
    for (Parties.Group destination : chosen(to)) {
      switch (from) {
        case Chosen.Pods pods -> {
          for (Parties.Group source : chosen(pods)) {
            boolean isOne = source.party().equals(destination.party()) && source.isOne();
            if (!isOne) {
              examples.add(between(source, destination, asked));
            }
          }
        }
        case Chosen.Addresses(var addresses) ->
            examples.addAll(fromOutside(addresses, destination, asked));
      }
    }
    return examples.stream()
        .sorted(
            (one, other) -> {
              int byFrom = one.path().from().compareTo(other.path().from());
              return byFrom != 0 ? byFrom : one.path().to().compareTo(other.path().to());
            })
        .toList();
  }

  /// Why a path is as it is: the verdict on its example, and on the first of its ports that is
  /// allowed, else undetermined, else denied.
  ///
  /// @param example one of [#between], for which at least one port was meant
  public Verdict why(Example example) {
    Path path = example.path();
    ConnectionSet meant =
        switch (path.answer()) {
          case ALLOWED -> path.allowed();
          case UNDETERMINED -> path.undetermined();
          case DENIED -> path.denied();
        };
    PortRange first = meant.ranges().getFirst();
    return explainer.why(example.from(), example.to(), first.protocol(), first.first());
  }

  /// The groups of which a pod is chosen, without those of their pods that are not.
  private List<Parties.Group> chosen(Chosen.Pods choice) {
    List<Parties.Group> chosen = new ArrayList<>();
    for (Parties.Group group : groups) {
      List<Pod> pods = group.pods().stream().filter(choice::has).toList();
      if (!pods.isEmpty()) {
        chosen.add(new Parties.Group(group.party(), group.shape(), pods, group.isOne()));
      }
    }
    return chosen;
  }

  private Example between(Parties.Group from, Parties.Group to, ConnectionSet asked) {
    Bounds bounds = Listing.withOwnNodes(matrix, from, to);
    return new Example(
        path(from.party(), to.party(), bounds, asked),
        new End.OfPod(from.pods().getFirst()),
        new End.Replica(to.pods().getFirst()));
  }

  private static Path path(Party from, Party to, Bounds bounds, ConnectionSet asked) {
    ConnectionSet allowed = bounds.certain().intersection(asked);
    ConnectionSet undetermined = bounds.undetermined().intersection(asked);
    return new Path(from, to, allowed, asked.minus(allowed).minus(undetermined), undetermined);
  }

  /// A path for each stretch of the addresses with which the same may be spoken.
  private List<Example> fromOutside(
      AddressSet addresses, Parties.Group destination, ConnectionSet asked) {
    List<Path> paths = new ArrayList<>();
    paths.add(outside(addresses.intersection(outside.all()), destination, Bounds.NONE, asked));
    for (Outside.Row row : outside.rows(destination, Direction.INGRESS)) {
      Bounds added =
          row.causes().isEmpty()
              ? new Bounds(row.ports(), row.ports())
              : new Bounds(ConnectionSet.NONE, row.ports());
      List<Path> told = new ArrayList<>();
      for (Path path : paths) {
        AddressSet all = ((Party.Outside) path.from()).addresses();
        Bounds before = new Bounds(path.allowed(), path.allowed().union(path.undetermined()));
        told.add(outside(all.minus(row.addresses()), destination, before, asked));
        told.add(outside(all.intersection(row.addresses()), destination, before.or(added), asked));
      }
      paths = told.stream().filter(path -> !isNobody(path.from())).toList();
    }
    End to = new End.OfPod(destination.pods().getFirst());
    return paths.stream()
        .filter(path -> !isNobody(path.from()))
        .map(path -> new Example(path, new End.OfAddress(first(path.from())), to))
        .toList();
  }

  private static Path outside(
      AddressSet addresses, Parties.Group destination, Bounds bounds, ConnectionSet asked) {
    return path(new Party.Outside(addresses), destination.party(), bounds, asked);
  }

  private static boolean isNobody(Party party) {
    return party instanceof Party.Outside(var addresses) && addresses.isEmpty();
  }

  private static Address first(Party party) {
    return ((Party.Outside) party).addresses().ranges().getFirst().first();
  }
}
