//go:build tools

// Package tools pins what dev/control-plane builds: go.mod and go.sum in this
// folder name every module and its hash.
package tools

import _ "go.etcd.io/etcd/server/v3"
