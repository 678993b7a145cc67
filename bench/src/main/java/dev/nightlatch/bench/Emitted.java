package dev.nightlatch.bench;

import dev.nightlatch.engine.model.ClusterPeer;
import dev.nightlatch.engine.model.ClusterPolicy;
import dev.nightlatch.engine.model.ClusterPort;
import dev.nightlatch.engine.model.ClusterRule;
import dev.nightlatch.engine.model.ContainerPort;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.Namespace;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.PolicyPort;
import dev.nightlatch.engine.model.PolicyRule;
import dev.nightlatch.engine.model.Requirement;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.Tier;
import dev.nightlatch.engine.model.Workload;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.PortRange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A cluster as the YAML that somebody would have written for it, as far as [Scenario] needs it.
final class Emitted {
  private final StringBuilder text = new StringBuilder();

  private Emitted() {}

  /// One document for each object: namespaces, workloads, pods, policies, each sorted.
  static String yaml(Snapshot snapshot) {
    Emitted emitted = new Emitted();
    snapshot.namespaces().forEach(emitted::namespace);
    snapshot.workloads().forEach(emitted::workload);
    snapshot.pods().forEach(emitted::pod);
    snapshot.networkPolicies().forEach(emitted::networkPolicy);
    snapshot.clusterPolicies().forEach(emitted::clusterPolicy);
    return emitted.text.toString();
  }

  /// The SHA-256 of a text, in hexadecimal digits.
  static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  private void line(int depth, String content) {
    text.repeat("  ", depth).append(content).append('\n');
  }

  private void head(String apiVersion, String kind, String namespace, String name) {
    line(0, "---");
    line(0, "apiVersion: " + apiVersion);
    line(0, "kind: " + kind);
    line(0, "metadata:");
    line(1, "name: " + name);
    if (!namespace.isEmpty()) {
      line(1, "namespace: " + namespace);
    }
  }

  private void labels(int depth, String field, Map<String, String> labels) {
    if (!labels.isEmpty()) {
      line(depth, field + ":");
      labels.forEach((key, value) -> line(depth + 1, key + ": " + quoted(value)));
    }
  }

  /// In quotes where YAML would read a number or a truth.
  private static String quoted(String value) {
    return value.matches("[a-z][a-z-]*[0-9]*|v[0-9]+") && !value.equals("yes")
        ? value
        : "\"" + value + "\"";
  }

  private void namespace(Namespace namespace) {
    head("v1", "Namespace", "", namespace.name());
    labels(1, "labels", namespace.labels());
  }

  private void workload(Workload workload) {
    head("apps/v1", workload.kind(), workload.namespace(), workload.name());
    line(0, "spec:");
    line(1, "replicas: " + workload.replicas());
    line(1, "selector:");
    labels(2, "matchLabels", workload.podLabels());
    line(1, "template:");
    line(2, "metadata:");
    labels(3, "labels", workload.podLabels());
    line(2, "spec:");
    containers(3, workload.ports());
  }

  private void containers(int depth, List<ContainerPort> ports) {
    line(depth, "containers:");
    line(depth, "- name: main");
    line(depth + 1, "image: registry.example/main:1");
    if (!ports.isEmpty()) {
      line(depth + 1, "ports:");
      for (ContainerPort port : ports) {
        line(depth + 1, "- name: " + port.name());
        line(depth + 2, "containerPort: " + port.number());
        line(depth + 2, "protocol: " + port.protocol());
      }
    }
  }

  private void pod(Pod pod) {
    head("v1", "Pod", pod.namespace(), pod.name());
    labels(1, "labels", pod.labels());
    line(0, "spec:");
    containers(1, pod.ports());
    line(0, "status:");
    line(1, "phase: Running");
    if (!pod.addresses().isEmpty()) {
      line(1, "podIPs:");
      for (Address address : pod.addresses()) {
        line(1, "- ip: \"" + address + "\"");
      }
    }
  }

  private void networkPolicy(NetworkPolicy policy) {
    head("networking.k8s.io/v1", "NetworkPolicy", policy.namespace(), policy.name());
    line(0, "spec:");
    selector(1, "podSelector", policy.podSelector());
    line(1, "policyTypes:");
    for (Direction direction : policy.policyTypes()) {
      line(1, direction == Direction.INGRESS ? "- Ingress" : "- Egress");
    }
    rules("ingress", "from", policy.ingress());
    rules("egress", "to", policy.egress());
  }

