package dev.nightlatch.manifests;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// How much was read that is no part of a snapshot and no problem.
///
/// @param noObjects documents that are no objects of Kubernetes: values for Helm, for instance
/// @param kinds how many objects of each other kind, by the names that kubectl gives kinds:
///     `ConfigMap`, `Ingress.networking.k8s.io`
public record PassedOver(int noObjects, SortedMap<String, Integer> kinds) {
  public PassedOver {
    kinds = Collections.unmodifiableSortedMap(new TreeMap<>(kinds));
  }
}
