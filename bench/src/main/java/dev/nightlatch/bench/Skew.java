package dev.nightlatch.bench;

import dev.nightlatch.engine.model.ContainerPort;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.Namespace;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.PolicyPort;
import dev.nightlatch.engine.model.PolicyRule;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.set.Protocol;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// W5: no two pods alike.
final class Skew {
  private final int namespaces;
  private final int pods;
  private final int maps;
  private final SplittableRandom random;

  /// @param pods of each namespace
  /// @param maps how many different maps of named ports there are
  Skew(int namespaces, int pods, int maps, long seed) {
    this.namespaces = namespaces;
    this.pods = pods;
    this.maps = maps;
    this.random = new SplittableRandom(seed);
  }

  Snapshot snapshot() {
    List<Namespace> spaces = new ArrayList<>();
    List<Pod> made = new ArrayList<>();
    List<NetworkPolicy> policies = new ArrayList<>();
    for (int i = 0; i < namespaces; i++) {
      String namespace = "ns-%03d".formatted(i);
      spaces.add(Namespace.bare(namespace));
      for (int j = 0; j < pods; j++) {
        int number = i * pods + j;
        made.add(
            new Pod(namespace, "pod-%04d".formatted(number), labels(number), false, false)
                .withPorts(ports(number % maps)));
        policies.add(policy(namespace, number));
      }
    }
    return new Snapshot(
        spaces, made, List.of(), List.of(), List.of(), List.of(), policies, List.of(), List.of(),
        Map.of());
  }

  private static Map<String, String> labels(int number) {
    return Map.of("id", "v" + number);
  }

  private static List<ContainerPort> ports(int map) {
    return List.of(
        new ContainerPort("web", Protocol.TCP, 10_000 + map),
        new ContainerPort("admin", Protocol.TCP, 20_000 + map));
  }

  /// Lets one pod be reached by three others, wherever they are, on a port by its name.
  private NetworkPolicy policy(String namespace, int number) {
    List<Peer> peers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      peers.add(
          new Peer.AcrossNamespaces(
              LabelSelector.EVERYTHING,
              LabelSelector.labels(labels(random.nextInt(namespaces * pods)))));
    }
    return new NetworkPolicy(
        namespace,
        "to-%04d".formatted(number),
        LabelSelector.labels(labels(number)),
        EnumSet.of(Direction.INGRESS),
        List.of(
            new PolicyRule(
                peers,
                List.of(
                    new PolicyPort.Named(Protocol.TCP, random.nextBoolean() ? "web" : "admin")))),
        List.of());
  }
}
