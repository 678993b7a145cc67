package dev.nightlatch.engine.explain;

import dev.nightlatch.engine.model.PolicyRef;
import java.util.List;

/// A fact that is not known, and the policies through which it could decide.
///
/// @param policies empty where no single policy is meant
public record Doubt(Cause cause, List<PolicyRef> policies) {
  public Doubt {
    policies = List.copyOf(policies);
  }

  /// One that decides through one policy.
  public static Doubt of(Cause cause, PolicyRef policy) {
    return new Doubt(cause, List.of(policy));
  }

  /// One that decides through no single policy.
  public static Doubt of(Cause cause) {
    return new Doubt(cause, List.of());
  }
}
