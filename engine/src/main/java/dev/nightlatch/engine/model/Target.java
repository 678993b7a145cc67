package dev.nightlatch.engine.model;

import dev.nightlatch.engine.set.Cidr;

/// Whom a question is about, as people name it.
public sealed interface Target {

  /// A pod by its name.
  record OfPod(String namespace, String name) implements Target {}

  /// All pods of a workload.
  record OfWorkload(WorkloadRef workload) implements Target {}

  /// Addresses: pods whose they are, and what else has them.
  record OfBlock(Cidr block) implements Target {}

  /// What stands behind a service.
  record OfService(String namespace, String name) implements Target {}
}
