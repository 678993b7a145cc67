package dev.nightlatch.engine.set;

/// The protocols that a network policy can name. Source: `NetworkPolicyPort.protocol`.
public enum Protocol {
  TCP,
  UDP,
  SCTP
}
