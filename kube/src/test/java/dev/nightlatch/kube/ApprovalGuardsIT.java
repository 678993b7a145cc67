package dev.nightlatch.kube;

import static dev.nightlatch.kube.Guarded.GRANTS;
import static dev.nightlatch.kube.Guarded.path;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.kube.Hand.Answer;
import dev.nightlatch.testkit.RealCluster;
import dev.nightlatch.testkit.TestCluster;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whose word on a grant counts: an approval, a rejection or a revocation is its author's own, with
/// the right to it, and stays.
@RealCluster(isolated = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("ApprovalGuardsIT")
final class ApprovalGuardsIT {
  private static final String GUARD = "nightlatch-grants";
  private static final String APPROVERS = "['approvers','system:authenticated']";
  private static final String TERMS = "a".repeat(64);
  private static final String OTHER_TERMS = "b".repeat(64);

  private final TestCluster cluster;
  private Guarded guarded;

  /// Nobody has said anything on it, and no attack changes that.
  private String asked;

  ApprovalGuardsIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeAll
  void install() {
    guarded = Guarded.on(cluster);
    asked = path(guarded.asked());
  }

  @AfterEach
  void noAttackHasLeftAnything() {
    assertThat(guarded.admin().get(asked).at("spec").toString())
        .doesNotContain("approvals", "rejection", "revocation");
  }

  @AfterAll
  void close() {
    guarded.close();
  }

  private static String approval(String by, String groups, String terms) {
    return "{'by':'" + by + "','groups':" + groups + ",'terms':'" + terms + "'}";
  }

  private static String bobs(String terms) {
    return approval("bob@example.com", APPROVERS, terms);
  }

  private static String carols() {
    return approval("carol@example.com", APPROVERS, TERMS);
  }

  private static String approvals(String... all) {
    return "{'spec':{'approvals':[" + String.join(",", all) + "]}}";
  }

  private static String one(String approval) {
    return approvals(approval);
  }

  private static String rejection(String by, String groups) {
    return "{'spec':{'rejection':{'by':'" + by + "','groups':" + groups + "}}}";
  }

  private static String revocation(String by, String groups) {
    return "{'spec':{'revocation':{'by':'" + by + "','groups':" + groups + "}}}";
  }

  @Test
  void twoPeopleApproveOneAfterTheOther() {
    String grant = path(guarded.asked());
    guarded.bob().patch(grant, one(bobs(TERMS))).taken();
    Answer twice = guarded.carol().patch(grant, approvals(bobs(TERMS), carols())).taken();
    assertThat((Collection<?>) twice.at("spec.approvals")).hasSize(2);
  }

  /// Whoever applies writes the whole list, and so would take away what they leave out.
  @Test
  void nobodyAppliesTheirOwnApprovalOverAnothers() {
    Answer grant = guarded.asked();
    guarded.bob().apply(path(grant), "bob", own(grant, bobs(TERMS))).taken();
    guarded
        .carol()
        .apply(path(grant), "carol", own(grant, carols()))
        .refusedByKind("approvals are only added");
    Answer twice =
        guarded
            .carol()
            .apply(path(grant), "carol", own(grant, bobs(TERMS) + ", " + carols()))
            .taken();
    assertThat((Collection<?>) twice.at("spec.approvals")).hasSize(2);
  }

  private static String own(Answer grant, String approval) {
    return """
        apiVersion: nightlatch.dev/v1alpha1
        kind: AccessGrant
        metadata: {name: %s}
        spec: {approvals: [%s]}
        """
        .formatted(grant.text("metadata.name"), approval.replace("':", "': "));
  }

  private static String accepting(String codes) {
    return bobs(TERMS).replace("}", ",'accepts':[" + codes + "]}");
  }

  @Test
  void whoeverHasApprovedAcceptsMoreDoubts() {
    String grant = path(guarded.asked());
    String more = accepting("'NL-OTHER-LAYERS'");
    guarded.bob().patch(grant, one(bobs(TERMS))).taken();
    Answer twice = guarded.bob().patch(grant, approvals(bobs(TERMS), more)).taken();
    assertThat((Collection<?>) twice.at("spec.approvals")).hasSize(2);
  }

  @Test
  void nobodyAcceptsADoubtInAnothersName() {
    String grant = path(guarded.asked());
    guarded.bob().patch(grant, one(bobs(TERMS))).taken();
    guarded
        .carol()
        .patch(grant, approvals(bobs(TERMS), accepting("'NL-OTHER-LAYERS'")))
        .refusedBy(GUARD, "spec.approvals: found an approval by bob@example.com");
    guarded
        .alice()
        .patch(grant, approvals(bobs(TERMS), accepting("'NL-OTHER-LAYERS'")))
        .refusedBy(GUARD, "spec.approvals: found an approval by bob@example.com");
  }

  @Test
  void nobodySaysTheSameTwice() {
    String grant = path(guarded.asked());
    guarded.bob().patch(grant, one(bobs(TERMS))).taken();
    guarded
        .bob()
        .patch(grant, approvals(bobs(TERMS), bobs(TERMS)))
        .refusedBy(GUARD, "approvals are only added");
  }

  /// The kind's own rule says so before the guard is asked.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'op':'remove','path':'/spec/approvals/0/accepts'}",
        "{'op':'remove','path':'/spec/approvals/0/accepts/0'}",
        "{'op':'add','path':'/spec/approvals/0/accepts/-','value':'NL-UNDECIDED'}",
        "{'op':'replace','path':'/spec/approvals/0/accepts','value':['NL-UNDECIDED']}",
      })
  void nobodyChangesWhatAnApprovalAccepts(String step) {
    String grant = path(guarded.asked());
    guarded.bob().patch(grant, one(accepting("'NL-OTHER-LAYERS'"))).taken();
    guarded.bob().patchBySteps(grant, "[" + step + "]").refusedByKind("approvals are only added");
    guarded.admin().patchBySteps(grant, "[" + step + "]").refusedByKind("approvals are only added");
  }

  /// The kind's own rule says so before the guard is asked.
  @Test
  void nobodyPutsADoubtOnAnApprovalThatAcceptedNone() {
    String grant = path(guarded.asked());
    guarded.bob().patch(grant, one(bobs(TERMS))).taken();
    guarded
        .bob()
        .patch(grant, one(accepting("'NL-OTHER-LAYERS'")))
        .refusedByKind("approvals are only added");
  }

  @Test
  void whoeverHasApprovedApprovesOtherTermsToo() {
    String grant = path(guarded.asked());
    guarded.bob().patch(grant, one(bobs(TERMS))).taken();
    guarded.bob().patch(grant, approvals(bobs(TERMS), bobs(OTHER_TERMS))).taken();
  }

  /// The API server gives each expression a budget, and a request that exceeds it is refused.
  @Test
  void peopleOfAsManyGroupsAsTheKindTakesAskAndApprove() {
    String[] groups =
        IntStream.range(0, 128).mapToObj(i -> "g".repeat(60) + i).toArray(String[]::new);
    groups[127] = "system:masters";
    groups[126] = "system:authenticated";
    String list = "['" + String.join("','", groups) + "']";
    Answer grant =
        guarded
            .as("alice@example.com", groups)
            .create(GRANTS, Guarded.with(guarded.grant(), "[oncall, 'system:authenticated']", list))
            .taken();
    String codes =
        IntStream.range(0, 16)
            .mapToObj(i -> "'NL-" + "X".repeat(59) + (char) ('A' + i) + "'")
            .collect(Collectors.joining(","));
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      all.add(approval("approver-" + i, list, TERMS).replace("}", ",'accepts':[" + codes + "]}"));
      guarded
          .as("approver-" + i, groups)
          .patch(path(grant), approvals(all.toArray(String[]::new)))
          .taken();
    }
  }

  @Test
  void nobodyApprovesTheirOwnGrant() {
    String alices = approval("alice@example.com", "['oncall','system:authenticated']", TERMS);
    guarded
        .alice()
        .patch(asked, one(alices))
        .refusedBy(GUARD, "alice@example.com has asked for this grant and may not approve it");
  }

  @Test
  void nobodyApprovesTheirOwnGrantWhateverTheirRights() {
    guarded
        .as("alice@example.com", "system:masters")
        .patch(
            asked,
            one(approval("alice@example.com", "['system:masters','system:authenticated']", TERMS)))
        .refusedBy(GUARD, "alice@example.com has asked for this grant and may not approve it");
  }

  @Test
  void nobodyApprovesInAnothersName() {
    guarded
        .carol()
        .patch(asked, one(bobs(TERMS)))
        .refusedBy(
            GUARD,
            "spec.approvals: found an approval by bob@example.com; wanted is whoever approves,"
                + " carol@example.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "['approvers','system:authenticated','security']",
        "['approvers']",
        "['oncall','system:authenticated']",
        "[]"
      })
  void nobodyApprovesWithOtherGroupsThanTheirOwn(String groups) {
    guarded
        .bob()
        .patch(asked, one(approval("bob@example.com", groups, TERMS)))
        .refusedBy(
            GUARD,
            "spec.approvals: wanted are the groups of whoever approves, approvers,"
                + " system:authenticated");
  }

  @Test
  void nobodyApprovesWithoutTheVerb() {
    guarded
        .mallory()
        .patch(asked, one(approval("mallory@example.com", "['system:authenticated']", TERMS)))
        .refusedBy(
            GUARD,
            "mallory@example.com may not approve for the rule "
                + guarded.namespace()
                + "/db-shell: wanted is the verb approve");
  }

  @Test
  void aServiceAccountNeverApproves() {
    guarded
        .pipeline()
        .patch(asked, one(approval(guarded.pipelineName(), guarded.pipelineGroups(), TERMS)))
        .refusedBy(
            GUARD,
            "an approval comes from a person, never from a ServiceAccount; found "
                + guarded.pipelineName());
  }

  @Test
  void nobodyApprovesTwiceAtOnce() {
    guarded
        .bob()
        .patch(asked, approvals(bobs(TERMS), bobs(OTHER_TERMS)))
        .refusedBy(GUARD, "one change at a time");
  }

  @Test
  void nobodySlipsASecondApprovalInBesideTheirOwn() {
    guarded
        .bob()
        .patch(asked, approvals(bobs(TERMS), carols()))
        .refusedBy(GUARD, "one change at a time");
  }

  @Test
  void nobodyApprovesAndRevokesAtOnce() {
    guarded
        .bob()
        .patch(
            asked,
            "{'spec':{'approvals':["
                + bobs(TERMS)
                + "],'revocation':{'by':'bob@example.com','groups':"
                + APPROVERS
                + "}}}")
        .refusedBy(GUARD, "one change at a time");
  }

  /// The kind's own rule says so before the guard is asked.
  @Test
  void nobodyTakesAnApprovalAway() {
    String grant = path(guarded.asked());
    guarded.bob().patch(grant, one(bobs(TERMS))).taken();
    guarded.bob().patch(grant, approvals()).refusedByKind("approvals are only added");
    guarded.admin().patch(grant, one(carols())).refusedByKind("approvals are only added");
  }

  /// The kind's own rule says so before the guard is asked.
  @ParameterizedTest
  @ValueSource(strings = {"terms", "groups", "by", "reason"})
  void nobodyChangesAnApproval(String field) {
    String grant = path(guarded.asked());
    guarded.bob().patch(grant, one(bobs(TERMS))).taken();
    String value = field.equals("groups") ? "['security']" : "'" + OTHER_TERMS + "'";
    guarded
        .bob()
        .patchBySteps(
            grant, "[{'op':'add','path':'/spec/approvals/0/" + field + "','value':" + value + "}]")
        .refusedByKind("approvals are only added");
  }

  @Test
  void anApproverRejects() {
    String grant = path(guarded.asked());
    guarded.bob().patch(grant, rejection("bob@example.com", APPROVERS)).taken();
  }

  /// What closes is safe, whoever does it.
  @Test
  void aServiceAccountThatMayApproveRejectsAndRevokes() {
    String grant = path(guarded.asked());
    guarded
        .pipeline()
        .patch(grant, rejection(guarded.pipelineName(), guarded.pipelineGroups()))
        .taken();
    guarded
        .pipeline()
        .patch(grant, revocation(guarded.pipelineName(), guarded.pipelineGroups()))
        .taken();
  }

  @Test
  void nobodyRejectsInAnothersName() {
    guarded
        .carol()
        .patch(asked, rejection("bob@example.com", APPROVERS))
        .refusedBy(
            GUARD,
            "spec.rejection.by: found bob@example.com; wanted is whoever rejects,"
                + " carol@example.com");
  }

  @Test
  void nobodyRejectsWithOtherGroupsThanTheirOwn() {
    guarded
        .bob()
        .patch(asked, rejection("bob@example.com", "['security']"))
        .refusedBy(GUARD, "spec.rejection.groups: wanted are the groups of whoever rejects");
  }

  @Test
  void nobodyRejectsWithoutTheVerb() {
    guarded
        .mallory()
        .patch(asked, rejection("mallory@example.com", "['system:authenticated']"))
        .refusedBy(GUARD, "mallory@example.com may not reject for the rule");
  }

  @Test
  void nobodyRejectsTheirOwnGrant() {
    guarded
        .alice()
        .patch(asked, rejection("alice@example.com", "['oncall','system:authenticated']"))
        .refusedBy(
            GUARD, "alice@example.com has asked for this grant and may not reject it: revoke it");
  }

  /// The kind's own rule says so before the guard is asked.
  @Test
  void nobodyTakesARejectionBackOrChangesIt() {
    String grant = path(guarded.asked());
    guarded.bob().patch(grant, rejection("bob@example.com", APPROVERS)).taken();
    guarded
        .bob()
        .patch(grant, "{'spec':{'rejection':null}}")
        .refusedByKind("a rejection is set once");
    guarded
        .carol()
        .patch(grant, rejection("carol@example.com", APPROVERS))
        .refusedByKind("a rejection is set once");
  }

  @Test
  void theRequesterRevokes() {
    String grant = path(guarded.asked());
    guarded
        .alice()
        .patch(grant, revocation("alice@example.com", "['oncall','system:authenticated']"))
        .taken();
  }

  @Test
  void anApproverRevokes() {
    String grant = path(guarded.asked());
    guarded.bob().patch(grant, revocation("bob@example.com", APPROVERS)).taken();
  }

  @Test
  void nobodyRevokesInAnothersName() {
    guarded
        .bob()
        .patch(asked, revocation("alice@example.com", "['oncall','system:authenticated']"))
        .refusedBy(
            GUARD,
            "spec.revocation.by: found alice@example.com; wanted is whoever revokes,"
                + " bob@example.com");
  }

  @Test
  void nobodyRevokesWithOtherGroupsThanTheirOwn() {
    guarded
        .bob()
        .patch(asked, revocation("bob@example.com", "[]"))
        .refusedBy(GUARD, "spec.revocation.groups: wanted are the groups of whoever revokes");
  }

  @Test
  void noStrangerRevokes() {
    guarded
        .mallory()
        .patch(asked, revocation("mallory@example.com", "['system:authenticated']"))
        .refusedBy(
            GUARD,
            "mallory@example.com may not revoke this grant: wanted is its requester, or for the"
                + " rule "
                + guarded.namespace()
                + "/db-shell the verb approve");
  }

  /// The kind's own rule says so before the guard is asked.
  @Test
  void nobodyTakesARevocationBackOrChangesIt() {
    String grant = path(guarded.asked());
    guarded.bob().patch(grant, revocation("bob@example.com", APPROVERS)).taken();
    guarded
        .alice()
        .patch(grant, "{'spec':{'revocation':null}}")
        .refusedByKind("a revocation is set once");
    guarded
        .admin()
        .patch(grant, "{'spec':{'revocation':{'reason':'another'}}}")
        .refusedByKind("a revocation is set once");
  }
}
