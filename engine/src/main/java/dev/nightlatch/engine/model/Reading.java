package dev.nightlatch.engine.model;

import java.util.Arrays;
import java.util.List;

/// One answer to a [Switch].
public enum Reading {
  IP_BLOCKS_MATCH_PODS(Switch.S1),
  IP_BLOCKS_NEVER_MATCH_PODS(Switch.S1),

  /// A NetworkPolicy takes the place of the Baseline tier in its own directions.
  BASELINE_PER_DIRECTION(Switch.S2),
  /// A NetworkPolicy of either direction ends the Baseline tier in both.
  BASELINE_ONLY_WITHOUT_NETWORK_POLICY(Switch.S2),

  /// Either may; where that makes a difference nobody can know.
  EQUAL_PRIORITY_UNDEFINED(Switch.S3),
  /// The one whose name comes first; of equal names, the kind's.
  EQUAL_PRIORITY_BY_NAME(Switch.S3),

  /// They are their node: their addresses count, their labels do not.
  HOST_NETWORK_AS_NODE(Switch.S4),
  /// They are pods as any other, for NetworkPolicies; cluster-wide policies leave them out by their
  /// own text.
  HOST_NETWORK_SELECTABLE(Switch.S4),

  OTHER_PROTOCOLS_NOT_REPORTED(Switch.S5),

  /// All of `status.addresses`.
  NODES_BY_ALL_ADDRESSES(Switch.S6),
  /// Those of the types `InternalIP` and `ExternalIP`.
  NODES_BY_INTERNAL_AND_EXTERNAL(Switch.S6),
  /// The peer is not supported: its rule fails closed.
  NODES_UNSUPPORTED(Switch.S6),
  /// The peer matches nothing, whatever the action: a denial disappears.
  NODES_IGNORED(Switch.S6),

  /// The one that the pod declares for it.
  NAMED_PORT_PROTOCOL_OF_POD(Switch.S7),
  /// Any: the number counts for all three.
  NAMED_PORT_ANY_PROTOCOL(Switch.S7),

  /// It denies everything.
  UNKNOWN_PEER_OF_PASS_DENIES_ALL(Switch.S8),
  /// It matches nothing.
  UNKNOWN_PEER_OF_PASS_MATCHES_NOTHING(Switch.S8),

  /// The policy may mean anything.
  UNKNOWN_WORDS_UNCERTAIN(Switch.S9),
  /// An unknown action denies, an unknown tier is Admin.
  UNKNOWN_WORDS_STRICT(Switch.S9),
  /// A rule of an unknown action and a policy of an unknown tier are passed over.
  UNKNOWN_WORDS_SKIPPED(Switch.S9),

  /// It is, as traffic to any address; from the node to its pods is always allowed.
  OWN_NODE_POLICED(Switch.S10),
  /// It is not: "traffic to and from the node where a Pod is running is always allowed".
  OWN_NODE_OPEN(Switch.S10),

  OTHER_LAYERS_NOT_COVERED(Switch.S11);

  private final Switch question;

  Reading(Switch question) {
    this.question = question;
  }

  /// What it answers.
  public Switch question() {
    return question;
  }

  /// The other answers to the same question.
  public List<Reading> others() {
    return Arrays.stream(values())
        .filter(other -> other != this && other.question == question)
        .toList();
  }
}
