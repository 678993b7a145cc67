package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.explain.Connection;
import dev.nightlatch.engine.explain.Party;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.End;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.set.ConnectionSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// All connections of a snapshot: between workloads or pods, and between these and the addresses
/// outside.
///
/// Pods of one workload are listed as one where no policy tells them apart; what is listed then is
/// allowed between some pod of the one and some of the other, which differs from "any two" only in
/// traffic with a pod's own node.
public final class Listing {
  private final Matrix matrix;
  private final Outside outside;
  private final List<Parties.Group> groups;
  private final boolean withSelf;
  private final boolean onePerPod;

  private Listing(Snapshot snapshot, CniProfile profile, boolean onePerPod, boolean withSelf) {
    this.matrix = Matrix.of(snapshot, profile);
    this.outside = new Outside(matrix, profile);
    this.groups = Parties.of(matrix, onePerPod);
    this.onePerPod = onePerPod;
    this.withSelf = withSelf;
  }

  /// Makes the list of a snapshot.
  ///
  /// @param onePerPod whether every pod is listed by itself
  /// @param withSelf whether what a workload speaks to itself is listed
  public static Listing of(
      Snapshot snapshot, CniProfile profile, boolean onePerPod, boolean withSelf) {
    return new Listing(snapshot, profile, onePerPod, withSelf);
  }

  /// Tells all connections, sorted by their ends.
  ///
  /// Costs O(1) for each pair of parties and O(b log b) in the blocks of the policies about each.
  ///
  /// @param allowed gets what is allowed
  /// @param undetermined gets what is not known, sorted too
  public void tell(Consumer<Connection> allowed, Consumer<Connection> undetermined) {
    List<Connection> fromOutside = new ArrayList<>();
    Consumer<Connection> tell =
        connection -> (connection.causes().isEmpty() ? allowed : undetermined).accept(connection);
    int[] shapes = groups.stream().mapToInt(Parties.Group::shape).toArray();
    int[] said = new int[matrix.shapes()];
    int nothing = matrix.nothing();
    for (int i = 0; i < shapes.length; i++) {
      Parties.Group from = groups.get(i);
      matrix.row(shapes[i], said);
      for (int j = 0; j < shapes.length; j++) {
        if (i == j) {
          self(from, tell);
        } else if (said[shapes[j]] != nothing || from.isOnHost() || groups.get(j).isOnHost()) {
          between(from, groups.get(j), tell);
        }
      }
      outside.rows(from, Direction.EGRESS).stream()
          .map(row -> new Connection(from.party(), party(row), row.ports(), row.causes()))
          .forEach(tell);
      outside.rows(from, Direction.INGRESS).stream()
          .map(row -> new Connection(party(row), from.party(), row.ports(), row.causes()))
          .forEach(fromOutside::add);
    }
    fromOutside.stream().sorted().forEach(tell);
  }

  private static Party party(Outside.Row row) {
    return new Party.Outside(row.addresses());
  }

  private void self(Parties.Group group, Consumer<Connection> tell) {
    if (!withSelf || (onePerPod && group.isOne())) {
      return;
    }
    if (group.isOne()) {
      tell.accept(new Connection(group.party(), group.party(), ConnectionSet.ALL, List.of()));
    } else {
      between(group, group, tell);
    }
  }

  private void between(Parties.Group from, Parties.Group to, Consumer<Connection> tell) {
    Bounds bounds = withOwnNodes(matrix, from, to);
    if (!bounds.certain().isEmpty()) {
      tell.accept(new Connection(from.party(), to.party(), bounds.certain(), List.of()));
    }
    ConnectionSet doubtful = bounds.undetermined();
    if (!doubtful.isEmpty()) {
      tell.accept(
          new Connection(
              from.party(),
              to.party(),
              doubtful,
              matrix.causes(from.shape(), to.shape(), doubtful)));
    }
  }

  /// What may be spoken between two groups.
  ///
  /// A pod and its own node are judged by themselves, and only a pod on the host network is a node.
  static Bounds withOwnNodes(Matrix matrix, Parties.Group from, Parties.Group to) {
    Bounds bounds = matrix.bounds(matrix.between(from.shape(), to.shape()));
    Evaluator evaluator = matrix.evaluator();
    if (!from.isOnHost() && !to.isOnHost()) {
      return bounds;
    }
    Bounds all = bounds;
    for (Pod source : from.pods()) {
      for (Pod destination : to.pods()) {
        if (evaluator.ends().areOnOneNode(source, destination)) {
          all = all.or(evaluator.between(new End.OfPod(source), new End.Replica(destination)));
        }
      }
    }
    return all;
  }
}
