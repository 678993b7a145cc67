package dev.nightlatch.kube;

import static dev.nightlatch.kube.Guarded.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.controlplane.Component;
import dev.nightlatch.kube.Hand.Answer;
import dev.nightlatch.testkit.RealCluster;
import dev.nightlatch.testkit.TestCluster;
import java.util.Map;
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

/// What nobody may do to a latch, whatever their rights: they are an admin's, so that the guard
/// alone is in the way.
@RealCluster(isolated = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("LatchGuardsIT")
final class LatchGuardsIT {
  private static final String GUARD = "nightlatch-latches";
  private static final String ELSEWHERE =
      "{'apiVersion':'v1','kind':'Namespace','name':'default','uid':'other'}";

  private final TestCluster cluster;
  private Guarded guarded;
  private Answer grant;
  private Answer latch;
  private String path;

  LatchGuardsIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeAll
  void install() {
    guarded = Guarded.on(cluster);
    grant = guarded.asked();
    latch = guarded.armed(grant);
    path = guarded.jobs() + "/" + latch.text("metadata.name");
  }

  @AfterEach
  void theLatchIsAsItWas() {
    Answer now = guarded.admin().get(path).taken();
    assertThat(now.at("spec")).isEqualTo(latch.at("spec"));
    assertThat(now.at("status.startTime")).isEqualTo(latch.at("status.startTime"));
    for (String field : new String[] {"labels", "ownerReferences", "finalizers", "uid"}) {
      assertThat(now.at("metadata." + field)).isEqualTo(latch.at("metadata." + field));
    }
  }

  @AfterAll
  void close() {
    guarded.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'activeDeadlineSeconds':86400}",
        "{'activeDeadlineSeconds':null}",
        "{'activeDeadlineSeconds':1}",
        "{'suspend':true}",
        "{'ttlSecondsAfterFinished':null}",
        "{'ttlSecondsAfterFinished':3600}",
        "{'parallelism':1}",
        "{'backoffLimit':1}",
      })
  void nobodyPutsTheDeadlineOffOrStopsTheClock(String change) {
    guarded
        .admin()
        .patch(path, "{'spec':" + change + "}")
        .refusedBy(GUARD, "spec: a latch never changes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'nightlatch.dev/latch':null}",
        "{'nightlatch.dev/grant':null}",
        "{'nightlatch.dev/latch':null,'nightlatch.dev/grant':null}",
        "{'nightlatch.dev/latch':'false'}",
        "{'nightlatch.dev/grant':'another'}",
        "{'kueue.x-k8s.io/queue-name':'nightly'}",
      })
  void nobodyTakesALabelFromALatchOrPutsOneOn(String change) {
    guarded
        .admin()
        .patch(path, "{'metadata':{'labels':" + change + "}}")
        .refusedBy(GUARD, "metadata.labels: the labels of a latch never change");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{'op':'remove','path':'/metadata/ownerReferences'}]",
        "[{'op':'add','path':'/metadata/ownerReferences/-','value':" + ELSEWHERE + "}]",
        "[{'op':'replace','path':'/metadata/ownerReferences/0','value':" + ELSEWHERE + "}]",
        "[{'op':'remove','path':'/metadata/ownerReferences/0/blockOwnerDeletion'}]",
      })
  void nobodyGivesALatchAnotherOwner(String steps) {
    guarded
        .admin()
        .patchBySteps(path, steps)
        .refusedBy(GUARD, "metadata.ownerReferences: the owner of a latch never changes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "['foregroundDeletion','example.com/hold']",
        "['orphan']",
        "[]",
      })
  void nobodyPutsAFinalizerOnALatchOrTakesItsOwn(String finalizers) {
    guarded
        .admin()
        .patch(path, "{'metadata':{'finalizers':" + finalizers + "}}")
        .refusedBy(GUARD, "metadata.finalizers: the finalizers of a latch never change");
  }

  @ParameterizedTest
  @ValueSource(strings = {"?propagationPolicy=Orphan", "?orphanDependents=true"})
  void nobodyOrphansWhatALatchHolds(String query) {
    guarded
        .admin()
        .delete(path + query)
        .refusedBy(GUARD, "deleting a latch takes its policies along");
    guarded
        .admin()
        .delete(guarded.jobs() + query)
        .refusedBy(GUARD, "deleting a latch takes its policies along");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'propagationPolicy':'Orphan'", "'orphanDependents':true"})
  void nobodyOrphansWhatALatchHoldsByTheBodyOfTheirRequest(String option) {
    guarded
        .admin()
        .delete(path, "{'kind':'DeleteOptions','apiVersion':'batch/v1'," + option + "}")
        .refusedBy(GUARD, "deleting a latch takes its policies along");
  }

  /// Of a Job, a DELETE that says nothing orphans.
  @Test
  void nobodyDeletesALatchWithoutAWordOnWhatItHolds() {
    guarded
        .admin()
        .delete(path)
        .refusedBy(GUARD, "wanted is propagationPolicy Foreground or Background");
    guarded
        .admin()
        .delete(guarded.jobs())
        .refusedBy(GUARD, "wanted is propagationPolicy Foreground or Background");
  }

  @Test
  void nobodyElseMakesALatch() {
    Answer another = guarded.asked();
    guarded
        .admin()
        .create(guarded.jobs(), Guarded.latch(another))
        .refusedBy(GUARD, "a latch is made by the operator of Nightlatch alone; found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nightlatch.dev/latch: 'true'", "nightlatch.dev/grant: some"})
  void nobodyElseMakesAJobWithALabelOfALatch(String label) {
    guarded
        .admin()
        .create(guarded.jobs(), job("report", "{" + label + "}"))
        .refusedBy(GUARD, "a latch is made by the operator of Nightlatch alone");
  }

  /// A policy names its owner by name: no unguarded Job may have it.
  @Test
  void nobodyElseMakesAJobWithTheNameOfALatch() {
    guarded
        .admin()
        .create(guarded.jobs(), job("nl-" + guarded.asked().text("metadata.uid"), "{}"))
        .refusedBy(GUARD, "a latch is made by the operator of Nightlatch alone");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'nightlatch.dev/latch':'true'", "'nightlatch.dev/grant':'some'"})
  void nobodyMakesALatchOfAJobThatIsThere(String label) {
    String name = label.contains("latch'") ? "plain-1" : "plain-2";
    guarded.admin().create(guarded.jobs(), job(name, "{}")).taken();
    guarded
        .admin()
        .patch(guarded.jobs() + "/" + name, "{'metadata':{'labels':{" + label + "}}}")
        .refusedBy(GUARD, "and no other Job gets them");
  }

  private static String job(String name, String labels) {
    return """
    apiVersion: batch/v1
    kind: Job
    metadata: {name: NAME, labels: LABELS}
    spec:
      suspend: true
      template: {spec: {restartPolicy: Never, containers: [{name: c, image: never-pulled}]}}
    """
        .replace("NAME", name)
        .replace("LABELS", labels);
  }

  /// An end in the future would put the closing off: the cluster waits for it before it deletes.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'conditions':[{'type':'FailureTarget','status':'True',"
            + "'lastTransitionTime':'2099-01-01T00:00:00Z'}]}",
        "{'conditions':[{'type':'FailureTarget','status':'True'},{'type':'Failed','status':'True',"
            + "'lastTransitionTime':'2099-01-01T00:00:00Z'}]}",
        "{'active':1}",
        "{'terminating':1}",
        "{'active':1,'ready':1}",
      })
  void nobodyFakesTheStatusOfALatch(String status) {
    guarded
        .admin()
        .patch(path + "/status", "{'status':" + status + "}")
        .refusedBy(GUARD, "the status of a latch is written by the job controller alone; found");
  }

  /// The API server keeps a start as it is, but lets anybody who may write a status be the first.
  @Test
  void nobodyStartsTheClockOfALatchInTheFuture() {
    Component controllers = cluster.plane().controllerManager();
    controllers.pause();
    try {
      Answer made =
          guarded.operator().create(guarded.jobs(), Guarded.latch(guarded.asked())).taken();
      guarded
          .admin()
          .patch(
              guarded.jobs() + "/" + made.text("metadata.name") + "/status",
              "{'status':{'startTime':'2099-01-01T00:00:00Z'}}")
          .refusedBy(GUARD, "the status of a latch is written by the job controller alone");
    } finally {
      controllers.resume();
    }
  }

  /// The API server lets all of them through this door beside the status.
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{'labels':{'nightlatch.dev/latch':null,'nightlatch.dev/grant':null}}; metadata.labels",
        "{'ownerReferences':null}; metadata.ownerReferences",
        "{'finalizers':['foregroundDeletion','example.com/hold']}; metadata.finalizers",
      })
  void nobodyChangesALatchThroughItsStatus(String change, String reason) {
    guarded
        .as("system:serviceaccount:kube-system:job-controller", "system:masters")
        .patch(path + "/status", "{'metadata':" + change + "}")
        .refusedBy(GUARD, reason);
    guarded.admin().patch(path + "/status", "{'metadata':" + change + "}").refusedBy(GUARD, reason);
  }

  @Test
  void nobodyMakesALatchThroughTheStatusOfAJob() {
    guarded.admin().create(guarded.jobs(), job("plain-3", "{}")).taken();
    guarded
        .admin()
        .patch(
            guarded.jobs() + "/plain-3/status",
            "{'metadata':{'labels':{'nightlatch.dev/latch':'true'}}}")
        .refusedBy(GUARD, "and no other Job gets them");
  }

  @Test
  void theJobControllerWritesTheStatusUnderEitherOfItsNames() {
    for (String name :
        new String[] {
          "system:serviceaccount:kube-system:job-controller", "system:kube-controller-manager"
        }) {
      guarded
          .as(name, "system:masters")
          .patch(path + "/status?dryRun=All", "{'status':{'ready':0,'active':1}}")
          .taken();
    }
  }

  @Test
  void aNoteOnALatchIsAnybodysToWrite() {
    guarded.admin().patch(path, "{'metadata':{'annotations':{'seen-by':'bob'}}}").taken();
  }

  @Test
  void otherJobsAreNobodysBusiness() {
    guarded.admin().create(guarded.jobs(), job("plain-4", "{team: orders}")).taken();
    String other = guarded.jobs() + "/plain-4";
    guarded.admin().patch(other, "{'spec':{'activeDeadlineSeconds':7}}").taken();
    guarded.admin().patch(other, "{'metadata':{'labels':{'team':null}}}").taken();
    guarded.admin().delete(other + "?propagationPolicy=Orphan").taken();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Foreground", "Background"})
  void whoeverMayDeleteALatchMayCloseEarly(String propagation) {
    Answer another = guarded.armed(guarded.asked());
    String name = another.text("metadata.name");
    Answer policy = guarded.opened(grantOf(another), another);
    guarded.admin().delete(guarded.jobs() + "/" + name + "?propagationPolicy=" + propagation);
    guarded.admin().awaitGone(guarded.policies() + "/" + policy.text("metadata.name"));
    guarded.admin().awaitGone(guarded.jobs() + "/" + name);
  }

  private static Answer grantOf(Answer latch) {
    String uid = latch.text("metadata.name").substring("nl-".length());
    return new Answer(200, Map.of("metadata", Map.of("uid", uid)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "parallelism: 0; parallelism: 1; a latch has parallelism 0",
        "suspend: false; suspend: true; and neither suspend nor managedBy",
        "suspend: false; managedBy: example.com/nobody; and neither suspend nor managedBy",
        "suspend: false; managedBy: kubernetes.io/job-controller; neither suspend nor managedBy",
        "ttlSecondsAfterFinished: 0; ttlSecondsAfterFinished: 1; and ttlSecondsAfterFinished 0",
        "ttlSecondsAfterFinished: 0; completions: 1; and ttlSecondsAfterFinished 0",
        "activeDeadlineSeconds: 600; activeDeadlineSeconds: 86401; closes within 24 hours",
        "activeDeadlineSeconds: 600; completions: 1; closes within 24 hours",
        "[foregroundDeletion]; []; a latch has foregroundDeletion and no other",
        "[foregroundDeletion]; [orphan]; a latch has foregroundDeletion and no other",
        "name: nl-; name: ml-; metadata.name: found ml-",
        " blockOwnerDeletion: true,; ''; a latch has one owner",
        "blockOwnerDeletion: true; blockOwnerDeletion: true, controller: true; has one owner",
        "kind: AccessGrant; kind: AccessRule; a latch has one owner",
        "nightlatch.dev/v1alpha1, kind; nightlatch.example/v1, kind; a latch has one owner",
      })
  void theOperatorMakesNoLatchThatWouldNotClose(String part, String otherwise, String reason) {
    guarded
        .mightyOperator()
        .create(guarded.jobs(), with(Guarded.latch(guarded.asked()), part, otherwise))
        .refusedBy(GUARD, reason);
  }

  @Test
  void theOperatorMakesNoLatchWithTwoOwners() {
    String two = "  - {apiVersion: v1, kind: Namespace, name: default, uid: other}\nspec:";
    guarded
        .mightyOperator()
        .create(
            guarded.jobs(), with(Guarded.latch(guarded.asked()), "spec:\n  para", two + "\n  para"))
        .refusedBy(GUARD, "a latch has one owner");
  }

  @Test
  void theOperatorMakesNoLatchOfAnotherGrantsName() {
    Answer another = guarded.asked();
    guarded
        .mightyOperator()
        .create(
            guarded.jobs(),
            with(
                Guarded.latch(grant),
                "nightlatch.dev/grant: " + grant.text("metadata.uid"),
                "nightlatch.dev/grant: " + another.text("metadata.uid")))
        .refusedBy(GUARD, "a latch has one owner, the AccessGrant of its label");
  }

  @Test
  void theLongestLatchIsOfADay() {
    guarded
        .operator()
        .tryToCreate(
            guarded.jobs(), with(Guarded.latch(guarded.asked()), "Seconds: 600", "Seconds: 86400"))
        .taken();
  }

  @Test
  void aLatchWithoutAGrantIsACanaryInTheOperatorsOwnNamespace() {
    String canary =
        """
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: nl-canary-1
          labels: {nightlatch.dev/latch: 'true'}
          finalizers: [foregroundDeletion]
        spec:
          parallelism: 0
          activeDeadlineSeconds: 3
          ttlSecondsAfterFinished: 0
          template:
            spec:
              restartPolicy: Never
              automountServiceAccountToken: false
              containers: [{name: latch, image: never-pulled}]
        """;
    String own = "/apis/batch/v1/namespaces/nightlatch-system/jobs";
    guarded.operator().tryToCreate(own, canary).taken();
    guarded
        .operator()
        .create(guarded.jobs(), canary)
        .refusedBy(GUARD, "without that label it is a canary, named nl-canary, in");
    guarded
        .operator()
        .create(own, with(canary, "nl-canary-1", "report"))
        .refusedBy(GUARD, "without that label it is a canary, named nl-canary, in");
  }
}
