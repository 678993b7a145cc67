package dev.nightlatch.kube.crd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nightlatch.testkit.RealCluster;
import dev.nightlatch.testkit.TestCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the API server takes and what it refuses, by the objects under `crd/good` and `crd/bad`,
/// which stand side by side, and by the examples that users read.
@RealCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CrdExamplesIT {
  private static final Path GOOD = Path.of("src/test/resources/crd/good");
  private static final Path BAD = Path.of("src/test/resources/crd/bad");
  private static final Path FOR_USERS = Path.of("../examples/objects");

  private final KubernetesClient admin;

  CrdExamplesIT(TestCluster cluster) {
    admin = TestClients.of(cluster.admin());
  }

  @BeforeAll
  void install() {
    TestClients.install(admin);
    for (String name : List.of("support-tools", "network", "shop")) {
      admin
          .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
          .serverSideApply();
    }
  }

  @AfterAll
  void close() {
    admin.close();
  }

  @Test
  void theDefinitionsAreEstablished() {
    assertThat(Crds.NAMES).allMatch(name -> TestClients.isEstablished(admin, name));
  }

  static List<Example> good() {
    return Example.in(GOOD);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("good")
  void whatIsWellFormedIsTaken(Example example) {
    assertThatCode(() -> offer(example)).doesNotThrowAnyException();
  }

  static List<Example> forUsers() {
    return Example.in(FOR_USERS);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forUsers")
  void theExamplesForUsersAreTaken(Example example) {
    assertThatCode(() -> offer(example)).doesNotThrowAnyException();
  }

  static List<Example> bad() {
    return Example.in(BAD);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bad")
  void whatIsNotIsRefusedWithASentenceThatHelps(Example example) {
    assertThat(example.refusals()).isNotEmpty();
    KubernetesClientException refused =
        catchThrowableOfType(KubernetesClientException.class, () -> offer(example));
    assertThat(refused).as("the refusal of %s", example.yaml()).isNotNull();
    assertThat(refused.getCode()).isIn(400, 422);
    assertThat(refused.getStatus().getMessage()).contains(example.refusals());
  }

  /// Has the API server judge an object without keeping it.
  private void offer(Example example) {
    HasMetadata _ =
        admin.resource(example.yaml()).dryRun().fieldValidation(Validation.STRICT).create();
  }
}
