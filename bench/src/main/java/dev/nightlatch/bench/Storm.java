package dev.nightlatch.bench;

import dev.nightlatch.engine.model.ContainerPort;
import dev.nightlatch.engine.model.Controller;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.Namespace;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.PolicyPort;
import dev.nightlatch.engine.model.PolicyRule;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.Workload;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.Cidr;
import dev.nightlatch.engine.set.Family;
import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.engine.set.Protocol;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// W4: one policy for each workload, of overlapping blocks with exceptions.
final class Storm {
  private static final int EXCEPTIONS = 3;

  private final int namespaces;
  private final int workloads;
  private final int replicas;
  private final int blocks;
  private final boolean withPods;
  private final SplittableRandom random;

  Storm(int namespaces, int workloads, int replicas, int blocks, boolean withPods, long seed) {
    this.namespaces = namespaces;
    this.workloads = workloads;
    this.replicas = replicas;
    this.blocks = blocks;
    this.withPods = withPods;
    this.random = new SplittableRandom(seed);
  }

  Snapshot snapshot() {
    List<Namespace> spaces = new ArrayList<>();
    List<Workload> made = new ArrayList<>();
    List<Pod> pods = new ArrayList<>();
    List<NetworkPolicy> policies = new ArrayList<>();
    for (int i = 0; i < namespaces; i++) {
      String namespace = "ns-%02d".formatted(i);
      spaces.add(Namespace.bare(namespace));
      for (int j = 0; j < workloads; j++) {
        Workload workload =
            new Workload(
                namespace,
                "app-" + j,
                "Deployment",
                Map.of("app", "app-" + j),
                replicas,
                false,
                List.of(new ContainerPort("http", Protocol.TCP, 8080)),
                Controller.NONE);
        made.add(workload);
        policies.add(policy(workload));
        if (withPods) {
          pods(workload, pods);
        }
      }
    }
    return new Snapshot(
        spaces, pods, made, List.of(), List.of(), List.of(), policies, List.of(), List.of(),
        Map.of());
  }

  private void pods(Workload workload, List<Pod> pods) {
    for (int i = 0; i < replicas; i++) {
      long number = pods.size() + 1L;
      pods.add(
          new Pod(
                  workload.namespace(),
                  workload.name() + "-" + i,
                  workload.podLabels(),
                  false,
                  false)
              .withPorts(workload.ports())
              .withAddresses(
                  List.of(
                      new Address(Family.IPV4, 0, (10L << 24) + number * 977),
                      new Address(Family.IPV6, 0xfd00L << 48, number)))
              .madeBy(new Controller.Named(workload.kind(), workload.name())));
    }
  }

  private NetworkPolicy policy(Workload workload) {
    List<PolicyRule> ingress = new ArrayList<>();
    List<PolicyRule> egress = new ArrayList<>();
    for (int i = 0; i < blocks; i++) {
      PolicyRule rule =
          new PolicyRule(
              List.of(block(i % 2 == 0 ? Family.IPV4 : Family.IPV6)),
              List.of(
                  new PolicyPort.Numbered(
                      PortRange.single(Protocol.TCP, 8000 + random.nextInt(4)))));
      (random.nextBoolean() ? ingress : egress).add(rule);
    }
    return new NetworkPolicy(
        workload.namespace(),
        workload.name(),
        LabelSelector.labels(workload.podLabels()),
        EnumSet.allOf(Direction.class),
        ingress,
        egress);
  }

  /// A block of a length from /8 to /24, or from /32 to /48, and exceptions at most 4 bits longer.
  private Peer.IpBlock block(Family family) {
    int prefix = (family == Family.IPV4 ? 8 : 32) + random.nextInt(17);
    Cidr whole = cidr(family, prefix, random.nextLong());
    List<Cidr> except = new ArrayList<>();
    for (int i = 0; i < EXCEPTIONS; i++) {
      except.add(inside(whole, 1 + random.nextInt(4)));
    }
    return new Peer.IpBlock(whole, except.stream().distinct().sorted().toList());
  }

  private static Cidr cidr(Family family, int prefix, long bits) {
    String text =
        switch (family) {
          case IPV4 -> "10.%d.%d.0/%d".formatted(bits & 255, bits >> 8 & 255, prefix);
          case IPV6 -> "fd00:%x:%x::/%d".formatted(bits & 0xff, bits >> 8 & 0xffff, prefix);
        };
    return Cidr.parse(text).orElseThrow();
  }

  private Cidr inside(Cidr whole, int longer) {
    int prefix = whole.prefix() + longer;
    long turned = random.nextInt(1 << longer);
    Address network = whole.network();
    Address at =
        switch (network.family()) {
          case IPV4 -> new Address(Family.IPV4, 0, network.low() | turned << (32 - prefix));
          case IPV6 ->
              new Address(Family.IPV6, network.high() | turned << (64 - prefix), network.low());
        };
    return Cidr.parse(at + "/" + prefix).orElseThrow();
  }
}
