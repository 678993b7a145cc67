package dev.nightlatch.kube;

import static dev.nightlatch.kube.Guarded.GRANTS;
import static dev.nightlatch.kube.Guarded.path;
import static dev.nightlatch.kube.Guarded.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.kube.Hand.Answer;
import dev.nightlatch.testkit.RealCluster;
import dev.nightlatch.testkit.TestCluster;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who may ask for a grant, and what nobody may do to one: each attack is refused by the API server
/// itself, and each honest way is open.
@RealCluster(isolated = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("GrantGuardsIT")
final class GrantGuardsIT {
  private static final String GUARD = "nightlatch-grants";

  private final TestCluster cluster;
  private Guarded guarded;
  private String asked;

  GrantGuardsIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeAll
  void install() {
    guarded = Guarded.on(cluster);
    asked = path(guarded.asked());
  }

  @AfterAll
  void close() {
    guarded.close();
  }

  @Test
  void whoeverMayOpenTheRuleAsksInTheirOwnName() {
    Answer grant = guarded.alice().create(GRANTS, guarded.grant()).taken();
    assertThat(grant.text("spec.request.requestedBy")).isEqualTo("alice@example.com");
  }

  @Test
  void groupsAreASetAndTheirOrderIsNothing() {
    guarded
        .alice()
        .tryToCreate(
            GRANTS,
            with(
                guarded.grant(),
                "[oncall, 'system:authenticated']",
                "['system:authenticated', oncall]"))
        .taken();
  }

  @Test
  void nobodyAsksInAnothersName() {
    guarded
        .alice()
        .create(GRANTS, with(guarded.grant(), "alice@example.com", "bob@example.com"))
        .refusedBy(
            GUARD,
            "spec.request.requestedBy: found bob@example.com; wanted is whoever asks,"
                + " alice@example.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[oncall, 'system:authenticated', 'system:masters']",
        "['system:authenticated']",
        "[oncall]",
        "[approvers, 'system:authenticated']",
        "[]",
      })
  void nobodyAsksWithOtherGroupsThanTheirOwn(String groups) {
    guarded
        .alice()
        .create(GRANTS, with(guarded.grant(), "[oncall, 'system:authenticated']", groups))
        .refusedBy(
            GUARD,
            "spec.request.groups: wanted are the groups of whoever asks, oncall,"
                + " system:authenticated");
  }

  @Test
  void nobodyAsksWithoutSayingTheirGroups() {
    guarded
        .alice()
        .create(
            GRANTS, with(guarded.grant(), "    groups: [oncall, 'system:authenticated']\n", "\n"))
        .refusedBy(GUARD, "spec.request.groups: wanted are the groups of whoever asks");
  }

  @Test
  void nobodyOpensWithoutTheVerb() {
    String mallorys =
        with(
            with(guarded.grant(), "alice@example.com", "mallory@example.com"),
            "[oncall, 'system:authenticated']",
            "['system:authenticated']");
    guarded
        .mallory()
        .create(GRANTS, mallorys)
        .refusedBy(
            GUARD,
            "mallory@example.com may not open the rule "
                + guarded.namespace()
                + "/db-shell: wanted is the verb open on accessrules.nightlatch.dev of that name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"db-admin", "db-shel", "db-shell-2"})
  void nobodyOpensAnotherRuleThanTheirOwn(String rule) {
    guarded
        .alice()
        .create(GRANTS, with(guarded.grant(), "name: db-shell}", "name: " + rule + "}"))
        .refusedBy(GUARD, "alice@example.com may not open the rule " + guarded.namespace());
  }

  @Test
  void nobodyOpensARuleOfTheSameNameInAnotherNamespace() {
    guarded
        .alice()
        .create(GRANTS, with(guarded.grant(), guarded.namespace() + ",", "default,"))
        .refusedBy(GUARD, "alice@example.com may not open the rule default/db-shell");
  }

  @Test
  void aServiceAccountNeverAsks() {
    guarded
        .pipeline()
        .create(GRANTS, guarded.grant())
        .refusedBy(
            GUARD,
            "a grant is asked for by a person, never by a ServiceAccount; found"
                + " system:serviceaccount:"
                + guarded.namespace()
                + ":pipeline");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "approvals: [{by: alice@example.com, terms: TERMS, groups: [oncall]}]",
        "approvals: [{by: bob@example.com, terms: TERMS}]",
        "rejection: {by: bob@example.com}",
        "revocation: {by: alice@example.com}",
        "review: {by: bob@example.com, finding: fine}",
      })
  void aGrantIsMadeWithNobodysWordOnIt(String word) {
    guarded
        .alice()
        .create(GRANTS, guarded.grant() + "  " + word.replace("TERMS", "a".repeat(64)) + "\n")
        .refusedBy(GUARD, "a grant is made without approvals, rejection, revocation and review");
  }

  @Test
  void aGrantIsMadeWithoutOwners() {
    guarded
        .alice()
        .create(
            GRANTS,
            with(
                guarded.grant(),
                "metadata:\n",
                "metadata:\n  ownerReferences:"
                    + " [{apiVersion: v1, kind: Namespace, name: default, uid: uid}]\n"))
        .refusedBy(GUARD, "metadata.ownerReferences: a grant has no owner");
  }

  @ParameterizedTest
  @ValueSource(strings = {"example.com/hold", "orphan", "foregroundDeletion"})
  void aGrantIsMadeWithoutFinalizers(String finalizer) {
    guarded
        .alice()
        .create(
            GRANTS,
            with(guarded.grant(), "metadata:\n", "metadata:\n  finalizers: [" + finalizer + "]\n"))
        .refusedBy(GUARD, "metadata.finalizers: nobody puts a finalizer on a grant");
  }

  @ParameterizedTest
  @ValueSource(strings = {"labels", "annotations"})
  void aGrantIsMadeWithoutMarksOfNightlatch(String kind) {
    guarded
        .alice()
        .create(
            GRANTS,
            with(
                guarded.grant(),
                "metadata:\n",
                "metadata:\n  " + kind + ": {nightlatch.dev/x: other}\n"))
        .refusedBy(GUARD, kind + " under nightlatch.dev/ are reserved");
  }

  /// The kind's own rule says so before the guard is asked.
  @ParameterizedTest
  @ValueSource(
      strings = {"{'duration':'24h'}", "{'requestedBy':'bob@example.com'}", "{'groups':['x']}"})
  void nobodyChangesARequest(String change) {
    guarded
        .admin()
        .patch(asked, "{'spec':{'request':" + change + "}}")
        .refusedByKind("a request never changes once it is made");
  }

  @Test
  void nobodyGivesAGrantAnOwner() {
    guarded
        .alice()
        .patch(
            asked,
            "{'metadata':{'ownerReferences':"
                + "[{'apiVersion':'v1','kind':'Namespace','name':'default','uid':'uid'}]}}")
        .refusedBy(GUARD, "metadata.ownerReferences: a grant has no owner");
  }

  @ParameterizedTest
  @ValueSource(strings = {"example.com/hold", "orphan", "foregroundDeletion"})
  void nobodyPutsAFinalizerOnAGrant(String finalizer) {
    guarded
        .alice()
        .patch(asked, "{'metadata':{'finalizers':['" + finalizer + "']}}")
        .refusedBy(GUARD, "metadata.finalizers: nobody puts a finalizer on a grant");
  }

  @ParameterizedTest
  @ValueSource(strings = {"labels", "annotations"})
  void nobodyPutsAMarkOfNightlatchOnAGrant(String kind) {
    guarded
        .admin()
        .patch(asked, "{'metadata':{'" + kind + "':{'nightlatch.dev/grant':'other'}}}")
        .refusedBy(GUARD, kind + " under nightlatch.dev/ are reserved");
  }

  @ParameterizedTest
  @ValueSource(strings = {"labels", "annotations"})
  void aMarkOfTheirOwnIsAnybodysToPutAndToTakeAway(String kind) {
    guarded.alice().patch(asked, "{'metadata':{'" + kind + "':{'team':'orders'}}}").taken();
    guarded.alice().patch(asked, "{'metadata':{'" + kind + "':{'team':null}}}").taken();
  }

  @Test
  void noAdminWritesAStatus() {
    guarded
        .admin()
        .patch(asked + "/status", "{'status':{'phase':'Approved'}}")
        .refusedBy(
            "nightlatch-grants-status",
            "the status of a grant is written by the operator of Nightlatch alone; found");
  }

  @Test
  void noRequesterWritesAStatusWhateverTheirRights() {
    guarded.alice().patch(asked + "/status", "{'status':{'phase':'Active'}}").refusedByRoles();
    guarded
        .as("alice@example.com", "system:masters")
        .patch(asked + "/status", "{'status':{'phase':'Active'}}")
        .refusedBy("nightlatch-grants-status", "found alice@example.com");
  }

  @Test
  void aStatusWrittenBesideTheSpecIsLost() {
    guarded.alice().patch(asked, "{'status':{'phase':'Active'}}").taken();
    assertThat(guarded.alice().get(asked).has("status")).isFalse();
  }

  /// The API server takes nothing but the status through this door, so the guard need not look.
  @Test
  void theOperatorWritesTheStatusAndNothingElse() {
    Answer grant = guarded.asked();
    Answer written =
        guarded
            .mightyOperator()
            .patch(
                path(grant) + "/status",
                "{'metadata':{'labels':{'nightlatch.dev/x':'y'},'finalizers':['example.com/hold']},"
                    + "'spec':{'request':{'duration':'24h'}},'status':{'phase':'Pending'}}")
            .taken();
    assertThat(written.text("status.phase")).isEqualTo("Pending");
    assertThat(written.at("spec")).isEqualTo(grant.at("spec"));
    assertThat(written.told().toString()).doesNotContain("example.com/hold", "nightlatch.dev/x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"?propagationPolicy=Orphan", "?orphanDependents=true"})
  void nobodyOrphansWhatAGrantHolds(String query) {
    guarded
        .admin()
        .delete(asked + query)
        .refusedBy("nightlatch-grants-deletion", "deleting a grant shuts what it opened");
    guarded
        .admin()
        .delete(GRANTS + query)
        .refusedBy("nightlatch-grants-deletion", "deleting a grant shuts what it opened");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'propagationPolicy':'Orphan'", "'orphanDependents':true"})
  void nobodyOrphansWhatAGrantHoldsByTheBodyOfTheirRequest(String option) {
    guarded
        .admin()
        .delete(asked, "{'kind':'DeleteOptions','apiVersion':'v1'," + option + "}")
        .refusedBy("nightlatch-grants-deletion", "and never Orphan");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?propagationPolicy=Background", "?orphanDependents=false"})
  void aGrantIsDeletedInEachOfTheWaysThatClose(String query) {
    String grant = path(guarded.asked());
    guarded.admin().delete(grant + query).taken();
    assertThat(guarded.admin().sees(grant)).isFalse();
  }

  /// The finalizer comes from the API server itself, which asks no guard about it.
  @Test
  void aGrantMayWaitForWhatItHolds() {
    String grant = path(guarded.asked());
    Answer going = guarded.admin().delete(grant + "?propagationPolicy=Foreground").taken();
    assertThat(going.at("metadata.finalizers")).isEqualTo(List.of("foregroundDeletion"));
    assertThat(going.text("metadata.deletionTimestamp")).isNotBlank();
  }

  @Test
  void theAuditLogTellsTheRuleAndTheRequester() {
    guarded
        .alice()
        .create(GRANTS, with(guarded.grant(), "generateName: db-shell-", "name: audited"))
        .taken();
    assertThat(
            cluster
                .audit()
                .await(
                    event -> event.is("create", "accessgrants", "", "audited"),
                    Duration.ofSeconds(10))
                .annotations())
        .containsEntry("nightlatch-grants/rule", guarded.namespace() + "/db-shell")
        .containsEntry("nightlatch-grants/requester", "alice@example.com");
  }
}
