package dev.nightlatch.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.Guards;
import dev.nightlatch.testkit.RealCluster;
import dev.nightlatch.testkit.TestCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Nothing in the API can refuse that somebody takes a guard away: the operator sees it.
@RealCluster(isolated = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
class KubeGuardsIT {
  private final TestCluster cluster;
  private final KubeCluster operator;

  KubeGuardsIT(TestCluster cluster) {
    this.cluster = cluster;
    this.operator = Installed.on(cluster).operator();
  }

  @BeforeAll
  void theyStand() {
    assertThat(operator.guards()).isInstanceOf(Guards.InForce.class);
  }

  @AfterEach
  void putBack() {
    String guards = InstallManifests.guards();
    cluster.kubectl().run(guards, "delete", "--ignore-not-found", "-f", "-", "--namespace=");
    cluster.kubectl().run(guards, "apply", "-f", "-", "--namespace=");
    assertThat(operator.guards()).isInstanceOf(Guards.InForce.class);
  }

  @AfterAll
  void close() {
    operator.close();
  }

  private List<String> faults() {
    return operator.guards() instanceof Guards.Broken(var faults) ? faults : List.of();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nightlatch-grants",
        "nightlatch-grants-status",
        "nightlatch-grants-deletion",
        "nightlatch-latches",
        "nightlatch-network-policies",
        "nightlatch-operator-network-policies",
        "nightlatch-operator-jobs",
        "nightlatch-operator-boundaries",
        "nightlatch-operator-boundaries-on-change",
        "nightlatch-sources"
      })
  void aGuardOrItsBindingThatIsDeletedIsMissed(String name) {
    cluster.kubectl("delete", "validatingadmissionpolicybinding", name);
    assertThat(faults())
        .containsExactly("ValidatingAdmissionPolicyBinding " + name + " is missing");
    cluster.kubectl("delete", "validatingadmissionpolicy", name);
    assertThat(faults()).contains("ValidatingAdmissionPolicy " + name + " is missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'spec':{'failurePolicy':'Ignore'}}",
        "{'spec':{'matchConditions':[{'name':'never','expression':'false'}]}}",
        "{'spec':{'matchConstraints':{'objectSelector':{'matchLabels':{'guarded':'yes'}}}}}",
        "{'spec':{'validations':[{'expression':'true'}]}}"
      })
  void aGuardThatIsAlteredIsSeen(String change) {
    cluster.kubectl(
        "patch",
        "validatingadmissionpolicy",
        "nightlatch-latches",
        "--type=merge",
        "--patch=" + change.replace('\'', '"'));
    assertThat(faults())
        .containsExactly("ValidatingAdmissionPolicy nightlatch-latches is not as it was installed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'spec':{'validationActions':['Audit']}}",
        "{'spec':{'matchResources':{'namespaceSelector':{'matchLabels':{'guarded':'yes'}}}}}"
      })
  void aBindingThatIsAlteredIsSeen(String change) {
    cluster.kubectl(
        "patch",
        "validatingadmissionpolicybinding",
        "nightlatch-grants",
        "--type=merge",
        "--patch=" + change.replace('\'', '"'));
    assertThat(faults())
        .containsExactly(
            "ValidatingAdmissionPolicyBinding nightlatch-grants is not as it was installed");
  }

  /// A label or an annotation guards nothing.
  @Test
  void whatGuardsNothingMayChange() {
    cluster.kubectl("annotate", "validatingadmissionpolicy", "nightlatch-grants", "team=platform");
    assertThat(operator.guards()).isInstanceOf(Guards.InForce.class);
  }

  /// Whoever takes a guard away, says something and puts it back has left a trace.
  @Test
  void aGuardThatWasAwayForAMomentIsYoung() {
    Instant before = Instant.now().minus(Duration.ofSeconds(1));
    cluster.kubectl("delete", "validatingadmissionpolicybinding", "nightlatch-grants");
    putBack();
    assertThat(operator.guards())
        .isInstanceOfSatisfying(
            Guards.InForce.class, guards -> assertThat(guards.since()).isAfterOrEqualTo(before));
  }

  /// From then on the API server notes no change of it any more, and its age is that of its making.
  @Test
  void aGuardThatDoesNotSayWhenItWasWrittenIsBroken() {
    String guard = "nightlatch-sources";
    cluster.kubectl(
        "patch",
        "validatingadmissionpolicy",
        guard,
        "--type=merge",
        "--patch={\"metadata\": {\"managedFields\": [{}]}}");
    assertThat(operator.guards())
        .isInstanceOfSatisfying(
            Guards.Broken.class,
            guards ->
                assertThat(guards.faults())
                    .singleElement()
                    .asString()
                    .contains(guard + " does not say when it was written"));
  }
}
