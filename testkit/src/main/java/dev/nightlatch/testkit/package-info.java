/// JUnit around a real control plane: one that is shared by a module's test classes or private to
/// one, fresh namespaces, users, kubectl, the audit log as events, and a proxy that breaks the way
/// between a client and the API server.
///
/// For tests only. Must never import a Kubernetes client, nor any module of Nightlatch but
/// `controlplane`.
@NullMarked
package dev.nightlatch.testkit;

import org.jspecify.annotations.NullMarked;
