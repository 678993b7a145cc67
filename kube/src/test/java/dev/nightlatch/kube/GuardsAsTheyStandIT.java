package dev.nightlatch.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.kube.Hand.Answer;
import dev.nightlatch.testkit.RealCluster;
import dev.nightlatch.testkit.TestCluster;
import dev.nightlatch.testkit.Wait;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/// The guards as the API server holds them: in force, and word by word as they are packaged, so
/// that whoever compares them finds each change.
@RealCluster(isolated = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("GuardsAsTheyStandIT")
class GuardsAsTheyStandIT {
  private static final String GROUP = "/apis/admissionregistration.k8s.io/v1/";
  private static final Duration CHECKED = Duration.ofSeconds(20);

  private final TestCluster cluster;
  private Guarded guarded;

  GuardsAsTheyStandIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeAll
  void eachGuardIsInForce() {
    guarded = Guarded.on(cluster);
  }

  @AfterAll
  void close() {
    guarded.close();
  }

  @Test
  void theServerHoldsThemWordByWord() {
    List<Map<?, ?>> packaged = packaged();
    assertThat(packaged).hasSize(20);
    for (Map<?, ?> guard : packaged) {
      Answer held = guarded.admin().get(path(guard)).taken();
      assertThat(held.at("spec")).as(path(guard)).isEqualTo(guard.get("spec"));
    }
  }

  @Test
  void eachRefusesAndIsWrittenToTheAuditLog() {
    List<String> bound =
        ofKind("ValidatingAdmissionPolicyBinding").stream()
            .map(
                binding -> {
                  Map<?, ?> spec = part(binding, "spec");
                  assertThat(spec.get("validationActions")).isEqualTo(List.of("Deny", "Audit"));
                  return String.valueOf(spec.get("policyName"));
                })
            .toList();
    assertThat(bound)
        .isEqualTo(ofKind("ValidatingAdmissionPolicy").stream().map(this::name).toList());
  }

  /// The server compares each expression with the fields of the kinds that it is about.
  @Test
  void theyNameNoFieldThatTheKindsDoNotHave() {
    for (Map<?, ?> guard : ofKind("ValidatingAdmissionPolicy")) {
      Answer checked =
          Wait.forValue(
              CHECKED,
              () ->
                  Optional.of(guarded.admin().get(path(guard)))
                      .filter(GuardsAsTheyStandIT::isChecked),
              () -> path(guard) + " is not checked");
      assertThat(checked.at("status.typeChecking")).as(path(guard)).isEqualTo(Map.of());
    }
  }

  private static boolean isChecked(Answer guard) {
    return guard.has("status.typeChecking")
        && guard.at("status.observedGeneration").equals(guard.at("metadata.generation"));
  }

  /// Where both say so, the kind is asked first; so its own rules are taken away here.
  @Test
  void whatNeverChangesNeverChangesEvenIfTheKindDoesNotSaySo() {
    String grant = Guarded.path(guarded.asked());
    String approval =
        "{'by':'bob@example.com','groups':['approvers','system:authenticated'],'terms':'%s'}"
            .formatted("a".repeat(64));
    guarded.bob().patch(grant, "{'spec':{'approvals':[" + approval + "]}}").taken();
    guarded
        .alice()
        .patch(
            grant,
            "{'spec':{'revocation':{'by':'alice@example.com',"
                + "'groups':['oncall','system:authenticated']}}}")
        .taken();
    String spec = "/spec/versions/0/schema/openAPIV3Schema/properties/spec";
    guarded
        .admin()
        .patchBySteps(
            "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/accessgrants.nightlatch.dev",
            "[{'op':'remove','path':'%1$s/x-kubernetes-validations'},{'op':'remove','path':'%1$s/properties/request/x-kubernetes-validations'}]"
                .formatted(spec))
        .taken();
    assertGuardRefuses(grant, "{'spec':{'approvals':null}}", "approvals are only added");
    assertGuardRefuses(grant, "{'spec':{'revocation':null}}", "are never changed nor taken back");
    assertGuardRefuses(
        grant,
        "{'spec':{'revocation':{'by':'mallory@example.com'}}}",
        "are never changed nor taken back");
    for (String request :
        List.of(
            "{'requestedBy':'mallory@example.com'}",
            "{'duration':'24h'}",
            "{'groups':['oncall','approvers','system:authenticated']}",
            "{'rule':{'name':'db-admin'}}")) {
      assertGuardRefuses(
          grant, "{'spec':{'request':" + request + "}}", "what was asked for never changes");
    }
  }

  private void assertGuardRefuses(String grant, String change, String reason) {
    Answer refused =
        Wait.forValue(
            CHECKED,
            () ->
                Optional.of(guarded.bob().patch(grant + "?dryRun=All", change))
                    .filter(answer -> answer.isRefusedBy("nightlatch-grants")),
            () -> "the guard does not refuse " + change);
    assertThat(refused.message()).contains(reason);
  }

  private String name(Map<?, ?> guard) {
    return String.valueOf(part(guard, "metadata").get("name"));
  }

  private String path(Map<?, ?> guard) {
    String plural =
        Objects.equals(guard.get("kind"), "ValidatingAdmissionPolicy")
            ? "validatingadmissionpolicies/"
            : "validatingadmissionpolicybindings/";
    return GROUP + plural + name(guard);
  }

  private static Map<?, ?> part(Map<?, ?> tree, String field) {
    return (Map<?, ?>) Objects.requireNonNull(tree.get(field));
  }

  private static List<Map<?, ?>> ofKind(String kind) {
    return packaged().stream().filter(guard -> kind.equals(guard.get("kind"))).toList();
  }

  private static List<Map<?, ?>> packaged() {
    KubernetesSerialization yaml = new KubernetesSerialization();
    return Stream.of(InstallManifests.guards().split("(?m)^---$", -1))
        .<Map<?, ?>>map(document -> yaml.unmarshal(document, Map.class))
        .toList();
  }
}
