package dev.nightlatch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

/// An admission policy that keeps latches as they are, in one namespace.
record LatchGuard(String policy) {
  static final LatchGuard COMPLETE =
      new LatchGuard(
          """
          apiVersion: admissionregistration.k8s.io/v1
          kind: ValidatingAdmissionPolicy
          metadata: {name: guard-of-NAMESPACE}
          spec:
            failurePolicy: Fail
            matchConstraints:
              resourceRules:
              - {apiGroups: [batch], apiVersions: [v1], operations: [UPDATE], resources: [jobs]}
            matchConditions:
            - name: is-or-was-a-latch
              expression: >-
                'nightlatch.dev/latch' in object.metadata.?labels.orValue({}) ||
                'nightlatch.dev/latch' in oldObject.metadata.?labels.orValue({})
            validations:
            - expression: object.spec == oldObject.spec
              message: a latch does not change
            - {expression: "'nightlatch.dev/latch' in object.metadata.?labels.orValue({})", message: a latch stays labelled}
          ---
          apiVersion: admissionregistration.k8s.io/v1
          kind: ValidatingAdmissionPolicyBinding
          metadata: {name: guard-of-NAMESPACE}
          spec:
            policyName: guard-of-NAMESPACE
            validationActions: [Deny]
            matchResources:
              namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: NAMESPACE}}
          """);

  private static final String PROBE =
      Door.LATCH
          .replace("name: latch\n", "name: probe\n")
          .replace("suspend: false", "suspend: true");

  LatchGuard without(String line) {
    assertThat(policy.lines().filter(l -> l.strip().equals(line))).hasSize(1);
    return new LatchGuard(policy.replaceFirst("(?m)^ *\\Q" + line + "\\E\n", ""));
  }

  /// Installs the guard, and waits until it counts: one or two seconds, in which it is no guard.
  void install(TestCluster cluster) {
    cluster.apply(PROBE);
    cluster.apply(policy.replace("NAMESPACE", cluster.namespace()));
    Wait.until(
        Door.SOON,
        "the guard does not count",
        () ->
            !cluster
                .kubectl()
                .run(
                    "",
                    "patch",
                    "job",
                    "probe",
                    "--dry-run=server",
                    "--type=merge",
                    "--patch={\"spec\": {\"activeDeadlineSeconds\": 7}}")
                .succeeded());
  }
}
