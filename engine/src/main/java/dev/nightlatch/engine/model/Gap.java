package dev.nightlatch.engine.model;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// Something that a snapshot does not know and does not take for absent.
public sealed interface Gap {

  /// Objects of a kind that could not be listed: forbidden, or no answer. A kind that the API
  /// server does not have is none: it is empty.
  ///
  /// @param namespace where; empty for the whole cluster
  record Unlisted(Kind kind, String namespace) implements Gap {}

  /// A network policy that is there and cannot be read.
  ///
  /// @param namespace where; empty where that cannot be read: it may be any
  /// @param podSelector the pods that it selects; [LabelSelector#EVERYTHING] where that cannot be
  ///     read
  /// @param directions those in which it may count; both where that cannot be read
  record UnreadablePolicy(
      String namespace, String name, LabelSelector podSelector, Set<Direction> directions)
      implements Gap {
    public UnreadablePolicy {
      directions = copied(directions);
    }

    /// Which policy it is.
    public PolicyRef ref() {
      return PolicyRef.networkPolicy(namespace, name);
    }
  }

  /// A cluster-wide policy that is there and cannot be read. Where its priority is, too, it may
  /// come before every other.
  ///
  /// @param tiers those in which it may stand
  /// @param subject the pods that it speaks of; [PodScope#EVERYTHING] where that cannot be read
  /// @param directions those in which it has rules; both where that cannot be read
  record UnreadableClusterPolicy(
      PolicyRef ref, Set<Tier> tiers, Rank rank, PodScope subject, Set<Direction> directions)
      implements Gap {
    public UnreadableClusterPolicy {
      tiers = Collections.unmodifiableSet(EnumSet.copyOf(tiers));
      directions = copied(directions);
    }
  }

  /// Where an unreadable policy stands in its tier.
  sealed interface Rank {

    /// Its priority can be read.
    record Known(int priority) implements Rank {}

    /// It cannot.
    record Anywhere() implements Rank {}
  }

  /// A namespace that is there and whose labels cannot be read, but for the one with its name.
  record UnreadableNamespace(String name) implements Gap {}

  /// A node that is there and whose labels or addresses cannot be read.
  ///
  /// @param name empty where that cannot be read
  record UnreadableNode(String name) implements Gap {}

  /// A pod, or what makes pods, that is there and cannot be read.
  ///
  /// @param namespace empty where that cannot be read: it may be any
  /// @param kind the API's word; empty where that cannot be read
  /// @param name empty where that cannot be read
  record UnreadablePod(String namespace, String kind, String name) implements Gap {}

  private static Set<Direction> copied(Set<Direction> directions) {
    EnumSet<Direction> copy = EnumSet.noneOf(Direction.class);
    copy.addAll(directions);
    return Collections.unmodifiableSet(copy);
  }
}
