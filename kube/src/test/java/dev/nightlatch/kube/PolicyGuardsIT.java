package dev.nightlatch.kube;

import static dev.nightlatch.kube.Guarded.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.Names;
import dev.nightlatch.kube.Hand.Answer;
import dev.nightlatch.testkit.RealCluster;
import dev.nightlatch.testkit.TestCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What nobody may do to a grant's policy, whatever their rights: they are an admin's, so that the
/// guard alone is in the way.
@RealCluster(isolated = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("PolicyGuardsIT")
final class PolicyGuardsIT {
  private static final String GUARD = "nightlatch-network-policies";
  private static final String PLUGIN_CONTROLLER =
      "system:serviceaccount:kube-system:amazon-network-policy-controller-k8s";
  private static final String LOST = "0b5b9a0e-7a34-4d24-a3de-5b2f1f3f6a11";
  private static final String ELSEWHERE =
      "{'apiVersion':'v1','kind':'Namespace','name':'default','uid':'other'}";

  private final TestCluster cluster;
  private Guarded guarded;
  private Answer grant;
  private Answer latch;
  private Answer policy;
  private String path;

  PolicyGuardsIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeAll
  void install() {
    guarded = Guarded.on(cluster, PolicyGuardsIT::loseTheLabel);
    grant = guarded.asked();
    latch = guarded.armed(grant);
    policy = guarded.opened(grant, latch);
    path = guarded.policies() + "/" + policy.text("metadata.name");
  }

  /// A policy of a grant that lost its label, and got a finalizer, while no guard stood.
  private static void loseTheLabel(Guarded unguarded) {
    Answer job =
        unguarded
            .admin()
            .create(
                unguarded.jobs(),
                """
                apiVersion: batch/v1
                kind: Job
                metadata: {name: nl-LOST}
                spec:
                  parallelism: 0
                  template:
                    spec: {restartPolicy: Never, containers: [{name: latch, image: never-pulled}]}
                """
                    .replace("LOST", LOST))
            .taken();
    Answer _ =
        unguarded
            .admin()
            .create(
                unguarded.policies(),
                """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata:
                  name: nl-LOST-ingress
                  finalizers: [example.com/hold]
                  ownerReferences:
                  - {apiVersion: batch/v1, kind: Job, blockOwnerDeletion: true, name: nl-LOST,
                     uid: UID-OF-LATCH}
                spec:
                  podSelector: {matchLabels: {app: database}}
                  policyTypes: [Ingress]
                  ingress:
                  - from: [{podSelector: {matchLabels: {app: tools}}}]
                    ports: [{protocol: TCP, port: 5432}]
                """
                    .replace("LOST", LOST)
                    .replace("UID-OF-LATCH", job.text("metadata.uid")))
            .taken();
  }

  @AfterEach
  void thePolicyIsAsItWas() {
    Answer now = guarded.admin().get(path).taken();
    assertThat(now.at("spec")).isEqualTo(policy.at("spec"));
    for (String field : new String[] {"labels", "annotations", "ownerReferences", "uid"}) {
      assertThat(now.at("metadata." + field)).isEqualTo(policy.at("metadata." + field));
    }
    assertThat(now.has("metadata.finalizers")).isFalse();
  }

  @AfterAll
  void close() {
    guarded.close();
  }

  @Test
  void nobodyElseMakesAPolicyWithTheLabelOfAGrant() {
    guarded
        .admin()
        .create(guarded.policies(), with(policy(), "-ingress", "-egress-1"))
        .refusedBy(GUARD, "a policy of a grant is made by the operator of Nightlatch alone; found");
  }

  /// Where somebody sits on the name, the operator could not put its own policy in, nor out.
  @ParameterizedTest
  @ValueSource(strings = {"-ingress", "-egress-1"})
  void nobodyElseTakesTheNameOfAPolicyOfAGrant(String side) {
    guarded
        .admin()
        .create(guarded.policies(), standing("nl-6f9619ff-8b86-4d01-b42d-00cf4fc964ff" + side))
        .refusedBy(GUARD, "a policy of a grant is made by the operator of Nightlatch alone; found");
  }

  @Test
  void whatLostItsLabelWhileNoGuardStoodIsPutRightByTheOperatorAlone() {
    String lost = guarded.policies() + "/nl-" + LOST + "-ingress";
    String widened = "'spec':{'ingress':[{'ports':[{'port':5432}]}]}";
    guarded
        .admin()
        .patch(lost, "{" + widened + "}")
        .refusedBy(GUARD, "spec: a policy of a grant is changed by the operator of Nightlatch");
    guarded
        .admin()
        .patch(lost, label(LOST))
        .refusedBy(GUARD, "nightlatch.dev/grant is never put on a policy that is there already");
    guarded
        .mightyOperator()
        .patch(lost, "{" + widened + "}")
        .refusedBy(
            "nightlatch-operator-network-policies", "writes policies of grants and no others");
    guarded
        .operator()
        .patch(lost, label("6f9619ff-8b86-4d01-b42d-00cf4fc964ff"))
        .refusedBy(GUARD, "metadata.ownerReferences: a policy of a grant has one owner, its latch");
    guarded.operator().patch(lost, "{'metadata':{'finalizers':null}}").taken();
    guarded.operator().patch(lost, label(LOST)).taken();
    guarded
        .admin()
        .patch(lost, "{'metadata':{'labels':{'nightlatch.dev/grant':null}}}")
        .refusedBy(GUARD, "nightlatch.dev/grant never changes and is never taken away");
    guarded.operator().delete(lost).taken();
  }

  private static String label(String grant) {
    return "{'metadata':{'labels':{'nightlatch.dev/grant':'" + grant + "'}}}";
  }

  private String policy() {
    return guarded.policy(grant, latch.text("metadata.uid"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{'op':'add','path':'/spec/ingress/0/from/-','value':{'ipBlock':{'cidr':'0.0.0.0/0'}}}]",
        "[{'op':'add','path':'/spec/ingress/0/from/-','value':{'podSelector':{}}}]",
        "[{'op':'remove','path':'/spec/ingress/0/from'}]",
        "[{'op':'replace','path':'/spec/ingress/0/from/0/podSelector','value':{}}]",
        "[{'op':'replace','path':'/spec/ingress/0/from/0/namespaceSelector','value':{}}]",
        "[{'op':'add','path':'/spec/ingress/0/ports/-','value':{'port':22}}]",
        "[{'op':'add','path':'/spec/ingress/0/ports/0/endPort','value':5433}]",
        "[{'op':'remove','path':'/spec/ingress/0/ports'}]",
        "[{'op':'add','path':'/spec/ingress/-','value':{}}]",
        "[{'op':'replace','path':'/spec/podSelector','value':{}}]",
        "[{'op':'add','path':'/spec/policyTypes/-','value':'Egress'}]",
        "[{'op':'remove','path':'/spec/ingress'}]",
      })
  void nobodyChangesWhatAPolicyOpens(String steps) {
    guarded
        .admin()
        .patchBySteps(path, steps)
        .refusedBy(
            GUARD, "spec: a policy of a grant is changed by the operator of Nightlatch alone");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "'another'", "''"})
  void nobodyTakesTheLabelAway(String value) {
    String change = "{'metadata':{'labels':{'nightlatch.dev/grant':" + value + "}}}";
    for (Hand hand : new Hand[] {guarded.admin(), guarded.mightyOperator()}) {
      hand.patch(path, change)
          .refusedBy(
              GUARD, "metadata.labels: nightlatch.dev/grant never changes and is never taken away");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'app.kubernetes.io/managed-by':null}",
        "{'app.kubernetes.io/managed-by':'Helm'}",
        "{'nightlatch.dev/other':'x'}",
      })
  void nobodyChangesWhoManagesAPolicy(String labels) {
    guarded
        .admin()
        .patch(path, "{'metadata':{'labels':" + labels + "}}")
        .refusedBy(GUARD, "labels under nightlatch.dev/ and app.kubernetes.io/managed-by");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'nightlatch.dev/expires-at':'2099-01-01T00:00:00Z'}",
        "{'nightlatch.dev/expires-at':null}",
        "{'nightlatch.dev/requested-by':'mallory@example.com'}",
        "{'nightlatch.dev/other':'x'}",
      })
  void nobodyChangesWhatAPolicySaysOfItself(String annotations) {
    guarded
        .admin()
        .patch(path, "{'metadata':{'annotations':" + annotations + "}}")
        .refusedBy(GUARD, "metadata.annotations: annotations under nightlatch.dev/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{'op':'remove','path':'/metadata/ownerReferences'}]",
        "[{'op':'add','path':'/metadata/ownerReferences/-','value':" + ELSEWHERE + "}]",
        "[{'op':'replace','path':'/metadata/ownerReferences/0','value':" + ELSEWHERE + "}]",
        "[{'op':'replace','path':'/metadata/ownerReferences/0/uid','value':'another'}]",
      })
  void nobodyGivesAPolicyAnotherOwner(String steps) {
    for (Hand hand : new Hand[] {guarded.admin(), guarded.mightyOperator()}) {
      hand.patchBySteps(path, steps)
          .refusedBy(
              GUARD, "metadata.ownerReferences: the owner of a grant's policy never changes");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.com/hold",
        "orphan",
        "foregroundDeletion",
        "networking.k8s.aws/resources"
      })
  void nobodyHoldsAPolicyByAFinalizer(String finalizer) {
    for (Hand hand : new Hand[] {guarded.admin(), guarded.mightyOperator()}) {
      hand.patch(path, "{'metadata':{'finalizers':['" + finalizer + "']}}")
          .refusedBy(GUARD, "metadata.finalizers: a policy of a grant gets none, but");
    }
  }

  @Test
  void thePluginsControllerPutsNoFinalizerOnButItsOwn() {
    guarded
        .as(PLUGIN_CONTROLLER, "system:masters")
        .patch(path, "{'metadata':{'finalizers':['example.com/hold']}}")
        .refusedBy(GUARD, "metadata.finalizers: a policy of a grant gets none, but");
  }

  @ParameterizedTest
  @ValueSource(strings = {PLUGIN_CONTROLLER, "eks:network-policy-controller"})
  void thePluginsControllerPutsItsFinalizerOnAndAnybodyTakesItOff(String controller) {
    assertThat(Names.PLUGIN_FINALIZERS).containsExactly("networking.k8s.aws/resources");
    guarded
        .as(controller, "system:masters")
        .patch(path, "{'metadata':{'finalizers':['networking.k8s.aws/resources']}}")
        .taken();
    guarded.admin().patch(path, "{'metadata':{'finalizers':null}}").taken();
  }

  @Test
  void nobodyMakesAPolicyOfAGrantOfOneThatIsThere() {
    guarded.admin().create(guarded.policies(), standing("standing")).taken();
    guarded
        .admin()
        .patch(
            guarded.policies() + "/standing",
            "{'metadata':{'labels':{'nightlatch.dev/grant':'x'}}}")
        .refusedBy(GUARD, "nightlatch.dev/grant is never put on a policy that is there already");
  }

  private static String standing(String name) {
    return """
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: NAME}
    spec: {podSelector: {}, policyTypes: [Ingress]}
    """
        .replace("NAME", name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"labels", "annotations"})
  void aMarkOfTheirOwnIsAnybodysToPutAndToTakeAway(String kind) {
    guarded.admin().patch(path, "{'metadata':{'" + kind + "':{'team':'orders'}}}").taken();
    guarded.admin().patch(path, "{'metadata':{'" + kind + "':{'team':null}}}").taken();
  }

  @Test
  void otherPoliciesAreNobodysBusiness() {
    String other = guarded.policies() + "/other";
    guarded.admin().create(guarded.policies(), standing("other")).taken();
    guarded
        .admin()
        .patch(other, "{'metadata':{'finalizers':['example.com/hold']},'spec':{'ingress':[{}]}}")
        .taken();
    guarded.admin().patch(other, "{'metadata':{'finalizers':null}}").taken();
    guarded.admin().delete(other).taken();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?propagationPolicy=Background",
        "?propagationPolicy=Foreground",
        "?propagationPolicy=Orphan"
      })
  void whoeverMayDeleteAPolicyCloses(String query) {
    Answer another = guarded.asked();
    Answer opened = guarded.opened(another, guarded.armed(another));
    String its = guarded.policies() + "/" + opened.text("metadata.name");
    guarded.admin().delete(its + query).taken();
    guarded.admin().awaitGone(its);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "name: nl-UID,; name: nl-other,; has one owner, its latch, the Job nl-",
        "apiVersion: batch/v1; apiVersion: batch/v2; has one owner, its latch",
        "kind: Job; kind: CronJob; has one owner, its latch",
        " blockOwnerDeletion: true,; ''; has one owner, its latch",
        "blockOwnerDeletion: true; blockOwnerDeletion: true, controller: true; has one owner",
      })
  void theOperatorMakesNoPolicyThatTheLatchWouldNotTakeAlong(
      String part, String otherwise, String reason) {
    String its = part.replace("UID", grant.text("metadata.uid"));
    guarded
        .mightyOperator()
        .create(guarded.policies(), with(policy(), its, otherwise))
        .refusedBy(GUARD, reason);
  }

  /// The latch of a canary closes when nobody has asked for it, and no boundary bounds it.
  @Test
  void theOperatorMakesNoPolicyThatACanaryWouldOwn() {
    String uid = grant.text("metadata.uid");
    guarded
        .mightyOperator()
        .create(guarded.policies(), policy().replace(uid, "canary-x"))
        .refusedBy(GUARD, "found nightlatch.dev/grant: canary-x; wanted is the UID of a grant");
  }

  @Test
  void theOperatorMakesNoPolicyWithoutAnOwner() {
    String text = policy();
    int from = text.indexOf("  ownerReferences:");
    int to = text.indexOf("spec:");
    guarded
        .mightyOperator()
        .create(guarded.policies(), text.substring(0, from) + text.substring(to))
        .refusedBy(GUARD, "has one owner, its latch, the Job nl-" + grant.text("metadata.uid"));
  }

  @Test
  void theOperatorMakesNoPolicyWithTwoOwners() {
    String second = "  - {apiVersion: v1, kind: Namespace, name: default, uid: other}\nspec:\n";
    guarded
        .mightyOperator()
        .create(guarded.policies(), with(policy(), "spec:\n", second))
        .refusedBy(GUARD, "has one owner, its latch");
  }

  @Test
  void theOperatorMakesNoPolicyWithAFinalizer() {
    guarded
        .mightyOperator()
        .create(
            guarded.policies(),
            with(policy(), "metadata:\n", "metadata:\n  finalizers: [example.com/hold]\n"))
        .refusedBy(GUARD, "metadata.finalizers: a policy of a grant gets none, but");
  }

  @Test
  void theOperatorMakesNoPolicyThatTheSweeperWouldNotKnow() {
    guarded
        .mightyOperator()
        .create(
            guarded.policies(),
            with(policy(), "name: nl-" + grant.text("metadata.uid") + "-ingress", "name: other"))
        .refusedBy(GUARD, "metadata.name: found other; wanted is a name that begins with nl-");
  }
}
