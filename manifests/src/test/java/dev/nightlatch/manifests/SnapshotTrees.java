package dev.nightlatch.manifests;

import dev.nightlatch.engine.model.Action;
import dev.nightlatch.engine.model.ClusterPeer;
import dev.nightlatch.engine.model.ClusterPolicy;
import dev.nightlatch.engine.model.ClusterPort;
import dev.nightlatch.engine.model.ClusterRule;
import dev.nightlatch.engine.model.ContainerPort;
import dev.nightlatch.engine.model.Controller;
import dev.nightlatch.engine.model.EndpointSlice;
import dev.nightlatch.engine.model.Namespace;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Node;
import dev.nightlatch.engine.model.NodeAddress;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.PodScope;
import dev.nightlatch.engine.model.Requirement;
import dev.nightlatch.engine.model.Service;
import dev.nightlatch.engine.model.Service.Backends;
import dev.nightlatch.engine.model.ServicePort;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.TargetPort;
import dev.nightlatch.engine.model.Tier;
import dev.nightlatch.engine.model.Workload;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.PortRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Writes the objects of a snapshot as the API has them.
final class SnapshotTrees {
  private SnapshotTrees() {}

  static List<Map<String, Object>> of(Snapshot snapshot) {
    List<Map<String, Object>> trees = new ArrayList<>();
    snapshot.namespaces().forEach(namespace -> trees.add(namespace(namespace)));
    snapshot.pods().forEach(pod -> trees.add(pod(pod)));
    snapshot.workloads().forEach(workload -> trees.add(workload(workload)));
    snapshot.nodes().forEach(node -> trees.add(node(node)));
    snapshot.services().forEach(service -> trees.add(service(service)));
    snapshot.endpointSlices().forEach(slice -> trees.add(slice(slice)));
    snapshot.networkPolicies().forEach(policy -> trees.add(policy(policy)));
    snapshot.clusterPolicies().forEach(policy -> trees.add(clusterPolicy(policy)));
    return trees;
  }

  private static Fields meta(String namespace, String name, Map<String, String> labels) {
    return new Fields().put("name", name).text("namespace", namespace).texts("labels", labels);
  }

  private static Fields meta(
      String namespace, String name, Map<String, String> labels, Controller controller) {
    Fields meta = meta(namespace, name, labels);
    return switch (controller) {
      case Controller.None _ -> meta;
      case Controller.Named(var kind, var maker) ->
          meta.put(
              "ownerReferences",
              List.of(
                  new Fields().put("kind", "Other").put("name", "other").map(),
                  new Fields().put("kind", kind).put("name", maker).put("controller", true).map()));
    };
  }

  private static Map<String, Object> object(SnapshotKind kind, Fields meta, Fields spec) {
    return Fields.object(kind.apiVersion(), kind.word(), meta.map()).put("spec", spec.map()).map();
  }

  private static Map<String, Object> namespace(Namespace namespace) {
    return Fields.object("v1", "Namespace", meta("", namespace.name(), namespace.labels()).map())
        .map();
  }

  private static Map<String, Object> pod(Pod pod) {
    Fields status =
        new Fields()
            .put("phase", pod.finished() ? "Succeeded" : "Running")
            .list("podIPs", ips(pod.addresses()))
            .list("hostIPs", ips(pod.nodeAddresses()));
    if (!pod.addresses().isEmpty()) {
      status.put("podIP", pod.addresses().getFirst().toString());
    }
    return Fields.object(
            "v1", "Pod", meta(pod.namespace(), pod.name(), pod.labels(), pod.controller()).map())
        .put("spec", podSpec(pod.hostNetwork(), pod.ports()).text("nodeName", pod.node()).map())
        .put("status", status.map())
        .map();
  }

  private static List<Map<String, Object>> ips(List<Address> addresses) {
    return addresses.stream()
        .<Map<String, Object>>map(address -> Fields.of("ip", address.toString()))
        .toList();
  }

  /// The first port is a container's, the others are those of a sidecar; an init container that
  /// ends declares one that does not count.
  private static Fields podSpec(boolean hostNetwork, List<ContainerPort> ports) {
    int own = Math.min(1, ports.size());
    Map<String, Object> ends =
        new Fields()
            .put("ports", List.of(new Fields().put("name", "never").put("containerPort", 9).map()))
            .map();
    Map<String, Object> sidecar =
        new Fields()
            .put("restartPolicy", "Always")
            .put("ports", ports(ports.subList(own, ports.size())))
            .map();
    Fields spec =
        new Fields()
            .put("containers", List.of(Fields.of("ports", ports(ports.subList(0, own)))))
            .put("initContainers", List.of(ends, sidecar));
    return hostNetwork ? spec.put("hostNetwork", true) : spec;
  }

