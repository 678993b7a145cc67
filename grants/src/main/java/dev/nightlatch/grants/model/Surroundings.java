package dev.nightlatch.grants.model;

import dev.nightlatch.engine.model.Pod;
import java.util.List;

/// Pods and network policies of one namespace, read at one time.
public record Surroundings(String namespace, List<Pod> pods, List<HeldPolicy> policies) {
  public Surroundings {
    pods = List.copyOf(pods);
    policies = List.copyOf(policies);
  }
}
