package dev.nightlatch.testkit;

/// Somebody who may patch Jobs in one namespace, and nothing else.
record Meddler(Kubectl kubectl) {
  private static final String ROLE =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: meddler}
      rules: [{apiGroups: [batch], resources: [jobs], verbs: [get, patch]}]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: meddler}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: meddler}
      subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: mallory@example.com}]
      """;

  static Meddler in(TestCluster cluster) {
    cluster.apply(ROLE);
    Kubectl kubectl = cluster.kubectl(cluster.stranger());
    // A role counts when the authorizer has seen it, a moment after it was stored.
    Wait.until(
        Door.SOON,
        "the meddler may not patch",
        () -> kubectl.run("", "auth", "can-i", "patch", "jobs").succeeded());
    return new Meddler(kubectl);
  }

  Kubectl.Result patch(String patch) {
    return kubectl.run("", "patch", "job", "latch", "--type=merge", "--patch=" + patch);
  }
}