  private static List<Map<String, Object>> ports(List<ContainerPort> ports) {
    return ports.stream()
        .<Map<String, Object>>map(
            port ->
                new Fields()
                    .text("name", port.name())
                    .put("protocol", port.protocol().name())
                    .put("containerPort", port.number())
                    .map())
        .toList();
  }

  private static Map<String, Object> workload(Workload workload) {
    SnapshotKind kind = SnapshotKind.named(workload.kind()).orElseThrow();
    boolean job = kind == SnapshotKind.JOB || kind == SnapshotKind.CRON_JOB;
    Map<String, Object> template =
        new Fields()
            .put("metadata", new Fields().texts("labels", workload.podLabels()).map())
            .put("spec", podSpec(workload.hostNetwork(), workload.ports()).map())
            .map();
    Fields spec = new Fields().put("template", template);
    if (kind == SnapshotKind.JOB) {
      // Else its pods have labels that the template does not name.
      spec.put("manualSelector", true);
    }
    if (kind != SnapshotKind.DAEMON_SET) {
      spec.put(job ? "parallelism" : "replicas", workload.replicas());
    }
    return object(
        kind,
        meta(workload.namespace(), workload.name(), Map.of(), workload.controller()),
        kind == SnapshotKind.CRON_JOB
            ? new Fields().put("jobTemplate", Fields.of("spec", spec.map()))
            : spec);
  }

  private static Map<String, Object> node(Node node) {
    return Fields.object("v1", "Node", meta("", node.name(), node.labels()).map())
        .put(
            "status",
            Fields.of("addresses", node.addresses().stream().map(SnapshotTrees::address).toList()))
        .map();
  }

  private static Map<String, Object> address(NodeAddress address) {
    String type =
        switch (address.type()) {
          case INTERNAL -> "InternalIP";
          case EXTERNAL -> "ExternalIP";
          case OTHER -> "Hostname";
        };
    return new Fields().put("type", type).put("address", address.address().toString()).map();
  }

  private static Map<String, Object> service(Service service) {
    Fields spec =
        new Fields().list("ports", service.ports().stream().map(SnapshotTrees::port).toList());
    List<String> ips = service.clusterIps().stream().map(Address::toString).toList();
    if (service.isHeadless()) {
      spec.put("clusterIP", "None");
    } else if (!ips.isEmpty()) {
      spec.put("clusterIP", ips.getFirst());
    }
    spec.list("clusterIPs", ips);
    switch (service.backends()) {
      case Backends.Written() -> {}
      case Backends.External(var name) ->
          spec.put("type", "ExternalName").put("externalName", name);
      case Backends.Selected(var selector) -> {
        Map<String, String> labels = new TreeMap<>();
        for (Requirement requirement : selector.requirements()) {
          labels.put(requirement.key(), ((Requirement.In) requirement).values().getFirst());
        }
        spec.put("selector", labels);
      }
    }
    return object(SnapshotKind.SERVICE, meta(service.namespace(), service.name(), Map.of()), spec);
  }

  private static Map<String, Object> port(ServicePort port) {
    Fields fields =
        new Fields()
            .text("name", port.name())
            .put("protocol", port.protocol().name())
            .put("port", port.port());
    return switch (port.target()) {
      case TargetPort.Named(var name) -> fields.put("targetPort", name).map();
      case TargetPort.Numbered(var number) when number == port.port() -> fields.map();
      case TargetPort.Numbered(var number) -> fields.put("targetPort", number).map();
    };
  }

  private static Map<String, Object> slice(EndpointSlice slice) {
    Map<String, String> labels =
        slice.service().isEmpty()
            ? Map.of()
            : Map.of("kubernetes.io/service-name", slice.service());
    return Fields.object(
            "discovery.k8s.io/v1",
            "EndpointSlice",
            meta(slice.namespace(), slice.name(), labels).map())
        .put(
            "ports",
            slice.ports().stream()
                .map(
                    port ->
                        new Fields()
                            .put("name", port.name())
                            .put("protocol", port.protocol().name())
                            .put("port", port.number())
                            .map())
                .toList())
        .put("endpoints", slice.endpoints().stream().map(SnapshotTrees::endpoint).toList())
        .map();
  }

  private static Map<String, Object> endpoint(EndpointSlice.Endpoint endpoint) {
    Fields fields =
        new Fields()
            .put("addresses", endpoint.addresses().stream().map(Address::toString).toList());
    return endpoint.pod().isEmpty()
        ? fields.map()
        : fields
            .put("targetRef", new Fields().put("kind", "Pod").put("name", endpoint.pod()).map())
            .map();
  }

