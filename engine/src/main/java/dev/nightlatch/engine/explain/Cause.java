package dev.nightlatch.engine.explain;

/// Which fact is not known, where a verdict is undetermined for it.
public enum Cause {
  /// A policy is there that cannot be read.
  POLICY_UNREADABLE,
  /// Policies of a kind could not be listed.
  POLICIES_UNLISTED,
  /// The labels of a namespace are not known.
  NAMESPACE_LABELS,
  /// The address of a pod is not known.
  POD_ADDRESS,
  /// The address of a node is not known.
  NODE_ADDRESS,
  /// The nodes could not all be listed or read.
  NODES_UNKNOWN,
  /// Which addresses a domain name has.
  DOMAIN_NAME,
  /// Two policies of one priority, of which either may count.
  EQUAL_PRIORITY,
  /// A policy with an action or a tier that nobody defined.
  WORD_UNKNOWN
}
