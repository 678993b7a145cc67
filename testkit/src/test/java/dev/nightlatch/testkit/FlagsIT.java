package dev.nightlatch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Flags of a class's own, on a control plane of its own.
@RealCluster(
    isolated = true,
    apiServer = {
      "--emulated-version=1.35",
      "--enable-admission-plugins=OwnerReferencesPermissionEnforcement"
    },
    controllerManager = "--emulated-version=1.35")
class FlagsIT {
  private static final String MAY_MAKE_POLICIES =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: policies}
      rules: [{apiGroups: [networking.k8s.io], resources: [networkpolicies], verbs: ["*"]}]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: policies}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: policies}
      subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: oncall}]
      """;

  @Test
  void theServerGoesAsTheVersionThatItWasToldToBe(TestCluster cluster) {
    assertThat(cluster.kubectl("get", "--raw", "/version")).contains("\"emulationMinor\": \"35\"");
  }

  @Test
  void anAdmissionPluginThatIsOffByDefaultIsOn(TestCluster cluster) {
    Door door = new Door(cluster);
    cluster.apply(MAY_MAKE_POLICIES);
    Kubectl alice = cluster.kubectl(cluster.alice());
    Wait.until(
        Door.SOON,
        "alice may not create",
        () -> alice.run("", "auth", "can-i", "create", "networkpolicies").succeeded());
    String latch = door.create(Door.LATCH);
    String blocking =
        Door.POLICY.replace("uid: UID-OF-LATCH}", "uid: " + latch + ", blockOwnerDeletion: true}");

    assertThat(alice.run(blocking, "create", "-f", "-").error())
        .contains("cannot set blockOwnerDeletion");
  }

  @Test
  void theLatchClosesUnderTheEarlierVersionToo(TestCluster cluster) {
    Door door = new Door(cluster);
    door.arm(Door.LATCH);
    door.open(Door.POLICY);
    door.awaitClosed();
  }
}