  private static Map<String, Object> policy(NetworkPolicy policy) {
    return PolicyEncoder.object(meta(policy.namespace(), policy.name(), Map.of()).map(), policy);
  }

  private static Map<String, Object> clusterPolicy(ClusterPolicy policy) {
    SnapshotKind kind = SnapshotKind.named(policy.kind().text()).orElseThrow();
    Fields spec = new Fields();
    if (kind == SnapshotKind.CLUSTER_NETWORK_POLICY) {
      spec.put("tier", tier(policy.tier()));
    }
    if (kind != SnapshotKind.BASELINE_ADMIN_NETWORK_POLICY) {
      spec.put("priority", policy.priority());
    }
    boolean isNew = kind == SnapshotKind.CLUSTER_NETWORK_POLICY;
    spec.put("subject", scope(policy.subject()));
    spec.list("ingress", policy.ingress().stream().map(rule -> rule(rule, "from", isNew)).toList());
    spec.list("egress", policy.egress().stream().map(rule -> rule(rule, "to", isNew)).toList());
    return object(kind, meta("", policy.name(), Map.of()), spec);
  }

  private static String tier(Tier tier) {
    return switch (tier) {
      case ADMIN -> "Admin";
      case BASELINE -> "Baseline";
      case UNKNOWN -> "Platform";
    };
  }

  private static Map<String, Object> scope(PodScope scope) {
    return scope.pods().isEverything()
        ? Fields.of("namespaces", PolicyEncoder.selector(scope.namespaces()))
        : Fields.of(
            "pods",
            new Fields()
                .put("namespaceSelector", PolicyEncoder.selector(scope.namespaces()))
                .put("podSelector", PolicyEncoder.selector(scope.pods()))
                .map());
  }

  private static Map<String, Object> rule(ClusterRule rule, String peers, boolean isNew) {
    return new Fields()
        .text("name", rule.name())
        .put("action", action(rule.action(), isNew))
        .put(peers, rule.peers().stream().map(SnapshotTrees::peer).toList())
        .list(
            isNew ? "protocols" : "ports",
            rule.ports().stream().map(port -> isNew ? newPort(port) : oldPort(port)).toList())
        .map();
  }

  private static String action(Action action, boolean isNew) {
    return switch (action) {
      case ACCEPT -> isNew ? "Accept" : "Allow";
      case DENY -> "Deny";
      case PASS -> "Pass";
      case UNKNOWN -> "Log";
    };
  }

  private static Map<String, Object> peer(ClusterPeer peer) {
    return switch (peer) {
      case ClusterPeer.Pods(var scope) -> scope(scope);
      case ClusterPeer.Nodes(var nodes) -> Fields.of("nodes", PolicyEncoder.selector(nodes));
      case ClusterPeer.Networks(var blocks) ->
          Fields.of("networks", blocks.stream().map(Object::toString).toList());
      case ClusterPeer.DomainNames(var names) -> Fields.of("domainNames", names);
      case ClusterPeer.Unknown() -> Fields.of("services", Map.of());
    };
  }

  private static Map<String, Object> oldPort(ClusterPort port) {
    return switch (port) {
      case ClusterPort.Numbered(var range) when range.first() == range.last() ->
          Fields.of(
              "portNumber",
              new Fields()
                  .put("protocol", range.protocol().name())
                  .put("port", range.first())
                  .map());
      case ClusterPort.Numbered(var range) ->
          Fields.of(
              "portRange",
              new Fields()
                  .put("protocol", range.protocol().name())
                  .put("start", range.first())
                  .put("end", range.last())
                  .map());
      case ClusterPort.Named(var name) -> Fields.of("namedPort", name);
      case ClusterPort.Unknown() -> Map.of();
      case ClusterPort.All _ -> throw new IllegalArgumentException("not in v1alpha1: " + port);
    };
  }

  private static Map<String, Object> newPort(ClusterPort port) {
    return switch (port) {
      case ClusterPort.All(var protocol) ->
          Fields.of(protocol.name().toLowerCase(Locale.ROOT), Map.of());
      case ClusterPort.Numbered(var range) ->
          Fields.of(
              range.protocol().name().toLowerCase(Locale.ROOT),
              Fields.of("destinationPort", destination(range)));
      case ClusterPort.Named(var name) -> Fields.of("destinationNamedPort", name);
      case ClusterPort.Unknown() -> Fields.of("icmp", Map.of());
    };
  }

  private static Map<String, Object> destination(PortRange range) {
    return range.first() == range.last()
        ? Fields.of("number", range.first())
        : Fields.of(
            "range", new Fields().put("start", range.first()).put("end", range.last()).map());
  }
}
