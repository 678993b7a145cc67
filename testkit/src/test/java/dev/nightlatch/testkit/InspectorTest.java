package dev.nightlatch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightlatch.testkit.Inspector.Outage;
import dev.nightlatch.testkit.Inspector.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What is judged here is who judges: each way in which an opening can be wrong is found.
class InspectorTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OPERATOR =
      "system:serviceaccount:nightlatch-system:nightlatch-operator";
  private static final String COLLECTOR =
      "system:serviceaccount:kube-system:generic-garbage-collector";
  private static final String CONTROLLER = "system:serviceaccount:kube-system:job-controller";
  private static final Instant START = Instant.parse("2026-11-27T02:14:00Z");
  private static final Duration BOUND = Duration.ofSeconds(5);
  private static final String NARROW =
      """
      {"podSelector": {}, "policyTypes": ["Ingress"],
       "ingress": [{"from": [{"podSelector": {}}], "ports": [{"port": 5432}]}]}\
      """;

  private final List<AuditEvent> events = new ArrayList<>();
  private final List<Outage> outages = new ArrayList<>();
  private double takes = 0.01;
  private Map<String, Instant> recorded = Map.of("g1", START.minusMillis(300));

  private static Instant at(double seconds) {
    return START.plusMillis(Math.round(seconds * 1000));
  }

  private void happened(
      double when,
      String user,
      String verb,
      String resource,
      String subresource,
      String name,
      int code,
      String answer) {
    String json =
        """
        {"stage": "ResponseComplete", "verb": "%s", "user": {"username": "%s"},
         "objectRef": {"resource": "%s", "subresource": "%s", "namespace": "shop", "name": "%s"},
         "responseStatus": {"code": %d}, "responseObject": %s,
         "requestReceivedTimestamp": "%s", "stageTimestamp": "%s"}\
        """
            .formatted(
                verb, user, resource, subresource, name, code, answer, at(when), at(when + takes));
    events.add(AuditEvent.of(parse(json)));
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String job(String start) {
    return """
        {"metadata": {"uid": "j1"}, "spec": {"activeDeadlineSeconds": 60}, "status": {%s}}\
        """
        .formatted(start.isEmpty() ? "" : "\"startTime\": \"" + start + "\"");
  }

  private void armed() {
    happened(-0.2, OPERATOR, "patch", "jobs", "", "nl-g1", 201, job(""));
  }

  private void started() {
    happened(0.0, CONTROLLER, "update", "jobs", "status", "nl-g1", 200, job(START.toString()));
  }

  private static String policy(String uid, String owners, String spec, String more) {
    return """
        {"metadata": {"uid": "%s", "name": "nl-g1", "labels": {"nightlatch.dev/grant": "g1"},
         "ownerReferences": [%s] %s}, "spec": %s}\
        """
        .formatted(uid, owners, more, spec);
  }

  private void made(double when, String owners, String spec) {
    happened(
        when,
        OPERATOR,
        "patch",
        "networkpolicies",
        "",
        "nl-g1",
        201,
        policy("p1", owners, spec, ""));
  }

  private void opened() {
    armed();
    started();
    made(0.1, "{\"uid\": \"j1\"}", NARROW);
  }

  private void deleted(double when, String user, String uid) {
    happened(
        when,
        user,
        "delete",
        "networkpolicies",
        "",
        "nl-g1",
        200,
        "{\"kind\": \"Status\", \"details\": {\"uid\": \"%s\"}}".formatted(uid));
  }

  private Report report(String... there) {
    return reportAt(30, there);
  }

  private Report reportAt(double when, String... there) {
    return Inspector.inspect(
        events,
        recorded,
        Arrays.stream(there).collect(Collectors.toUnmodifiableMap(uid -> uid, _ -> "shop/nl-g1")),
        outages,
        BOUND,
        at(when));
  }

  private void assertFault(Report report, String part) {
    assertThat(report.faults()).singleElement().asString().contains(part);
  }

  @Test
  void aPolicyThatIsAnsweredBeforeTheStartThatItSawIsNoFault() {
    armed();
    takes = 0.5;
    started();
    takes = 0.01;
    made(0.1, "{\"uid\": \"j1\"}", NARROW);
    assertThat(report("p1").faults()).isEmpty();
  }

  @Test
  void aLatchThatStartedBeforeItsMakingWasAnsweredIsKnown() {
    takes = 0.5;
    armed();
    takes = 0.01;
    started();
    made(0.1, "{\"uid\": \"j1\"}", NARROW);
    assertThat(report("p1").faults()).isEmpty();
  }

  /// The operator was killed while it waited, and the API server had made it.
  @Test
  void aLatchWhoseMakingWasNeverAnsweredIsKnownFromItsStart() {
    armedUnanswered();
    started();
    made(0.1, "{\"uid\": \"j1\"}", NARROW);
    assertThat(report("p1").faults()).isEmpty();
    deleted(66, OPERATOR, "p1");
    assertFault(report(), "its lease was over at 2026-11-27T02:15:00Z");
  }

  private void armedUnanswered() {
    happened(-0.2, OPERATOR, "create", "jobs", "", "nl-g1", 504, "{}");
    asking(job("").replace("\"uid\": \"j1\"", "\"name\": \"nl-g1\""));
  }

  /// What the last request asked for.
  private void asking(String asked) {
    AuditEvent event = events.removeLast();
    ObjectNode raw = event.raw().deepCopy();
    raw.set("requestObject", parse(asked));
    events.add(AuditEvent.of(raw));
  }

  @Test
  void aLatchThatSomebodyPutOffBeforeItWasSeenHoldsItsFirstDeadline() {
    armedUnanswered();
    happened(-0.1, "mallory", "patch", "jobs", "", "nl-g1", 200, job("").replace("60", "6000"));
    started();
    made(0.1, "{\"uid\": \"j1\"}", NARROW);
    deleted(66, OPERATOR, "p1");
    assertFault(report(), "its lease was over at 2026-11-27T02:15:00Z");
  }

  private void madeUnanswered(double when, int code) {
    happened(when, OPERATOR, "patch", "networkpolicies", "", "nl-g1", code, "{}");
    asking(
        policy("", "{\"uid\": \"j1\"}", NARROW, "")
            .replaceFirst("\\{", "{\"kind\": \"NetworkPolicy\", "));
  }

  @Test
  void aPolicyWhoseMakingWasNeverAnsweredIsJudgedFromWhatWasAsked() {
    armed();
    started();
    madeUnanswered(0.1, 504);
    assertThat(report().openings()).isEmpty();
    deleted(66, COLLECTOR, "p1");
    assertFault(report(), "was still there");
    events.removeLast();
    deleted(60, COLLECTOR, "p1");
    assertThat(report().faults()).isEmpty();
    assertThat(report().openings()).hasSize(1);
  }

  @Test
  void aPolicyWhoseMakingWasNotAnsweredAndThatIsFoundThereIsJudged() {
    armed();
    madeUnanswered(-0.1, 500);
    started();
    happened(
        0.1,
        OPERATOR,
        "patch",
        "networkpolicies",
        "",
        "nl-g1",
        200,
        policy("p1", "{\"uid\": \"j1\"}", NARROW, ""));
    assertFault(report("p1"), "latch that had started");
  }

  @Test
  void aPolicyWhoseMakingWasNotAnsweredAndThatIsThereForEverIsFound() {
    armed();
    started();
    madeUnanswered(0.1, 504);
    assertThat(reportAt(60, "p1").faults()).isEmpty();
    assertFault(reportAt(90, "p1"), "was still there");
  }

  @Test
  void aPolicyWhoseMakingWasNotAnsweredGoesWithItsNamespace() {
    armed();
    started();
    madeUnanswered(0.1, 504);
    happened(70, "admin", "deletecollection", "networkpolicies", "", "", 200, "{}");
    assertFault(report(), "was still there");
  }

  @Test
  void theFirstThatWasAskedCountsAndWhatAsksForNoPolicyDoesNot() {
    armed();
    madeUnanswered(-0.1, 504);
    started();
    madeUnanswered(0.1, 504);
    happened(0.2, OPERATOR, "patch", "networkpolicies", "", "nl-g1", 500, "{}");
    deleted(50, COLLECTOR, "p1");
    assertFault(report(), "latch that had started");
  }

  @Test
  void aDeletionThatWasCarriedOutAndNotAnsweredIsTheEnd() {
    opened();
    happened(59, OPERATOR, "delete", "networkpolicies", "", "nl-g1", 504, "{}");
    assertThat(report().faults()).isEmpty();
    assertThat(report("p1").openings()).singleElement().matches(each -> each.gone().isEmpty());
    happened(66, OPERATOR, "delete", "networkpolicies", "", "nl-g1", 504, "{}");
    assertFault(report(), "was still there");
  }

  @Test
  void whatSomebodyElseMadeInPlaceOfWhatWasNotAnsweredIsNotJudged() {
    armed();
    started();
    madeUnanswered(0.1, 503);
    happened(
        1,
        "mallory",
        "create",
        "networkpolicies",
        "",
        "nl-g1",
        201,
        policy("p9", "", "{\"policyTypes\": [\"Ingress\"], \"ingress\": [{}]}", ""));
    deleted(90, "mallory", "p9");
    assertThat(report().openings()).isEmpty();
    assertThat(report().faults()).isEmpty();
  }

  @Test
  void aPolicyThatIsAnsweredBeforeTheStartWasAskedForIsOne() {
    armed();
    made(-0.1, "{\"uid\": \"j1\"}", NARROW);
    started();
    assertFault(report("p1"), "latch that had started");
  }

  @Test
  void whatIsOpenInItsTimeIsNoFault() {
    opened();
    assertThat(report("p1").faults()).isEmpty();
    assertThat(report("p1").summary()).isEqualTo("1 policies judged; none of them is gone");
    deleted(60.4, COLLECTOR, "p1");
    Report report = reportAt(90);
    assertThat(report.faults()).isEmpty();
    assertThat(report.openings())
        .singleElement()
        .satisfies(
            opening -> {
              assertThat(opening.leaseEnd()).isEqualTo(at(60));
              assertThat(opening.lateness()).contains(Duration.ofMillis(410));
            });
    assertThat(report.summary()).contains("went 0.41 s after").contains(COLLECTOR);
  }

  @Test
  void whatIsStillThereBeyondTheBoundIsFound() {
    opened();
    assertThat(reportAt(65, "p1").faults()).isEmpty();
    assertFault(reportAt(65.1, "p1"), "was still there");
  }

  @Test
  void whatWentTooLateIsFound() {
    opened();
    deleted(66, OPERATOR, "p1");
    assertFault(report(), "was still there");
  }

  @Test
  void whatNobodyCouldTakeOutHasItsBoundFromWhenSomebodyCould() {
    outages.add(new Outage(at(50), at(80)));
    opened();
    deleted(84, OPERATOR, "p1");
    assertThat(report().faults()).isEmpty();
    events.removeLast();
    deleted(86, OPERATOR, "p1");
    assertFault(report(), "was still there");
  }

  @Test
  void anOutageWithinTheLeasePutsNothingOff() {
    outages.add(new Outage(at(10), at(59)));
    opened();
    deleted(66, OPERATOR, "p1");
    assertFault(report(), "was still there");
  }

  @Test
  void aDeadlineThatWasPutOffMovesNoLease() {
    opened();
    happened(
        10,
        "admin",
        "patch",
        "jobs",
        "",
        "nl-g1",
        200,
        job(START.toString()).replace("60", "6000"));
    deleted(70, OPERATOR, "p1");
    assertFault(report(), "was still there");
  }

  @Test
  void theDeletionOfAnEarlierPolicyOfTheNameIsNotThisOnes() {
    opened();
    deleted(20, COLLECTOR, "p0");
    assertThat(report("p1").faults()).isEmpty();
  }

  @Test
  void whatWasOpenedOffTheRecordIsFound() {
    recorded = Map.of();
    opened();
    assertFault(report("p1"), "on no record");
  }

  @Test
  void whatWasPutOnRecordAfterwardsIsFound() {
    recorded = Map.of("g1", at(0.2));
    opened();
    assertFault(report("p1"), "put on record at");
  }

  @Test
  void whatHasNoLatchIsFound() {
    made(0.1, "", NARROW);
    assertFault(report("p1"), "exactly one latch");
  }

  @Test
  void whatHasASecondOwnerIsFound() {
    armed();
    started();
    made(0.1, "{\"uid\": \"j1\"}, {\"uid\": \"n1\"}", NARROW);
    assertFault(report("p1"), "exactly one latch");
  }

  @Test
  void whatWasMadeBeforeItsLatchHadStartedIsFound() {
    armed();
    made(-0.1, "{\"uid\": \"j1\"}", NARROW);
    started();
    assertFault(report("p1"), "exactly one latch");
  }

  @Test
  void whatOpensForEverybodyIsFound() {
    armed();
    started();
    made(
        0.1,
        "{\"uid\": \"j1\"}",
        "{\"policyTypes\": [\"Ingress\"], \"ingress\": [{\"ports\": [{\"port\": 5432}]}]}");
    assertFault(report("p1"), "opens more");
  }

  @Test
  void whatTheOperatorOpensAgainWhileItsLatchIsThereIsToldAndNoFault() {
    opened();
    deleted(20, COLLECTOR, "p1");
    happened(
        21,
        OPERATOR,
        "patch",
        "networkpolicies",
        "",
        "nl-g1",
        201,
        policy("p2", "{\"uid\": \"j1\"}", NARROW, ""));
    assertThat(report("p2").faults()).isEmpty();
    assertThat(report("p2").remade()).containsExactly("shop/nl-g1");
  }

  @Test
  void whatIsOpenedAgainAfterItsLatchHasGoneIsFound() {
    opened();
    happened(19, COLLECTOR, "delete", "jobs", "", "nl-g1", 200, job(START.toString()));
    deleted(20, COLLECTOR, "p1");
    happened(
        21,
        OPERATOR,
        "patch",
        "networkpolicies",
        "",
        "nl-g1",
        201,
        policy("p2", "{\"uid\": \"j1\"}", NARROW, ""));
    assertFault(report("p2"), "after its latch had gone");
  }

  @Test
  void whatSomebodyTookOutMayBePutInAgain() {
    opened();
    deleted(20, "mallory", "p1");
    happened(
        21,
        OPERATOR,
        "patch",
        "networkpolicies",
        "",
        "nl-g1",
        201,
        policy("p2", "{\"uid\": \"j1\"}", NARROW, ""));
    assertThat(report("p2").faults()).isEmpty();
    assertThat(report("p2").remade()).isEmpty();
  }

  @Test
  void whatTheOperatorWidensLaterIsFound() {
    opened();
    happened(
        5,
        OPERATOR,
        "patch",
        "networkpolicies",
        "",
        "nl-g1",
        200,
        policy("p1", "{\"uid\": \"j1\"}", NARROW.replace("5432", "5433"), ""));
    assertFault(report("p1"), "made another");
  }

  @Test
  void whatSomebodyElseMadeIsNotJudged() {
    happened(
        0,
        "mallory",
        "create",
        "networkpolicies",
        "",
        "nl-g1",
        201,
        policy("p9", "", "{\"policyTypes\": [\"Ingress\"], \"ingress\": [{}]}", ""));
    assertThat(report("p9").faults()).isEmpty();
    assertThat(report("p9").openings()).isEmpty();
  }

  /// Its deletion is asked for in time; it is there until the last finalizer is gone.
  @Test
  void whatAFinalizerHoldsIsThereUntilItIsLetGo() {
    opened();
    String held =
        policy(
            "p1",
            "{\"uid\": \"j1\"}",
            NARROW,
            ", \"deletionTimestamp\": \"2026-11-27T02:14:59Z\", \"finalizers\": [\"example.com/x\"]");
    happened(59, COLLECTOR, "delete", "networkpolicies", "", "nl-g1", 200, held);
    assertThat(report("p1").faults()).isEmpty();
    happened(
        70,
        "mallory",
        "patch",
        "networkpolicies",
        "",
        "nl-g1",
        200,
        held.replace("\"example.com/x\"", ""));
    assertFault(report(), "was still there");
  }

  @Test
  void aNamespaceThatGoesTakesItsPoliciesAlong() {
    opened();
    happened(
        12,
        "system:serviceaccount:kube-system:namespace-controller",
        "deletecollection",
        "networkpolicies",
        "",
        "",
        200,
        "{}");
    assertThat(report().faults()).isEmpty();
  }

  @Test
  void whatIsGoneAndNobodySawItGoIsFound() {
    opened();
    assertFault(report(), "nobody saw it go");
  }

  @Test
  void whatWasSeenToGoAndIsThereIsFound() {
    opened();
    deleted(20, COLLECTOR, "p1");
    assertFault(report("p1"), "and is there");
  }

  @Test
  void whatTheServerRefusedNeverHappened() {
    happened(0.1, OPERATOR, "patch", "networkpolicies", "", "nl-g1", 422, "{}");
    assertThat(report().openings()).isEmpty();
    assertThat(report().faults()).isEmpty();
  }
}
