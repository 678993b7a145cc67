package dev.nightlatch.engine.model;

/// The two directions in which a pod may be isolated. Source: `PolicyType`, networking.k8s.io/v1.
public enum Direction {
  INGRESS,
  EGRESS
}
