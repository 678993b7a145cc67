package dev.nightlatch.engine.model;

/// The protocols that a network policy can name. Source: `NetworkPolicyPort.protocol`.
public enum Protocol {
  TCP,
  UDP,
  SCTP
}
