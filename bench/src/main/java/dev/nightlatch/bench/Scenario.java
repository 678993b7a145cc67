package dev.nightlatch.bench;

import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Snapshot;
import java.util.List;

/// The clusters that everything is measured on. Each is the same every time.
public enum Scenario {
  /// A shop: 5 namespaces, 50 workloads with 150 pods, 40 policies.
  W1,
  /// A company: 50 namespaces, 1,000 workloads with 4,000 pods, 500 policies: default deny both
  /// ways, DNS, and eight policies that make edges, in each namespace.
  W2,
  /// A platform: 500 namespaces of 40 teams, 10,000 workloads with 50,000 pods, 3,000 policies, a
  /// fifth of their selectors by expressions, 30 cluster-wide policies of 25 rules and 5 of the
  /// Baseline tier.
  W3,
  /// A storm of blocks: 20 namespaces, 200 workloads with 600 pods, 200 policies of ten blocks with
  /// three exceptions each, half of them IPv6.
  W4,
  /// Skew: 5,000 bare pods in 200 namespaces, each with a label value of its own that one of 5,000
  /// policies asks for, and 200 different maps of named ports. Nothing collapses.
  W5;

  private static final long SEED = 20_261_126L;

  /// The cluster with its pods, as it lives.
  public Snapshot live() {
    return made(true);
  }

  /// The cluster as it is written in files: workloads and no pods, but for bare ones.
  public Snapshot written() {
    return made(false);
  }

  /// Policies like those of the cluster that it does not have: those of `count` more edges.
  ///
  /// @throws IllegalArgumentException for W4 and W5, which are not made of edges
  public List<NetworkPolicy> more(int count) {
    if (this == W4 || this == W5) {
      throw new IllegalArgumentException(this + " has no edges");
    }
    Company company = company(false);
    Snapshot ignored = company.snapshot();
    return company.more(count);
  }

  private Snapshot made(boolean withPods) {
    return switch (this) {
      case W1, W2, W3 -> company(withPods).snapshot();
      case W4 -> new Storm(20, 10, 3, 10, withPods, SEED).snapshot();
      case W5 -> new Skew(200, 25, 200, SEED).snapshot();
    };
  }

  private Company company(boolean withPods) {
    return switch (this) {
      case W1 -> new Company(5, 10, 3, 3, 0, withPods, SEED);
      case W2 -> new Company(50, 20, 4, 4, 0, withPods, SEED);
      case W3, W4, W5 -> new Company(500, 20, 5, 2, 40, withPods, SEED);
    };
  }
}
