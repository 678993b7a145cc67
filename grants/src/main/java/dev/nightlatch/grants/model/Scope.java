package dev.nightlatch.grants.model;

import dev.nightlatch.engine.model.EndpointSlice;
import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.Service;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.Workload;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/// How much of a cluster is looked at. What stands in no namespace always is, but for what only
/// blocks of addresses depend on.
public sealed interface Scope {
  /// All of it.
  record Everywhere() implements Scope {}

  /// Of what stands in namespaces only what stands in these.
  record Within(SortedSet<String> namespaces) implements Scope {
    public Within {
      namespaces = Collections.unmodifiableSortedSet(new TreeSet<>(namespaces));
    }
  }

  /// All of it.
  static Scope everywhere() {
    return new Everywhere();
  }

  /// These namespaces.
  static Scope within(Collection<String> namespaces) {
    return new Within(new TreeSet<>(namespaces));
  }

  /// Whether what stands in a namespace is looked at.
  default boolean has(String namespace) {
    return switch (this) {
      case Everywhere() -> true;
      case Within(var namespaces) -> namespaces.contains(namespace);
    };
  }

  /// Whether whoever looks at this looks at all of the other.
  default boolean covers(Scope other) {
    return switch (other) {
      case Everywhere() -> this instanceof Everywhere;
      case Within(var namespaces) -> namespaces.stream().allMatch(this::has);
    };
  }

  /// What of a snapshot is looked at.
  default Snapshot of(Snapshot whole) {
    return switch (this) {
      case Everywhere() -> whole;
      case Within(var namespaces) ->
          new Snapshot(
              whole.namespaces(),
              within(namespaces, whole.pods(), Pod::namespace),
              within(namespaces, whole.workloads(), Workload::namespace),
              whole.nodes(),
              within(namespaces, whole.services(), Service::namespace),
              within(namespaces, whole.endpointSlices(), EndpointSlice::namespace),
              within(namespaces, whole.networkPolicies(), NetworkPolicy::namespace),
              whole.clusterPolicies(),
              whole.gaps().stream().filter(this::has).toList(),
              whole.lines());
    };
  }

  /// Those of these namespaces. A snapshot's lists are sorted by namespace first, so each has one
  /// stretch, which is looked up: a cluster is large, and a grant is about a small part of it.
  private static <T> List<T> within(
      SortedSet<String> namespaces, List<T> sorted, Function<T, String> namespaceOf) {
    List<T> found = new ArrayList<>();
    for (String namespace : namespaces) {
      int begin = firstNotBefore(namespace + "/", sorted, namespaceOf);
      for (T object : sorted.subList(begin, sorted.size())) {
        if (!namespaceOf.apply(object).equals(namespace)) {
          break;
        }
        found.add(object);
      }
    }
    return found;
  }

  private static <T> int firstNotBefore(
      String beginning, List<T> sorted, Function<T, String> namespaceOf) {
    int low = 0;
    int high = sorted.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if ((namespaceOf.apply(sorted.get(middle)) + "/").compareTo(beginning) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private boolean has(Gap gap) {
    return switch (gap) {
      case Gap.Unlisted(_, var namespace) -> mayHave(namespace);
      case Gap.UnreadablePolicy unreadable -> mayHave(unreadable.namespace());
      case Gap.UnreadablePod(var namespace, _, _) -> mayHave(namespace);
      case Gap.UnreadableClusterPolicy _, Gap.UnreadableNamespace _, Gap.UnreadableNode _ -> true;
    };
  }

  /// Whether something stands there, or may: of a gap, an empty namespace means any.
  private boolean mayHave(String namespace) {
    return namespace.isEmpty() || has(namespace);
  }
}
