package dev.nightlatch.engine.explain;

import dev.nightlatch.engine.model.WorkloadRef;
import dev.nightlatch.engine.set.AddressRange;
import dev.nightlatch.engine.set.AddressSet;
import java.util.Iterator;

/// One end of a listed connection: pods that behave alike, or addresses outside.
///
/// Ordered: workloads first, by namespace, kind and name; then addresses, numerically.
public sealed interface Party extends Comparable<Party> {

  /// All pods of a workload, or one pod.
  record Pods(WorkloadRef workload) implements Party {}

  /// Addresses that are no pod's.
  record Outside(AddressSet addresses) implements Party {}

  @Override
  default int compareTo(Party other) {
    return switch (this) {
      case Pods(var workload) ->
          switch (other) {
            case Pods(var otherWorkload) -> workload.compareTo(otherWorkload);
            case Outside _ -> -1;
          };
      case Outside(var addresses) ->
          switch (other) {
            case Pods _ -> 1;
            case Outside(var otherAddresses) -> compare(addresses, otherAddresses);
          };
    };
  }

  private static int compare(AddressSet some, AddressSet others) {
    Iterator<AddressRange> left = some.ranges().iterator();
    Iterator<AddressRange> right = others.ranges().iterator();
    while (left.hasNext() && right.hasNext()) {
      int byRange = left.next().compareTo(right.next());
      if (byRange != 0) {
        return byRange;
      }
    }
    return Boolean.compare(left.hasNext(), right.hasNext());
  }
}
