package dev.nightlatch.manifests;

import dev.nightlatch.engine.model.Namespace;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.Workload;
import dev.nightlatch.grants.model.AccessBoundary;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.AccessSource;
import dev.nightlatch.grants.model.HeldLatch;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.IncidentProvider;

/// One object of a file or of an API server, understood.
public sealed interface Manifest {

  record OfSource(AccessSource source) implements Manifest {}

  record OfRule(AccessRule rule) implements Manifest {}

  record OfBoundary(AccessBoundary boundary) implements Manifest {}

  record OfProvider(IncidentProvider provider) implements Manifest {}

  record OfGrant(AccessGrant grant) implements Manifest {}

  record OfPolicy(HeldPolicy policy) implements Manifest {}

  /// Any Job, as a latch; [HeldLatch#sound] tells whether it is one.
  record OfLatch(HeldLatch latch) implements Manifest {}

  record OfPod(Pod pod) implements Manifest {}

  record OfWorkload(Workload workload) implements Manifest {}

  record OfNamespace(Namespace namespace) implements Manifest {}

  /// An object of a kind that is not read here.
  ///
  /// @param namespace empty where none is written
  /// @param name empty where none is written
  record Other(String apiVersion, String kind, String namespace, String name) implements Manifest {}
}
