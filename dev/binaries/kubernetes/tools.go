//go:build tools

// Package tools pins what dev/control-plane builds: go.mod and go.sum in this
// folder name every module and its hash.
package tools

import (
	_ "k8s.io/kubernetes/cmd/kube-apiserver"
	_ "k8s.io/kubernetes/cmd/kube-controller-manager"
	_ "k8s.io/kubernetes/cmd/kubectl"
)
