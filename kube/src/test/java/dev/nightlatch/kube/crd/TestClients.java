package dev.nightlatch.kube.crd;

import dev.nightlatch.controlplane.Kubeconfig;
import dev.nightlatch.testkit.Wait;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionCondition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;

/// Clients for tests, of a control plane that knows Nightlatch's kinds.
public final class TestClients {
  private static final Duration ESTABLISHED = Duration.ofSeconds(20);

  private TestClients() {}

  public static KubernetesClient of(Kubeconfig user) {
    return new KubernetesClientBuilder().withConfig(config(user)).build();
  }

  public static Config config(Kubeconfig user) {
    Config config = Config.fromKubeconfig(user.text());
    // Keys on a curve in PKCS #8 are taken for RSA keys otherwise.
    config.setClientKeyAlgo("EC");
    return config;
  }

  /// Installs the definitions with strict validation and waits until they are served. Harmless
  /// when repeated.
  public static void install(KubernetesClient admin) {
    for (String text : Crds.all()) {
      CustomResourceDefinition crd = Serialization.unmarshal(text, CustomResourceDefinition.class);
      admin.resource(crd).fieldValidation(Validation.STRICT).forceConflicts().serverSideApply();
      Wait.until(
          ESTABLISHED,
          crd.getMetadata().getName() + " is not established",
          () -> isEstablished(admin, crd.getMetadata().getName()));
    }
  }

  public static boolean isEstablished(KubernetesClient admin, String name) {
    CustomResourceDefinition seen =
        admin.apiextensions().v1().customResourceDefinitions().withName(name).get();
    // The API server writes `conditions: null` before it has looked at the definition.
    return seen != null
        && seen.getStatus() != null
        && seen.getStatus().getConditions() != null
        && seen.getStatus().getConditions().stream().anyMatch(TestClients::saysEstablished);
  }

  private static boolean saysEstablished(CustomResourceDefinitionCondition condition) {
    return condition.getType().equals("Established") && condition.getStatus().equals("True");
  }
}
