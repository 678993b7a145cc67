package dev.nightlatch.engine.naive;

import dev.nightlatch.engine.model.ContainerPort;
import dev.nightlatch.engine.model.End;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.Workload;
import dev.nightlatch.engine.set.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/// Questions at random, about any cluster.
final class RandomQuestions {
  private static final Gen<Integer> CHOICE = Gen.ints(0, 999);
  private static final Gen<ToIntFunction<End>> PORT =
      Gen.oneOf(
          Words.PORT.orRarely(8, Gen.of(1, 100, 65_535)).map(port -> _ -> port),
          CHOICE.with(Words.PORT, (choice, port) -> to -> declared(to, choice).orElse(port)));

  /// How the two ends go together.
  private enum Pairing {
    INDEPENDENT,
    SELF,
    TO_REPLICA,
    FROM_REPLICA
  }

  private static final Gen<Pairing> PAIRING =
      Gen.just(Pairing.INDEPENDENT).orRarely(12, Gen.of(Pairing.values()));

  /// A question for each cluster that it is asked about.
  static final Gen<Function<Snapshot, Question>> ANY =
      Gen.combine(
          PAIRING,
          CHOICE,
          CHOICE,
          Words.PROTOCOL,
          PORT,
          (pairing, from, to, protocol, port) ->
              snapshot -> {
                End one = end(snapshot, from);
                End other = other(snapshot, pairing, one, to);
                return pairing == Pairing.FROM_REPLICA
                    ? new Question(other, one, protocol, port.applyAsInt(one))
                    : new Question(one, other, protocol, port.applyAsInt(other));
              });

  private RandomQuestions() {}

  /// A port that the destination declares, if it declares any.
  private static OptionalInt declared(End to, int choice) {
    List<ContainerPort> ports =
        switch (to) {
          case End.OfAddress _ -> List.of();
          case End.OfPod(var pod) -> pod.ports();
          case End.Replica(var pod) -> pod.ports();
        };
    return ports.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(ports.get(choice % ports.size()).number());
  }

  private static End other(Snapshot snapshot, Pairing pairing, End one, int choice) {
    return switch (one) {
      case End.OfPod(var pod) ->
          switch (pairing) {
            case INDEPENDENT -> end(snapshot, choice);
            case SELF -> one;
            case TO_REPLICA, FROM_REPLICA -> new End.Replica(pod);
          };
      case End.Replica _ -> end(snapshot, choice);
      case End.OfAddress _ -> {
        List<Pod> pods = pods(snapshot);
        yield pods.isEmpty()
            ? end(snapshot, choice)
            : new End.OfPod(pods.get(choice % pods.size()));
      }
    };
  }

  /// Pods three times as often as addresses, and never a finished one.
  private static End end(Snapshot snapshot, int choice) {
    List<Pod> pods = pods(snapshot);
    if (choice % 4 != 3 && !pods.isEmpty()) {
      return new End.OfPod(pods.get(choice / 4 % pods.size()));
    }
    List<Address> addresses = addresses(snapshot);
    return new End.OfAddress(addresses.get(choice / 4 % addresses.size()));
  }

  private static List<Pod> pods(Snapshot snapshot) {
    List<Pod> pods = new ArrayList<>();
    for (Pod pod : snapshot.pods()) {
      if (!pod.finished()) {
        pods.add(pod);
      }
    }
    snapshot.workloads().stream().map(Workload::pod).forEach(pods::add);
    return pods;
  }

  /// Those that are no pod's: "whoever asks about a pod's address names the pod".
  private static List<Address> addresses(Snapshot snapshot) {
    return Words.ADDRESSES.stream()
        .filter(
            address ->
                pods(snapshot).stream()
                    .noneMatch(pod -> !pod.hostNetwork() && pod.addresses().contains(address)))
        .toList();
  }
}
