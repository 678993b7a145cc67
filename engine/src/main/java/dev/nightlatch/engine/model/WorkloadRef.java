package dev.nightlatch.engine.model;

import java.util.Comparator;

/// Which workload: a bare pod is one of its own, of the kind `Pod`.
///
/// Ordered by namespace, kind and name.
public record WorkloadRef(String namespace, String kind, String name)
    implements Comparable<WorkloadRef> {
  private static final Comparator<WorkloadRef> ORDER =
      Comparator.comparing(WorkloadRef::namespace)
          .thenComparing(WorkloadRef::kind)
          .thenComparing(WorkloadRef::name);

  /// The kind of a pod that is a workload of its own.
  public static final String POD = "Pod";

  /// A pod by itself.
  public static WorkloadRef ofPod(Pod pod) {
    return new WorkloadRef(pod.namespace(), POD, pod.name());
  }

  @Override
  public int compareTo(WorkloadRef other) {
    return ORDER.compare(this, other);
  }

  /// `shop/Deployment/web`
  @Override
  public String toString() {
    return namespace + "/" + kind + "/" + name;
  }
}
