package dev.nightlatch.kube;

import static dev.nightlatch.kube.Guarded.GRANTS;
import static dev.nightlatch.kube.Guarded.path;
import static dev.nightlatch.kube.Guarded.with;
import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.params.provider.ValueSource;

/// Who goes without approval, and whose review counts: break-glass needs a verb of its own on the
/// very rule, and the review of it is somebody else's, with the right to it, and stays.
@RealCluster(isolated = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("BreakGlassGuardsIT")
final class BreakGlassGuardsIT {
  private static final String GUARD = "nightlatch-grants";
  private static final String APPROVERS = "['approvers','system:authenticated']";
  private static final String ONCALL = "['oncall','system:authenticated']";
  private static final String TERMS = "a".repeat(64);

  private final TestCluster cluster;
  private Guarded guarded;

  /// Alice's, with the glass broken; nobody has said anything on it, and no attack changes that.
  private String broken;

  BreakGlassGuardsIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeAll
  void install() {
    guarded = Guarded.on(cluster);
    broken = path(guarded.broken());
  }

  @AfterEach
  void noAttackHasLeftAnything() {
    assertThat(guarded.admin().get(broken).at("spec").toString())
        .doesNotContain("approvals", "rejection", "revocation", "review");
  }

  @AfterAll
  void close() {
    guarded.close();
  }

  private String of(String grant, String user, String groups) {
    return with(with(grant, "alice@example.com", user), "[oncall, 'system:authenticated']", groups);
  }

  private static String review(String by, String groups) {
    return "{'spec':{'review':{'by':'"
        + by
        + "','groups':"
        + groups
        + ",'finding':'it was the only way in'}}}";
  }

  private static String bobs() {
    return review("bob@example.com", APPROVERS);
  }

  @Test
  void whoeverHasBothVerbsBreaksTheGlass() {
    assertThat(guarded.broken().at("spec.request.breakGlass")).isEqualTo(true);
  }

  @Test
  void nobodyBreaksTheGlassWithoutTheVerb() {
    guarded
        .dave()
        .create(GRANTS, of(guarded.brokenGlass(), "dave@example.com", "['system:authenticated']"))
        .refusedBy(
            GUARD,
            "dave@example.com may not break the glass of the rule "
                + guarded.namespace()
                + "/db-shell: wanted is the verb break-glass on accessrules.nightlatch.dev of that"
                + " name");
  }

  /// So the refusal above is for the verb alone.
  @Test
  void whoeverMayNotBreakTheGlassAsksForApproval() {
    for (String asked :
        new String[] {
          guarded.grant(), with(guarded.brokenGlass(), "breakGlass: true", "breakGlass: false"),
        }) {
      guarded
          .dave()
          .tryToCreate(GRANTS, of(asked, "dave@example.com", "['system:authenticated']"))
          .taken();
    }
  }

  @Test
  void theVerbOnOneRuleBreaksTheGlassOfNoOther() {
    String daves = of(guarded.brokenGlass(), "dave@example.com", "['system:authenticated']");
    guarded.dave().tryToCreate(GRANTS, with(daves, "name: db-shell}", "name: db-admin}")).taken();
    guarded
        .dave()
        .create(GRANTS, daves)
        .refusedBy(GUARD, "dave@example.com may not break the glass of the rule");
  }

  @Test
  void nobodyBreaksTheGlassOfARuleOfTheSameNameInAnotherNamespace() {
    guarded
        .alice()
        .create(GRANTS, with(guarded.brokenGlass(), guarded.namespace() + ",", "default,"))
        .refusedBy(GUARD, "alice@example.com may not open the rule default/db-shell");
  }

  @Test
  void breakingTheGlassIsNoRightToOpen() {
    guarded
        .mallory()
        .create(
            GRANTS, of(guarded.brokenGlass(), "mallory@example.com", "['system:authenticated']"))
        .refusedBy(GUARD, "mallory@example.com may not open the rule");
  }

  @Test
  void aServiceAccountNeverBreaksTheGlass() {
    guarded
        .pipeline()
        .create(
            GRANTS,
            of(
                guarded.brokenGlass(),
                guarded.pipelineName(),
                guarded.pipelineGroups().replace(",", ", ")))
        .refusedBy(
            GUARD,
            "a grant is asked for by a person, never by a ServiceAccount; found "
                + guarded.pipelineName());
  }

  @Test
  void nobodyBreaksTheGlassInAnothersName() {
    guarded
        .dave()
        .create(GRANTS, guarded.brokenGlass())
        .refusedBy(GUARD, "wanted is whoever asks, dave@example.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "review: {by: bob@example.com, groups: [approvers], finding: fine}",
        "review: {by: alice@example.com, groups: [oncall], finding: fine}",
      })
  void aGrantIsNotMadeWithItsReviewInIt(String word) {
    guarded
        .alice()
        .create(GRANTS, guarded.brokenGlass() + "  " + word + "\n")
        .refusedBy(GUARD, "a grant is made without approvals, rejection, revocation and review");
  }

  /// The kind's own rule says so before the guard is asked.
  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void nobodyBreaksTheGlassAfterwards(String isBroken) {
    String grant = path(guarded.asked());
    String change = "{'spec':{'request':{'breakGlass':" + isBroken + "}}}";
    guarded.alice().patch(grant, change).refusedByKind("a request never changes");
    guarded.admin().patch(grant, change).refusedByKind("a request never changes");
  }

  /// The kind's own rule says so before the guard is asked.
  @ParameterizedTest
  @ValueSource(strings = {"false", "null"})
  void nobodyMendsTheGlassAfterwards(String isBroken) {
    guarded
        .alice()
        .patch(broken, "{'spec':{'request':{'breakGlass':" + isBroken + "}}}")
        .refusedByKind("a request never changes");
  }

  /// The kind's own rule says so before the guard is asked.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'incident':{'id':'INC-4712'}}",
        "{'incident':{'provider':'rota'}}",
        "{'incident':{'provider':'manual'}}",
        "{'extends':{'name':'db-shell-x','uid':'u-1'}}",
      })
  void nobodyMovesAGrantToAnotherIncidentOrGrant(String change) {
    guarded
        .alice()
        .patch(broken, "{'spec':{'request':" + change + "}}")
        .refusedByKind("a request never changes");
    guarded
        .admin()
        .patch(broken, "{'spec':{'request':" + change + "}}")
        .refusedByKind("a request never changes");
  }

  /// The kind's own rule says so before the guard is asked.
  @ParameterizedTest
  @ValueSource(
      strings = {"{'name':'db-shell-y'}", "{'uid':'u-2'}", "{'name':'a','uid':'b'}", "null"})
  void nobodyPutsAnotherGrantInThePlaceOfTheOneThatIsExtended(String change) {
    String extending =
        with(
            guarded.grant(),
            "duration: 10m\n",
            "duration: 10m\n    extends: {name: db-shell-x, uid: u-1}\n");
    String grant = path(guarded.alice().create(GRANTS, extending).taken());
    guarded
        .alice()
        .patch(grant, "{'spec':{'request':{'extends':" + change + "}}}")
        .refusedByKind("a request never changes");
  }

  /// The kind's own rule says so before the guard is asked.
  @ParameterizedTest
  @ValueSource(strings = {"{'provider':'team'}", "{'provider':null}", "{'id':'INC-1'}"})
  void nobodyPutsAnotherProviderInThePlaceOfAGrantsOwn(String change) {
    String provided = with(guarded.grant(), "{id: INC-4711}", "{provider: rota, id: INC-4711}");
    String grant = path(guarded.alice().create(GRANTS, provided).taken());
    guarded
        .alice()
        .patch(grant, "{'spec':{'request':{'incident':" + change + "}}}")
        .refusedByKind("a request never changes");
  }

  @Test
  void whoeverMayApproveReviews() {
    Answer grant = guarded.broken();
    Answer reviewed = guarded.bob().patch(path(grant), bobs()).taken();
    assertThat(reviewed.text("spec.review.finding")).isEqualTo("it was the only way in");
    assertThat(reviewed.at("spec.request")).isEqualTo(grant.at("spec.request"));
  }

  @Test
  void aReviewMayFollowAnApproval() {
    String grant = path(guarded.broken());
    guarded
        .bob()
        .patch(
            grant,
            "{'spec':{'approvals':[{'by':'bob@example.com','groups':"
                + APPROVERS
                + ",'terms':'"
                + TERMS
                + "'}]}}")
        .taken();
    guarded.carol().patch(grant, review("carol@example.com", APPROVERS)).taken();
  }

  /// A word that is said once for good must not be said of what is still to come.
  @Test
  void nobodyReviewsWhatWasNotOpenedYet() {
    String grant = path(guarded.alice().create(GRANTS, guarded.brokenGlass()).taken());
    guarded.bob().patch(grant, bobs()).refusedBy(GUARD, "spec.review: nothing was opened yet");
  }

  @Test
  void nobodyReviewsTheirOwnGrant() {
    guarded
        .alice()
        .patch(broken, review("alice@example.com", ONCALL))
        .refusedBy(
            GUARD,
            "alice@example.com has asked for this grant and may not review it: wanted is somebody"
                + " else");
  }

  @Test
  void nobodyReviewsTheirOwnGrantWhateverTheirRights() {
    guarded
        .as("alice@example.com", "system:masters")
        .patch(broken, review("alice@example.com", "['system:masters','system:authenticated']"))
        .refusedBy(GUARD, "alice@example.com has asked for this grant and may not review it");
  }

  @Test
  void noRequesterReviewsInAnothersName() {
    guarded
        .alice()
        .patch(broken, bobs())
        .refusedBy(
            GUARD,
            "spec.review.by: found bob@example.com; wanted is whoever reviews, alice@example.com");
  }

  @Test
  void nobodyReviewsInAnothersName() {
    guarded
        .carol()
        .patch(broken, bobs())
        .refusedBy(
            GUARD,
            "spec.review.by: found bob@example.com; wanted is whoever reviews, carol@example.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "['approvers','system:authenticated','security']",
        "['approvers']",
        "['oncall','system:authenticated']",
        "[]",
      })
  void nobodyReviewsWithOtherGroupsThanTheirOwn(String groups) {
    guarded
        .bob()
        .patch(broken, review("bob@example.com", groups))
        .refusedBy(
            GUARD,
            "spec.review.groups: wanted are the groups of whoever reviews, approvers,"
                + " system:authenticated");
  }

  @Test
  void nobodyReviewsWithoutSayingTheirGroups() {
    guarded
        .bob()
        .patch(broken, "{'spec':{'review':{'by':'bob@example.com','finding':'fine'}}}")
        .refusedBy(GUARD, "spec.review.groups: wanted are the groups of whoever reviews");
  }

  @Test
  void aServiceAccountNeverReviews() {
    guarded
        .pipeline()
        .patch(broken, review(guarded.pipelineName(), guarded.pipelineGroups()))
        .refusedBy(
            GUARD,
            "a review comes from a person, never from a ServiceAccount; found "
                + guarded.pipelineName());
  }

  @Test
  void theOperatorNeverReviews() {
    guarded
        .mightyOperator()
        .patch(broken, review(Guarded.OPERATOR, "['system:masters','system:authenticated']"))
        .refusedBy(GUARD, "a review comes from a person, never from a ServiceAccount");
  }

  @Test
  void nobodyReviewsWithoutTheVerb() {
    guarded
        .mallory()
        .patch(broken, review("mallory@example.com", "['system:authenticated']"))
        .refusedBy(
            GUARD,
            "mallory@example.com may not review for the rule "
                + guarded.namespace()
                + "/db-shell: wanted is the verb approve");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n    breakGlass: false"})
  void nobodyReviewsWhatWasApproved(String line) {
    String plain = with(guarded.grant(), "duration: 10m", "duration: 10m" + line);
    String grant = path(guarded.alice().create(GRANTS, plain).taken());
    guarded
        .bob()
        .patch(grant, bobs())
        .refusedBy(GUARD, "spec.review: only a break-glass grant is reviewed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'approvals':[{'by':'bob@example.com','groups':GROUPS,'terms':'TERMS'}]",
        "'rejection':{'by':'bob@example.com','groups':GROUPS}",
        "'revocation':{'by':'bob@example.com','groups':GROUPS}",
      })
  void nobodySaysSomethingElseWithTheirReview(String word) {
    String also = word.replace("GROUPS", APPROVERS).replace("TERMS", TERMS);
    guarded
        .bob()
        .patch(broken, bobs().replace("{'spec':{", "{'spec':{" + also + ","))
        .refusedBy(GUARD, "one change at a time");
  }

  /// The kind's own rule says so before the guard is asked.
  @Test
  void nobodyTakesAReviewBackOrChangesIt() {
    String grant = path(guarded.broken());
    guarded.bob().patch(grant, bobs()).taken();
    String set = "a review is set once";
    guarded.bob().patch(grant, "{'spec':{'review':null}}").refusedByKind(set);
    guarded.bob().patch(grant, "{'spec':{'review':{'finding':'not fine'}}}").refusedByKind(set);
    guarded.carol().patch(grant, review("carol@example.com", APPROVERS)).refusedByKind(set);
    guarded.admin().patch(grant, "{'spec':{'review':null}}").refusedByKind(set);
    guarded
        .admin()
        .patchBySteps(grant, "[{'op':'remove','path':'/spec/review'}]")
        .refusedByKind(set);
  }

  @Test
  void aReviewHoldsNobodyFromRevoking() {
    String grant = path(guarded.broken());
    guarded.bob().patch(grant, bobs()).taken();
    guarded
        .alice()
        .patch(grant, "{'spec':{'revocation':{'by':'alice@example.com','groups':" + ONCALL + "}}}")
        .taken();
  }
}
