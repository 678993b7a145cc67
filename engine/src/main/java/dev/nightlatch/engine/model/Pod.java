package dev.nightlatch.engine.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// A pod, as far as network policies see it.
///
/// @param hostNetwork whether it shares its node's network: policies do not select such a pod, and
///     its traffic is the node's (network-policies page, "Pods on the host network")
/// @param finished whether all its containers have ended for good (phase `Succeeded` or `Failed`):
///     it has no network any more, and its address may be another pod's by now
public record Pod(
    String namespace,
    String name,
    Map<String, String> labels,
    boolean hostNetwork,
    boolean finished) {
  public Pod {
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
  }
}
