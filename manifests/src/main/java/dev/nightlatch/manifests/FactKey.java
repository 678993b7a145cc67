package dev.nightlatch.manifests;

import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.PolicyRef;
import java.util.Optional;

/// Which object a fact is about.
///
/// @param kind the API's word
/// @param namespace empty for a cluster-scoped object
record FactKey(String kind, String namespace, String name) {

  /// Empty for an object whose name or namespace is not known.
  static Optional<FactKey> of(Fact fact) {
    return switch (fact) {
      case Fact.OfNamespace(var namespace) -> cluster("Namespace", namespace.name());
      case Fact.OfPod(var pod) -> in(pod.namespace(), "Pod", pod.name());
      case Fact.OfWorkload(var workload) ->
          in(workload.namespace(), workload.kind(), workload.name());
      case Fact.OfNode(var node) -> cluster("Node", node.name());
      case Fact.OfService(var service) -> in(service.namespace(), "Service", service.name());
      case Fact.OfSlice(var slice) -> in(slice.namespace(), "EndpointSlice", slice.name());
      case Fact.OfPolicy(var policy) -> of(policy.ref());
      case Fact.OfClusterPolicy(var policy) -> of(policy.ref());
      case Fact.OfGap(Gap.UnreadablePolicy gap) -> of(gap.ref());
      case Fact.OfGap(Gap.UnreadableClusterPolicy gap) -> of(gap.ref());
      case Fact.OfGap(Gap.UnreadableNamespace(var name)) -> cluster("Namespace", name);
      case Fact.OfGap(Gap.UnreadableNode(var name)) -> cluster("Node", name);
      case Fact.OfGap(Gap.UnreadablePod(var namespace, var kind, var name)) ->
          in(namespace, kind, name);
      case Fact.OfGap(Gap.Unlisted _) -> Optional.empty();
    };
  }

  private static Optional<FactKey> of(PolicyRef ref) {
    return Optional.of(new FactKey(ref.kind().text(), ref.namespace(), ref.name()))
        .filter(key -> !key.name.isEmpty());
  }

  private static Optional<FactKey> cluster(String kind, String name) {
    return name.isEmpty() ? Optional.empty() : Optional.of(new FactKey(kind, "", name));
  }

  private static Optional<FactKey> in(String namespace, String kind, String name) {
    return namespace.isEmpty() || name.isEmpty()
        ? Optional.empty()
        : Optional.of(new FactKey(kind, namespace, name));
  }

  /// `Pod shop/web` or `Node n1`.
  @Override
  public String toString() {
    return kind + " " + (namespace.isEmpty() ? name : namespace + "/" + name);
  }
}
