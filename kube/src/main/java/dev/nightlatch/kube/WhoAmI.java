package dev.nightlatch.kube;

import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.port.ClusterException;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;

/// Asks the API server whom it takes the caller for.
///
/// Source: `SelfSubjectReview`, authentication.k8s.io/v1.
final class WhoAmI {
  private static final String PATH = "/apis/authentication.k8s.io/v1/selfsubjectreviews";

  private WhoAmI() {}

  static Identity ask(KubernetesClient client) {
    Map<String, ?> question =
        Map.of("apiVersion", "authentication.k8s.io/v1", "kind", "SelfSubjectReview");
    String answer =
        Failures.translated("asking who I am", () -> client.raw(PATH, "POST", question));
    Map<?, ?> review = client.getKubernetesSerialization().unmarshal(answer, Map.class);
    if (review.get("status") instanceof Map<?, ?> status
        && status.get("userInfo") instanceof Map<?, ?> user
        && user.get("username") instanceof String name) {
      List<?> groups = user.get("groups") instanceof List<?> listed ? listed : List.of();
      return new Identity(name, groups.stream().map(String::valueOf).toList());
    }
    throw new ClusterException(
        ClusterException.Kind.PERMANENT, "the API server does not say who I am");
  }
}
