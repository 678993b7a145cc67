package dev.nightlatch.kube;

import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.grants.port.LeaderLease;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The lease `nightlatch-operator` in the operator's namespace.
///
/// Its times are for people who look at it. Nobody compares them with a clock of its own: that of
/// another node may be wrong by minutes.
final class KubeLeaderLease implements LeaderLease {
  private static final String NAME = "nightlatch-operator";

  /// An answer that comes later is of no use: the lease must be renewed before it is over.
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final KubernetesClient client;
  private final InstantSource time;

  KubeLeaderLease(KubernetesClient client, InstantSource time) {
    this.client = client;
    this.time = time;
  }

  @Override
  public Optional<State> look() {
    return Optional.ofNullable(
            Failures.translated("reading the leader's lease", () -> lease().get(), LONGEST))
        .map(KubeLeaderLease::state);
  }

  @Override
  public State write(Optional<State> seen, String holder, Duration duration) {
    GenericKubernetesResource written = new GenericKubernetesResource();
    written.setApiVersion(Kinds.apiVersion(Kinds.LEASE));
    written.setKind(Kinds.LEASE.getKind());
    ObjectMetaBuilder meta =
        new ObjectMetaBuilder().withName(NAME).withNamespace(Names.OPERATOR_NAMESPACE);
    seen.ifPresent(state -> meta.withResourceVersion(state.version()));
    written.setMetadata(meta.build());
    String now = MicroTime.text(time.instant());
    Map<String, Object> spec = new HashMap<>();
    spec.put("holderIdentity", holder);
    spec.put("leaseDurationSeconds", duration.toSeconds());
    spec.put("renewTime", now);
    written.setAdditionalProperty("spec", spec);
    try {
      return state(
          Failures.translated(
              "writing the leader's lease",
              () -> seen.isPresent() ? lease(written).update() : lease(written).create(),
              LONGEST));
    } catch (ClusterException failed) {
      throw Failures.isAlreadyThere(failed)
          ? new ClusterException(
              ClusterException.Kind.CONFLICT, "somebody else made the leader's lease", failed)
          : failed;
    }
  }

  private static State state(GenericKubernetesResource lease) {
    String holder = lease.get("spec", "holderIdentity");
    Number seconds = lease.get("spec", "leaseDurationSeconds");
    return new State(
        holder == null ? "" : holder,
        lease.getMetadata().getResourceVersion(),
        Duration.ofSeconds(seconds == null ? 0 : seconds.longValue()));
  }

  private Resource<GenericKubernetesResource> lease() {
    return client
        .genericKubernetesResources(Kinds.LEASE)
        .inNamespace(Names.OPERATOR_NAMESPACE)
        .withName(NAME);
  }

  private Resource<GenericKubernetesResource> lease(GenericKubernetesResource item) {
    return client
        .genericKubernetesResources(Kinds.LEASE)
        .inNamespace(Names.OPERATOR_NAMESPACE)
        .resource(item);
  }
}
