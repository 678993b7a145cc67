package dev.nightlatch.kube;

import static dev.nightlatch.kube.Guarded.GRANTS;
import static dev.nightlatch.kube.Guarded.OPERATOR;
import static dev.nightlatch.kube.Guarded.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.kube.Hand.Answer;
import dev.nightlatch.testkit.RealCluster;
import dev.nightlatch.testkit.TestCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What somebody could do with the operator's token at most, even with every right that RBAC has.
@RealCluster(isolated = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("OperatorBoundsIT")
final class OperatorBoundsIT {
  private static final String POLICIES = "nightlatch-operator-network-policies";
  private static final String JOBS = "nightlatch-operator-jobs";
  private static final String PEER =
      """
      - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: support-tools}}
            podSelector: {matchLabels: {app: tools}}
      """
          .stripTrailing();
  private static final String WIDE = "nl-0c5b1b5e-5f1a-4b57-8f3a-1d7c6f2a9e10-ingress";
  private static final String PORTS = "[{protocol: TCP, port: 5432}]";

  private final TestCluster cluster;
  private Guarded guarded;
  private Hand operator;
  private Answer grant;
  private Answer latch;

  OperatorBoundsIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeAll
  void install() {
    guarded = Guarded.on(cluster, OperatorBoundsIT::leaveAWidePolicy);
    operator = guarded.mightyOperator();
    grant = guarded.asked();
    latch = guarded.armed(grant);
  }

  /// From the time before the guards.
  private static void leaveAWidePolicy(Guarded unguarded) {
    unguarded
        .admin()
        .create(
            unguarded.policies(),
            """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata:
              name: WIDE
              labels: {nightlatch.dev/grant: 0c5b1b5e-5f1a-4b57-8f3a-1d7c6f2a9e10}
              finalizers: [example.com/one, example.com/two]
            spec: {podSelector: {}, ingress: [{}]}
            """
                .replace("WIDE", WIDE))
        .taken();
  }

  @AfterAll
  void close() {
    guarded.close();
  }

  private String policy() {
    return guarded.policy(grant, latch.text("metadata.uid"));
  }

  private Answer tries(String part, String otherwise) {
    return operator.tryToCreate(guarded.policies(), with(policy(), part, otherwise));
  }

  @Test
  void itWritesAPolicyAsItsPlanHasIt() {
    operator.tryToCreate(guarded.policies(), policy()).taken();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- ipBlock: {cidr: 192.0.2.0/24}",
        "- ipBlock: {cidr: 192.0.2.7/32}",
        "- ipBlock: {cidr: '2001:db8:1:2::/64'}",
        "- podSelector: {matchLabels: {app: tools}}",
        "- podSelector: {matchExpressions: [{key: app, operator: In, values: [a, b]}]}",
      })
  void itOpensForPodsAndNarrowBlocks(String peer) {
    tries(PEER, peer).taken();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{protocol: TCP, port: 5432}, {protocol: UDP, port: 53}]",
        "[{protocol: TCP, port: 5432, endPort: 5447}]"
      })
  void itOpensPortsByNumber(String ports) {
    tries(PORTS, ports).taken();
  }

  @Test
  void itOpensTheSourcesSide() {
    operator
        .tryToCreate(
            guarded.policies(),
            with(
                with(with(policy(), "[Ingress]", "[Egress]"), "ingress:\n", "egress:\n"),
                "- from:",
                "- to:"))
        .taken();
  }

  @Test
  void aPolicyOfNoGrantIsRefused() {
    String uid = grant.text("metadata.uid");
    String unmarked = with(policy(), "nightlatch.dev/grant: " + uid + ", ", "");
    operator
        .tryToCreate(
            guarded.policies(), with(unmarked, "name: nl-" + uid + "-ingress", "name: other"))
        .refusedBy(POLICIES, "writes policies of grants and no others: wanted is the label");
    // Two guards refuse it, and nobody knows which of them is asked first.
    Answer named = operator.tryToCreate(guarded.policies(), unmarked);
    assertThat(named.isRefusedBy(POLICIES) || named.isRefusedBy("nightlatch-network-policies"))
        .as(named.message())
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "policyTypes: [Ingress]; policyTypes: [Ingress, Egress]",
        "policyTypes: [Ingress]; policyTypes: [Egress]",
      })
  void bothDirectionsAtOnceAreRefused(String part, String otherwise) {
    tries(part, otherwise).refusedBy(POLICIES, "spec.policyTypes: a policy of a grant opens one");
  }

  /// Such a policy would open nothing and cut whatever else goes in.
  @Test
  void aPolicyWithoutRulesIsRefused() {
    String text = policy();
    operator
        .tryToCreate(guarded.policies(), text.substring(0, text.indexOf("  ingress:")))
        .refusedBy(POLICIES, "spec.policyTypes: a policy of a grant opens one direction");
  }

  @Test
  void anotherDirectionsRulesAreRefused() {
    tries("  ingress:\n", "  egress: [{}]\n  ingress:\n")
        .refusedBy(POLICIES, "spec.policyTypes: a policy of a grant opens one direction");
  }

  @ParameterizedTest
  @ValueSource(strings = {"- {}", "- from: []", "- ports: [{protocol: TCP, port: 5432}]"})
  void aRuleForEverybodyIsRefused(String rule) {
    tries("  - from:\n", "  " + rule + "\n  - from:\n")
        .refusedBy(POLICIES, "each rule of a grant's policy names at least one peer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[{protocol: TCP}]",
        "[{protocol: TCP, port: postgres}]",
        "[{protocol: TCP, port: 5432}, {protocol: UDP}]",
        "[{protocol: TCP, port: 5432, endPort: 5448}]",
        "[{protocol: TCP, port: 1, endPort: 65535}]",
      })
  void everyPortOrANamedOneOrALongRangeIsRefused(String ports) {
    tries(PORTS, ports).refusedBy(POLICIES, "names at least one port by its number");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- ipBlock: {cidr: 0.0.0.0/0}",
        "- ipBlock: {cidr: '::/0'}",
        "- ipBlock: {cidr: 192.0.2.0/23}",
        "- ipBlock: {cidr: 10.0.0.0/8}",
        "- ipBlock: {cidr: '2001:db8:1:2::/63'}",
        "- ipBlock: {cidr: 192.0.2.0/24, except: [192.0.2.0/25]}",
      })
  void aWideBlockOrOneWithHolesIsRefused(String block) {
    tries(PEER, block).refusedBy(POLICIES, "an address block of a grant's policy is at least /24");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254/32",
        "127.0.0.1/32",
        "224.0.0.1/32",
        "0.0.0.0/24",
        "255.255.255.255/32",
        "64:ff9b::/96",
        "fe80::/64",
        "::1/128",
      })
  void aBlockOfAddressesThatAreNobodysIsRefused(String cidr) {
    tries(PEER, "- ipBlock: {cidr: '" + cidr + "'}")
        .refusedBy(POLICIES, "spec: loopback, link-local, multicast, broadcast, unspecified");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: support-tools}}",
        "- podSelector: {}",
        "- podSelector: {matchExpressions: [{key: app, operator: Exists}]}",
        "- podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [db]}]}",
      })
  void aPeerThatNamesNoPodsIsRefused(String peer) {
    tries(PEER, peer).refusedBy(POLICIES, "a peer of a grant's policy names at least one label");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{matchLabels: {team: tools}}",
        "{matchLabels: {kubernetes.io/metadata.name: support-tools, team: tools}}",
        "{matchExpressions: [{key: kubernetes.io/metadata.name, operator: Exists}]}",
        "{matchExpressions: [{key: kubernetes.io/metadata.name, operator: In, values: [a, b]}]}",
      })
  void aPeerInNamespacesOfAnyNameIsRefused(String selector) {
    tries("{matchLabels: {kubernetes.io/metadata.name: support-tools}}", selector)
        .refusedBy(POLICIES, "names its namespace by kubernetes.io/metadata.name alone");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{matchExpressions: [{key: app, operator: Exists}]}",
        "{matchExpressions: [{key: app, operator: NotIn, values: [web]}]}",
      })
  void aTargetOfAllPodsIsRefused(String selector) {
    tries("podSelector: {matchLabels: {app: database}}", "podSelector: " + selector)
        .refusedBy(POLICIES, "spec.podSelector: wanted is at least one label value");
  }

  @Test
  void aPolicyLongerThanAnyPlanIsRefused() {
    tries(PEER, "- ipBlock: {cidr: 192.0.2.7/32}\n    ".repeat(257).strip())
        .refusedBy(POLICIES, "a policy of a grant has at most 16 rules, with 256 peers");
    tries(PORTS, "[" + "{protocol: TCP, port: 5432},".repeat(33) + "]")
        .refusedBy(POLICIES, "a policy of a grant has at most 16 rules, with 256 peers");
  }

  @Test
  void theLongestPolicyOfAPlanIsTaken() {
    StringBuilder peers = new StringBuilder();
    StringBuilder ports = new StringBuilder("[");
    for (int i = 0; i < 256; i++) {
      peers.append("    - ipBlock: {cidr: 10.0.").append(i).append(".0/24}\n");
    }
    for (int i = 0; i < 32; i++) {
      ports.append("{protocol: TCP, port: ").append(1000 + i).append("},");
    }
    String text = with(with(policy(), PORTS, ports + "]"), PEER, peers.toString().strip());
    operator.tryToCreate(guarded.policies(), text).taken();
  }

  @Test
  void aStrangersPolicyIsNeitherChangedNorTaken() {
    String path = guarded.policies() + "/standing";
    guarded
        .admin()
        .create(
            guarded.policies(),
            """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: standing, finalizers: [example.com/hold]}
            spec: {podSelector: {}, policyTypes: [Ingress]}
            """)
        .taken();
    for (String change :
        new String[] {
          "{'spec':{'ingress':[{}]}}",
          "{'metadata':{'annotations':{'x':'y'}}}",
          "{'metadata':{'finalizers':null}}"
        }) {
      operator.patch(path, change).refusedBy(POLICIES, "writes policies of grants and no others");
    }
  }

  /// To delete a policy can open as well as close.
  @Test
  void noStandingPolicyIsDeletedWhateverLabelItBears() {
    guarded
        .admin()
        .create(
            guarded.policies(),
            """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: default-deny}
            spec: {podSelector: {}, policyTypes: [Ingress]}
            """)
        .taken();
    String path = guarded.policies() + "/default-deny";
    operator.delete(path).refusedBy(POLICIES, "deletes policies of grants and no others");
    operator
        .delete(guarded.policies() + "?fieldSelector=metadata.name%3Ddefault-deny")
        .refusedBy(POLICIES, "found default-deny");
    assertThat(guarded.admin().sees(path)).isTrue();
  }

  @Test
  void noJobButALatchIsDeleted() {
    guarded
        .admin()
        .create(
            guarded.jobs(),
            """
            apiVersion: batch/v1
            kind: Job
            metadata: {name: backup}
            spec:
              suspend: true
              template: {spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}
            """)
        .taken();
    operator
        .delete(guarded.jobs() + "/backup", "{'propagationPolicy':'Background'}")
        .refusedBy(JOBS, "deletes latches and no other Jobs; found backup");
  }

  @Test
  void itsOwnPolicyIsWidenedNoMoreThanANewOneIsWide() {
    Answer another = guarded.asked();
    Answer opened = guarded.opened(another, guarded.armed(another));
    String path = guarded.policies() + "/" + opened.text("metadata.name");
    guarded
        .operator()
        .patchBySteps(
            path,
            "[{'op':'add','path':'/spec/ingress/0/from/-',"
                + "'value':{'ipBlock':{'cidr':'0.0.0.0/0'}}}]")
        .refusedBy(POLICIES, "an address block of a grant's policy is at least /24");
  }

  @Test
  void itsOwnPolicyIsMended() {
    Answer another = guarded.asked();
    Answer opened = guarded.opened(another, guarded.armed(another));
    guarded
        .operator()
        .patch(
            guarded.policies() + "/" + opened.text("metadata.name"),
            "{'metadata':{'annotations':{'nightlatch.dev/expires-at':'2026-01-02T03:04:06Z'}},"
                + "'spec':{'podSelector':{'matchLabels':{'app':'orders'}}}}")
        .taken();
  }

  /// What it leaves as it is is not looked at again: nothing may be in the way of a closing.
  @Test
  void aPolicyThatIsWiderThanAnyNowIsReleasedAndDeletedAllTheSame() {
    String path = guarded.policies() + "/" + WIDE;
    guarded.operator().patch(path, "{'metadata':{'finalizers':['example.com/one']}}").taken();
    guarded.operator().delete(path).taken();
    guarded.operator().patch(path, "{'metadata':{'finalizers':null}}").taken();
    guarded.admin().awaitGone(path);
  }

  @Test
  void anOrdinaryJobIsRefused() {
    operator
        .tryToCreate(
            guarded.jobs(),
            """
            apiVersion: batch/v1
            kind: Job
            metadata: {name: report}
            spec:
              template:
                spec:
                  restartPolicy: Never
                  automountServiceAccountToken: false
                  containers: [{name: c, image: never-pulled}]
            """)
        .refusedBy(JOBS, "makes latches and no other Jobs: wanted is the label");
  }

  @ParameterizedTest
  @ValueSource(strings = {"app: latch", "nightlatch.dev/latch: 'yes'"})
  void aLatchThatDoesNotSaySoIsRefused(String label) {
    operator
        .tryToCreate(
            guarded.jobs(),
            with(Guarded.latch(guarded.asked()), "nightlatch.dev/latch: 'true'", label))
        .refusedBy(JOBS, "makes latches and no other Jobs: wanted is the label");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "serviceAccountName: builder; no ServiceAccount of its own",
        "volumes: [{name: v, secret: {secretName: s}}]; no volumes and nothing of the host",
        "volumes: [{name: v, hostPath: {path: /}}]; no volumes and nothing of the host",
        "hostNetwork: true; no volumes and nothing of the host",
        "hostPID: true; no volumes and nothing of the host",
        "hostIPC: true; no volumes and nothing of the host",
      })
  void aLatchWhosePodWouldHaveSomethingIsRefused(String field, String reason) {
    operator
        .tryToCreate(
            guarded.jobs(),
            with(
                Guarded.latch(guarded.asked()),
                "restartPolicy: Never\n",
                "restartPolicy: Never\n      " + field + "\n"))
        .refusedBy(JOBS, reason);
  }

  @Test
  void aLatchWhosePodWouldHaveATokenIsRefused() {
    operator
        .tryToCreate(
            guarded.jobs(),
            with(
                Guarded.latch(guarded.asked()),
                "automountServiceAccountToken: false",
                "enableServiceLinks: false"))
        .refusedBy(JOBS, "no ServiceAccount of its own, and no token");
  }

  @Test
  void noJobIsChanged() {
    guarded
        .admin()
        .create(
            guarded.jobs(),
            """
            apiVersion: batch/v1
            kind: Job
            metadata: {name: standing}
            spec:
              suspend: true
              template: {spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}
            """)
        .taken();
    operator
        .patch(guarded.jobs() + "/standing", "{'spec':{'suspend':false}}")
        .refusedBy(JOBS, "makes latches and changes no Job");
    operator
        .patch(guarded.jobs() + "/standing/status", "{'metadata':{'labels':{'x':'y'}}}")
        .refusedBy(JOBS, "makes latches and changes no Job");
    operator
        .patch(
            guarded.jobs() + "/" + latch.text("metadata.name"),
            "{'metadata':{'annotations':{'x':'y'}}}")
        .refusedBy(JOBS, "makes latches and changes no Job");
  }

  @Test
  void noGrantIsAskedFor() {
    guarded.operator().create(GRANTS, guarded.grant()).refusedByRoles();
    operator
        .create(GRANTS, with(guarded.grant(), "alice@example.com", OPERATOR))
        .refusedBy("nightlatch-grants", "never by a ServiceAccount; found " + OPERATOR);
    operator
        .create(GRANTS, guarded.grant())
        .refusedBy("nightlatch-grants", "never by a ServiceAccount; found " + OPERATOR);
  }

  @Test
  void noGrantIsApproved() {
    String path = Guarded.path(grant);
    String approval =
        "{'spec':{'approvals':[{'by':'%s','terms':'%s','groups':['system:masters']}]}}"
            .formatted(OPERATOR, "a".repeat(64));
    guarded.operator().patch(path, approval).refusedByRoles();
    operator
        .patch(path, approval)
        .refusedBy("nightlatch-grants", "never from a ServiceAccount; found " + OPERATOR);
    operator
        .patch(path, approval.replace(OPERATOR, "bob@example.com"))
        .refusedBy("nightlatch-grants", "never from a ServiceAccount; found " + OPERATOR);
  }
}