  private void selector(int depth, String field, LabelSelector selector) {
    if (selector.isEverything()) {
      line(depth, field + ": {}");
      return;
    }
    line(depth, field + ":");
    line(depth + 1, "matchExpressions:");
    for (Requirement requirement : selector.requirements()) {
      line(depth + 1, "- key: " + requirement.key());
      switch (requirement) {
        case Requirement.In(_, var values) -> values(depth + 2, "In", values);
        case Requirement.NotIn(_, var values) -> values(depth + 2, "NotIn", values);
        case Requirement.Exists _ -> line(depth + 2, "operator: Exists");
        case Requirement.DoesNotExist _ -> line(depth + 2, "operator: DoesNotExist");
      }
    }
  }

  private void values(int depth, String operator, List<String> values) {
    line(depth, "operator: " + operator);
    line(
        depth,
        "values: [" + String.join(", ", values.stream().map(Emitted::quoted).toList()) + "]");
  }

  private void rules(String field, String peers, List<PolicyRule> rules) {
    if (rules.isEmpty()) {
      return;
    }
    line(1, field + ":");
    for (PolicyRule rule : rules) {
      line(1, "- " + peers + ":");
      rule.peers().forEach(this::peer);
      line(2, "ports:");
      rule.ports().forEach(this::port);
    }
  }

  private void peer(Peer peer) {
    switch (peer) {
      case Peer.OwnNamespace(var pods) -> {
        line(2, "-");
        selector(3, "podSelector", pods);
      }
      case Peer.AcrossNamespaces(var namespaces, var pods) -> {
        line(2, "-");
        selector(3, "namespaceSelector", namespaces);
        selector(3, "podSelector", pods);
      }
      case Peer.IpBlock(var cidr, var except) -> {
        line(2, "- ipBlock:");
        line(4, "cidr: \"" + cidr + "\"");
        if (!except.isEmpty()) {
          line(4, "except:");
          except.forEach(hole -> line(4, "- \"" + hole + "\""));
        }
      }
    }
  }

  private void port(PolicyPort port) {
    switch (port) {
      case PolicyPort.All(var protocol) -> line(2, "- protocol: " + protocol);
      case PolicyPort.Numbered(var range) -> {
        line(2, "- protocol: " + range.protocol());
        line(3, "port: " + range.first());
        if (range.last() > range.first()) {
          line(3, "endPort: " + range.last());
        }
      }
      case PolicyPort.Named(var protocol, var name) -> {
        line(2, "- protocol: " + protocol);
        line(3, "port: " + name);
      }
    }
  }

  private void clusterPolicy(ClusterPolicy policy) {
    head("policy.networking.k8s.io/v1alpha2", "ClusterNetworkPolicy", "", policy.name());
    line(0, "spec:");
    line(1, "tier: " + (policy.tier() == Tier.ADMIN ? "Admin" : "Baseline"));
    line(1, "priority: " + policy.priority());
    line(1, "subject:");
    selector(2, "namespaces", policy.subject().namespaces());
    clusterRules("ingress", "from", policy.ingress());
    clusterRules("egress", "to", policy.egress());
  }

  private void clusterRules(String field, String peers, List<ClusterRule> rules) {
    line(1, field + ":");
    for (ClusterRule rule : rules) {
      line(1, "- name: " + rule.name());
      String action = rule.action().name();
      line(2, "action: " + action.charAt(0) + action.substring(1).toLowerCase(Locale.ROOT));
      line(2, peers + ":");
      rule.peers().forEach(this::clusterPeer);
      line(2, "protocols:");
      rule.ports().forEach(this::clusterPort);
    }
  }

  private void clusterPeer(ClusterPeer peer) {
    switch (peer) {
      case ClusterPeer.Pods(var scope) -> {
        line(2, "- pods:");
        selector(4, "namespaceSelector", scope.namespaces());
        selector(4, "podSelector", scope.pods());
      }
      case ClusterPeer.Networks _,
          ClusterPeer.Nodes _,
          ClusterPeer.DomainNames _,
          ClusterPeer.Unknown _ ->
          throw new IllegalStateException("no scenario has " + peer);
    }
  }

  private void clusterPort(ClusterPort port) {
    switch (port) {
      case ClusterPort.Numbered(PortRange range) -> {
        line(2, "- " + range.protocol().name().toLowerCase(Locale.ROOT) + ":");
        line(5, "destinationPort:");
        line(6, "number: " + range.first());
      }
      case ClusterPort.All _, ClusterPort.Named _, ClusterPort.Unknown _ ->
          throw new IllegalStateException("no scenario has " + port);
    }
  }
}
