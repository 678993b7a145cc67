/// A cluster in memory: the port `Cluster` without a cluster. The demo and the scenarios stand on
/// it.
///
/// It keeps objects with UIDs and resource versions, refuses stale writes, tells watches, and does
/// for a latch what the cluster's own controllers do: it starts the latch's time, lets it fire,
/// removes it, and collects what it owned. It obeys the same contract tests as the adapter to a
/// real API server.
///
/// What it does not do:
///
/// - Permissions: every identity may do everything. Nothing is ever `FORBIDDEN`, and no admission
///   policy guards anything.
/// - Checks: a request and a status must pass what the definition of AccessGrant checks.
///   Revocations, rules, sources, pods and policies are taken as they are given, and no namespace
///   is refused a name.
/// - Load and failure: nothing is slow, rate-limited, unreachable or lost, save the controllers,
///   which can be stopped. A thousand latches of the same second close in that second; a real
///   kube-controller-manager needs two minutes.
/// - Jobs other than latches, and the pods of a latch that somebody gave some: a latch only closes.
///   Workloads are pods and nothing else.
/// - Deletion of namespaces, and propagation `Orphan` by request.
/// - The cluster's network: nothing is connected or cut.
/// - Server-side apply beyond what the port promises: it does not remember who set which field.
/// - Owners of kinds that it does not keep: they count as there for ever.
///
/// Never imports a client of Kubernetes, a parser, or another adapter.
@NullMarked
package dev.nightlatch.embedded;

import org.jspecify.annotations.NullMarked;
