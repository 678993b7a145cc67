package dev.nightlatch.kube.crd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nightlatch.kube.crd.AccessGrantSpec.Incident;
import dev.nightlatch.kube.crd.AccessGrantSpec.Request;
import dev.nightlatch.kube.crd.AccessGrantStatus.Latch;
import dev.nightlatch.kube.crd.AccessGrantStatus.Phase;
import dev.nightlatch.kube.crd.AccessGrantStatus.Policy;
import dev.nightlatch.kube.crd.AccessGrantStatus.Terms;
import dev.nightlatch.testkit.RealCluster;
import dev.nightlatch.testkit.TestCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.EditReplacePatchable;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/// What may change in a grant's life, and what never does.
@RealCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GrantLifeIT {
  private static final String REVOKED = "{'spec':{'revocation':{'by':'alice','reason':'fixed'}}}";

  private static final String REVIEWED =
      "{'spec':{'review':{'by':'bob','groups':['leads'],'finding':'fine'}}}";

  private final TestCluster cluster;
  private final KubernetesClient admin;

  GrantLifeIT(TestCluster cluster) {
    this.cluster = cluster;
    admin = TestClients.of(cluster.admin());
  }

  @BeforeAll
  void install() {
    TestClients.install(admin);
  }

  @AfterAll
  void close() {
    admin.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'rule':{'name':'other'}}",
        "{'rule':{'namespace':'other'}}",
        "{'incident':{'id':'INC-1'}}",
        "{'incident':{'provider':'other'}}",
        "{'incident':{'provider':null}}",
        "{'breakGlass':false}",
        "{'breakGlass':null}",
        "{'extends':{'name':'other'}}",
        "{'extends':{'uid':'u-2'}}",
        "{'extends':null}",
        "{'reason':'another'}",
        "{'duration':'24h'}",
        "{'duration':'1800s'}",
        "{'from':'10.20.0.18'}",
        "{'from':null}",
        "{'requestedBy':'mallory@example.com'}"
      })
  void aRequestNeverChanges(String change) {
    Resource<AccessGrant> grant = created();
    assertThat(refusal(grant, "{'spec':{'request':" + change + "}}"))
        .contains("spec.request: Invalid value")
        .contains("a request never changes once it is made; ask anew with another grant");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'spec':{'request':null}}", "{'spec':null}"})
  void aRequestIsNeverTakenAway(String change) {
    assertThat(refusal(created(), change)).contains("Required value");
  }

  @Test
  void whatIsNotTheRequestMayChange() {
    Resource<AccessGrant> grant = created();
    patch(grant, "{'metadata':{'labels':{'team':'orders'}}}");
    patch(grant, "{'spec':{'request':{'duration':'30m'}}}");
    assertThat(grant.get().getMetadata().getLabels()).containsEntry("team", "orders");
  }

  @Test
  void aRevocationMayBeAdded() {
    Resource<AccessGrant> grant = created();
    patch(grant, REVOKED);
    assertThat(grant.get().getSpec().revocation())
        .isEqualTo(new AccessGrantSpec.Revocation("alice", List.of(), "fixed"));
    patch(grant, REVOKED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"null", "{'by':'mallory'}", "{'reason':'another'}", "{'by':'m','reason':'o'}"})
  void aRevocationIsNeverChangedNorTakenBack(String change) {
    Resource<AccessGrant> grant = created();
    patch(grant, REVOKED);
    assertThat(refusal(grant, "{'spec':{'revocation':" + change + "}}"))
        .contains("spec.revocation: Invalid value")
        .contains("a revocation is set once; it is never changed nor taken back");
  }

  @ParameterizedTest
  @EnumSource(names = {"PENDING", "APPROVED", "SCHEDULED", "OPENING", "ACTIVE", "CLOSING"})
  void aPhaseThatIsNoEndMayBecomeAnyOther(Phase before) {
    for (Phase after : Phase.values()) {
      Resource<AccessGrant> grant = in(before);
      patchStatus(grant, status(after));
      assertThat(phaseOf(grant)).isEqualTo(after);
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"PENDING", "APPROVED", "SCHEDULED", "OPENING", "ACTIVE", "CLOSING"})
  void anEndNeverChanges(Phase end) {
    Resource<AccessGrant> grant = in(end);
    for (Phase after : Phase.values()) {
      if (after != end) {
        assertThat(refusal(grant.subresource("status"), status(after)))
            .contains("status.phase: Invalid value")
            .contains("the grant has ended as " + text(end) + ", which never changes");
      }
    }
    assertThat(phaseOf(grant)).isEqualTo(end);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{'status':{'phase':null}}", "{'status':null}", "{'status':{'phase':''}}"})
  void anEndIsNeverTakenAway(String change) {
    Resource<AccessGrant> grant = in(Phase.EXPIRED);
    assertThat(refusal(grant.subresource("status"), change)).contains("is invalid");
    assertThat(phaseOf(grant)).isEqualTo(Phase.EXPIRED);
  }

  @Test
  void theRestOfAnEndedGrantMayStillBeWritten() {
    Resource<AccessGrant> grant = in(Phase.EXPIRED);
    patchStatus(grant, "{'status':{'phase':'Expired','closedAt':'2026-01-02T03:04:05Z'}}");
    patch(grant, "{'metadata':{'annotations':{'reviewed-by':'bob'}}}");
    patch(grant, REVOKED);
    assertThat(seenStatus(grant).closedAt()).isEqualTo("2026-01-02T03:04:05Z");
  }

  @Test
  void theStatusIsWrittenThroughItsOwnDoorAlone() {
    AccessGrant asked = request();
    asked.setStatus(statusOf(Phase.ACTIVE));
    Resource<AccessGrant> grant = admin.resource(admin.resource(asked).create());
    assertThat(grant.get().getStatus()).isNull();

    patch(grant, status(Phase.ACTIVE));
    assertThat(grant.get().getStatus()).isNull();

    patchStatus(grant, "{'spec':{'request':{'duration':'24h'}},'status':{'phase':'Pending'}}");
    assertThat(grant.get().getSpec().request().duration()).isEqualTo("30m");
    assertThat(phaseOf(grant)).isEqualTo(Phase.PENDING);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'phase':'Open'}",
        "{'phase':'active'}",
        "{'expiresAt':'tomorrow'}",
        "{'expiresAt':'2026-01-02 03:04:05'}",
        "{'terms':{'pods':-1}}",
        "{'policies':[{'namespace':'shop'}]}",
        "{'latches':[{'namespace':'a','name':'b'},{'namespace':'a','name':'b'}]}",
        "{'conditions':[]}"
      })
  void aStatusThatMeansNothingIsRefused(String status) {
    assertThat(refusal(created().subresource("status"), "{'status':" + status + "}"))
        .containsAnyOf("is invalid", "strict decoding error");
  }

  @Test
  void aStatusHoldsThirtyTwoLatchesAndNoMore() {
    Resource<AccessGrant> grant = created();
    patchStatus(grant, "{'status':{'latches':" + latches(32) + "}}");
    assertThat(seenStatus(grant).latches()).hasSize(32);
    assertThat(refusal(grant.subresource("status"), "{'status':{'latches':" + latches(33) + "}}"))
        .contains("must have at most 32 items");
  }

  @Test
  void whatTheOperatorWritesIsReadBackAsItWas() {
    Instant start = Instant.parse("2026-01-02T03:04:05Z");
    AccessGrantStatus written =
        new AccessGrantStatus(
            Phase.ACTIVE,
            "Open until 03:34.",
            "NL-NONE",
            start.plusSeconds(1),
            start.plusSeconds(1800),
            start.plusSeconds(1801),
            new Terms(
                "ab".repeat(32),
                2,
                "BreakGlass",
                "24h",
                List.of(new AccessGrantStatus.Doubt("NL-UNDECIDED", "A fact is not known.")),
                List.of("support-tools/tools to 5432/TCP"),
                List.of("shop/StatefulSet/orders-db"),
                List.of(new AccessGrantStatus.Basis("AccessRule", "shop", "db-shell", "u-9", 4))),
            start.plusSeconds(86_400),
            List.of(new Latch("shop", "nl-1", "u-2", start, start.plusSeconds(1800))),
            List.of(new Policy("shop", "nl-1", "u-3")),
            List.of(
                new AccessGrantStatus.Proof(
                    "Before",
                    "evaluated",
                    start,
                    true,
                    "1 connection would open.",
                    List.of("support-tools/Pod/psql -> shop/Pod/db on 5432/TCP: denied"))),
            new AccessGrantStatus.Prospect(
                new AccessGrantStatus.Step(1, 1, 1, 1, 0),
                new AccessGrantStatus.Step(0, 0, 0, 0, 2),
                "Unknown",
                List.of("shop/Pod/db -> shop/Pod/web on 80/TCP: undetermined"),
                new AccessGrantStatus.Sessions(
                    "CutLater", "kindnet, as seen", "30s", "Closing cuts them up to 30s later.")),
            List.of("bob@example.com"));
    AccessGrant grant = created().get();
    grant.setStatus(written);
    AccessGrant _ = admin.resource(grant).fieldValidation(Validation.STRICT).updateStatus();
    assertThat(admin.resource(grant).get().getStatus()).isEqualTo(written);
  }

  @Test
  void grantsAreFoundByRuleRequesterAndPhase() {
    String name = in(Phase.ACTIVE).get().getMetadata().getName();
    for (String field :
        List.of(
            "spec.request.rule.namespace=shop",
            "spec.request.rule.name=db-shell",
            "spec.request.requestedBy=alice@example.com",
            "status.phase=Active")) {
      String[] parts = field.split("=", 2);
      assertThat(namesWith(parts[0], parts[1])).as(field).contains(name);
      assertThat(namesWith(parts[0], "other")).as(field).doesNotContain(name);
    }
  }

  @Test
  void theListShowsWhoOpenedWhatAndUntilWhen() {
    String name = in(Phase.ACTIVE).get().getMetadata().getName();
    assertThat(
            cluster.kubectl("get", "nlgrant", name).lines().findFirst().orElseThrow().split(" +"))
        .containsExactly(
            "NAME",
            "RULE-NAMESPACE",
            "RULE",
            "INCIDENT",
            "REQUESTED-BY",
            "PHASE",
            "EXPIRES",
            "AGE");
  }

  @Test
  void kubectlExplainsTheFields() {
    assertThat(cluster.kubectl("explain", "accessgrant.spec.request.from"))
        .contains("The requester's own address, such as 10.20.0.17");
  }

  @Test
  void approvalsAreAddedOneBesideTheOther() {
    Resource<AccessGrant> grant = created();
    patch(grant, approvals(approval("bob", "ab")));
    patch(grant, approvals(approval("bob", "ab") + "," + approval("carol", "ab")));
    patch(grant, approvals(approval("carol", "ab") + "," + approval("bob", "ab")));
    assertThat(grant.get().getSpec().approvals())
        .extracting(AccessGrantSpec.Approval::by)
        .containsExactly("carol", "bob");
  }

  @Test
  void anApprovalIsNeverTakenBackNorChanged() {
    Resource<AccessGrant> grant = created();
    patch(grant, approvals(approval("bob", "ab")));
    for (String change :
        List.of(
            "{'spec':{'approvals':null}}",
            approvals(""),
            approvals(approval("bob", "cd")),
            approvals(approval("carol", "ab")),
            approvals("{'by':'bob','terms':'" + "ab".repeat(32) + "','reason':'no'}"))) {
      assertThat(refusal(grant, change))
          .as(change)
          .contains("approvals are only added; none is ever changed nor taken back");
    }
  }

  @Test
  void theSameTermsMayBeApprovedAgainWithMoreDoubtsAccepted() {
    Resource<AccessGrant> grant = created();
    patch(grant, approvals(approval("bob", "ab")));
    patch(grant, approvals(approval("bob", "ab") + "," + accepting("'NL-OTHER-LAYERS'")));
    assertThat(grant.get().getSpec().approvals())
        .extracting(AccessGrantSpec.Approval::accepts)
        .containsExactly(List.of(), List.of("NL-OTHER-LAYERS"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "'NL-OTHER-LAYERS','NL-NO-CANARY'", "'NL-NO-CANARY'"})
  void whatAnApprovalAcceptsNeverChanges(String accepted) {
    Resource<AccessGrant> grant = created();
    patch(grant, approvals(accepting("'NL-OTHER-LAYERS'")));
    assertThat(refusal(grant, approvals(accepting(accepted))))
        .contains("approvals are only added; none is ever changed nor taken back");
  }

  @Test
  void aReviewMayBeAdded() {
    Resource<AccessGrant> grant = created();
    patch(grant, REVIEWED);
    assertThat(grant.get().getSpec().review())
        .isEqualTo(new AccessGrantSpec.Review("bob", List.of("leads"), "fine"));
    patch(grant, REVIEWED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"null", "{'by':'mallory'}", "{'finding':'another'}", "{'groups':['oncall']}"})
  void aReviewIsNeverChangedNorTakenBack(String change) {
    Resource<AccessGrant> grant = created();
    patch(grant, REVIEWED);
    assertThat(refusal(grant, "{'spec':{'review':" + change + "}}"))
        .contains("spec.review: Invalid value")
        .contains("a review is set once; it is never changed nor taken back");
  }

  @Test
  void aRejectionIsNeverChangedNorTakenBack() {
    Resource<AccessGrant> grant = created();
    patch(grant, "{'spec':{'rejection':{'by':'bob','reason':'not tonight'}}}");
    for (String change : List.of("null", "{'by':'mallory'}", "{'reason':'another'}")) {
      assertThat(refusal(grant, "{'spec':{'rejection':" + change + "}}"))
          .as(change)
          .contains("a rejection is set once; it is never changed nor taken back");
    }
  }

  private static String approvals(String entries) {
    return "{'spec':{'approvals':[" + entries + "]}}";
  }

  private static String approval(String by, String terms) {
    return "{'by':'" + by + "','groups':['oncall'],'terms':'" + terms.repeat(32) + "'}";
  }

  private static String accepting(String codes) {
    return approval("bob", "ab").replace("}", ",'accepts':[" + codes + "]}");
  }

  private Resource<AccessGrant> created() {
    return admin.resource(admin.resource(request()).fieldValidation(Validation.STRICT).create());
  }

  private Resource<AccessGrant> in(Phase phase) {
    Resource<AccessGrant> grant = created();
    patchStatus(grant, status(phase));
    return grant;
  }

  private static AccessGrant request() {
    AccessGrant grant = new AccessGrant();
    grant.getMetadata().setGenerateName("life-");
    grant.setSpec(
        new AccessGrantSpec(
            new Request(
                new AccessGrantSpec.Rule("shop", "db-shell"),
                new Incident("rota", "INC-4711"),
                "the order queue is stuck",
                "30m",
                "10.20.0.17",
                List.of(),
                List.of(),
                null,
                true,
                new AccessGrantSpec.Extended("db-shell-1", "u-1"),
                "alice@example.com",
                List.of("oncall")),
            List.of(),
            null,
            null,
            null));
    return grant;
  }

  private static AccessGrantStatus statusOf(Phase phase) {
    return new AccessGrantStatus(
        phase, null, null, null, null, null, null, null, List.of(), List.of(), List.of(), null,
        List.of());
  }

  private static AccessGrantStatus seenStatus(Resource<AccessGrant> grant) {
    return Objects.requireNonNull(grant.get().getStatus());
  }

  private static Phase phaseOf(Resource<AccessGrant> grant) {
    return Objects.requireNonNull(seenStatus(grant).phase());
  }

  private static String status(Phase phase) {
    return "{'status':{'phase':'" + text(phase) + "'}}";
  }

  /// As the API writes a phase.
  private static String text(Phase phase) {
    return phase == Phase.TIMED_OUT
        ? "TimedOut"
        : phase.name().charAt(0) + phase.name().substring(1).toLowerCase(Locale.ROOT);
  }

  private static String latches(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{'namespace':'n" + i + "','name':'latch'}")
        .collect(Collectors.joining(",", "[", "]"));
  }

  private List<String> namesWith(String field, String value) {
    return admin.resources(AccessGrant.class).withField(field, value).list().getItems().stream()
        .map(grant -> grant.getMetadata().getName())
        .toList();
  }

  private static void patchStatus(Resource<AccessGrant> grant, String change) {
    patch(grant.subresource("status"), change);
  }

  private static void patch(EditReplacePatchable<AccessGrant> grant, String change) {
    PatchContext strict =
        new PatchContext.Builder()
            .withPatchType(PatchType.JSON_MERGE)
            .withFieldValidation("Strict")
            .build();
    AccessGrant _ = grant.patch(strict, change.replace('\'', '"'));
  }

  /// What the API server says to a change that it must refuse.
  private static String refusal(EditReplacePatchable<AccessGrant> grant, String change) {
    KubernetesClientException refused =
        catchThrowableOfType(KubernetesClientException.class, () -> patch(grant, change));
    assertThat(refused).as("the refusal of %s", change).isNotNull();
    return refused.getStatus().getMessage();
  }
}
