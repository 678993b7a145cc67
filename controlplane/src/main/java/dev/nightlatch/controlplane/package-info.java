/// A real control plane: etcd, kube-apiserver and kube-controller-manager as plain processes on
/// loopback, with certificates, users and faults. It hands out kubeconfigs and talks to the server
/// only as far as starting and ServiceAccount tokens need it.
///
/// There is no node, no scheduler and no network plugin: objects and controllers are real, pods
/// never run. Must never import a Kubernetes client, nor any other module of Nightlatch.
@NullMarked
package dev.nightlatch.controlplane;

import org.jspecify.annotations.NullMarked;
