package dev.nightlatch.kube;

import dev.nightlatch.grants.model.Guards;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Whether the guards of [InstallManifests#guards] stand in the cluster, word by word.
///
/// A guard that says more than ours, or the same in other words, counts as altered: nobody can tell
/// by looking what it lets through.
final class KubeGuards {
  private final KubernetesClient client;
  private volatile @Nullable List<GenericKubernetesResource> packaged;

  KubeGuards(KubernetesClient client) {
    this.client = client;
  }

  /// Read when they are first asked for: most who connect never ask.
  private List<GenericKubernetesResource> packaged() {
    List<GenericKubernetesResource> known = packaged;
    if (known == null) {
      known = read();
      packaged = known;
    }
    return known;
  }

  private List<GenericKubernetesResource> read() {
    return Stream.of(InstallManifests.guards().split("(?m)^---$", -1))
        .map(
            document ->
                client
                    .getKubernetesSerialization()
                    .unmarshal(document, GenericKubernetesResource.class))
        .toList();
  }

  /// How they stand. Costs two lists.
  ///
  /// @throws dev.nightlatch.grants.port.ClusterException if they cannot be listed
  Guards look() {
    Map<String, GenericKubernetesResource> there = new HashMap<>();
    for (ResourceDefinitionContext kind : List.of(Kinds.GUARD, Kinds.GUARD_BINDING)) {
      Failures.translated(
              "listing " + kind.getPlural(),
              () -> client.genericKubernetesResources(kind).list().getItems())
          .forEach(item -> there.put(key(kind.getKind(), item), item));
    }
    List<String> faults = new ArrayList<>();
    Instant since = Instant.EPOCH;
    for (GenericKubernetesResource guard : packaged()) {
      String key = key(guard.getKind(), guard);
      GenericKubernetesResource held = there.get(key);
      if (held == null) {
        faults.add(key + " is missing");
      } else if (held.getMetadata().getDeletionTimestamp() != null) {
        faults.add(key + " is being deleted");
      } else if (!Objects.equals(held.get("spec"), guard.get("spec"))) {
        faults.add(key + " is not as it was installed");
      } else {
        Optional<Instant> at = writtenAt(held.getMetadata());
        if (at.isEmpty()) {
          faults.add(key + " does not say when it was written: its managedFields were taken away");
        } else if (at.get().isAfter(since)) {
          since = at.get();
        }
      }
    }
    return faults.isEmpty() ? new Guards.InForce(since) : new Guards.Broken(faults);
  }

  private static String key(String kind, GenericKubernetesResource guard) {
    return kind + " " + guard.getMetadata().getName();
  }

  /// When the guard itself was last written, as the API server keeps it; what a controller has to
  /// say of its status does not count. Empty where nobody can tell: whoever takes the managed
  /// fields away has the API server note nothing of later changes either.
  private static Optional<Instant> writtenAt(ObjectMeta meta) {
    List<Instant> written =
        meta.getManagedFields().stream()
            .filter(entry -> entry.getSubresource() == null)
            .map(ManagedFieldsEntry::getTime)
            .filter(Objects::nonNull)
            .map(Instant::parse)
            .toList();
    return written.isEmpty()
        ? Optional.empty()
        : Stream.concat(
                Stream.ofNullable(meta.getCreationTimestamp()).map(Instant::parse),
                written.stream())
            .max(Instant::compareTo);
  }
}
