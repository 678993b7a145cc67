package dev.nightlatch.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightlatch.grants.model.AccessBoundary;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.FourEyes;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Revocation;
import dev.nightlatch.manifests.Problem.Weight;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Our own kinds: what is assumed where nothing is written, and what an API server may add.
final class OursDecoderTest {
  private static final String RULE =
      """
      apiVersion: nightlatch.dev/v1alpha1
      kind: AccessRule
      metadata: {name: db-shell, namespace: shop}
      spec:
        target: {podSelector: {matchLabels: {app: db}}, ports: [{port: 5432}]}
        sources: [{namespace: support-tools, name: tools}]
        maxDuration: 1h
      """;

  private static final Map<String, Object> REQUEST =
      Map.of(
          "rule",
          Map.of("namespace", "shop", "name", "db-shell"),
          "incident",
          Map.of("id", "INC-4711"),
          "reason",
          "orders are stuck",
          "duration",
          "30m",
          "requestedBy",
          "alice");

  private static Map<String, Object> grant(Map<String, Object> status) {
    return Map.of(
        "metadata",
        Map.of("name", "g", "uid", "u", "creationTimestamp", "2026-11-24T02:14:00Z"),
        "spec",
        Map.of("request", REQUEST),
        "status",
        status);
  }

  private static Decoded<AccessGrant> decoded(Map<String, Object> status) {
    return Decoder.grant(Tree.of(grant(status), "AccessGrant g"));
  }

  @Test
  void oneApprovalIsWantedWhereNothingIsSaid() {
    AccessRule rule =
        Decoder.rule(Yaml.read(RULE, "a.yaml").trees().getFirst()).value().orElseThrow();
    assertThat(rule.fourEyes()).isEqualTo(FourEyes.DEFAULT);
    assertThat(rule.sources()).noneMatch(source -> source.pinAddress());
    for (String approval : List.of("{}", "{required: null}", "null")) {
      String text = RULE + "  approval: " + approval + "\n";
      assertThat(Decoder.rule(Yaml.read(text, "a.yaml").trees().getFirst()).value())
          .hasValueSatisfying(read -> assertThat(read.fourEyes()).isEqualTo(FourEyes.DEFAULT));
    }
  }

  @Test
  void howARuleIsApprovedIsReadOrTheRuleIsNot() {
    String good = RULE + "  approval: {required: 0, timeout: 90s}\n";
    assertThat(Decoder.rule(Yaml.read(good, "a.yaml").trees().getFirst()).value())
        .hasValueSatisfying(
            read -> assertThat(read.fourEyes()).isEqualTo(new FourEyes(0, Duration.ofSeconds(90))));
    for (String bad :
        List.of("{required: two}", "{required: -1}", "{timeout: soon}", "{timeout: 1s}", "none")) {
      Decoded<AccessRule> decoded =
          Decoder.rule(Yaml.read(RULE + "  approval: " + bad + "\n", "a").trees().getFirst());
      assertThat(decoded.value()).as(bad).isEmpty();
      assertThat(decoded.problems()).as(bad).isNotEmpty();
    }
  }

  /// What narrows a request must never be passed over: that would ask for more.
  @Test
  void aPartOfARequestThatCannotBeReadGivesNoGrant() {
    for (Map<String, Object> part :
        List.<Map<String, Object>>of(
            Map.of("sources", List.of(Map.of("name", "tools"))),
            Map.of("ports", List.of(Map.of("port", 0))),
            Map.of("from", "everywhere"),
            Map.of("startsAt", "2026-02-30T00:00:00Z"))) {
      Map<String, Object> object = new HashMap<>(grant(Map.of()));
      Map<String, Object> request = new HashMap<>(REQUEST);
      request.putAll(part);
      object.put("spec", Map.of("request", request));
      assertThat(Decoder.grant(Tree.of(object, "AccessGrant g")).value())
          .as(part.toString())
          .isEmpty();
    }
  }

  /// Nobody may take a grant for not ended because of how somebody ended it, nor for approved.
  @Test
  void whatWasSaidAndCannotBeReadGivesNoGrant() {
    for (Map<String, Object> said :
        List.<Map<String, Object>>of(
            Map.of("rejection", Map.of("by", "")),
            Map.of("revocation", Map.of("by", "")),
            Map.of("approvals", List.of(Map.of("by", "bob", "terms", "yes"))),
            Map.of("approvals", List.of(Map.of("terms", "ab".repeat(32)))))) {
      Map<String, Object> object = new HashMap<>(grant(Map.of()));
      Map<String, Object> spec = new HashMap<>(said);
      spec.put("request", REQUEST);
      object.put("spec", spec);
      assertThat(Decoder.grant(Tree.of(object, "AccessGrant g")).value())
          .as(said.toString())
          .isEmpty();
    }
  }

  @Test
  void anObjectInAFileStandsInForItsUidAndDoesNotWriteIt() {
    AccessRule rule =
        Decoder.rule(Yaml.read(RULE, "a.yaml").trees().getFirst()).value().orElseThrow();
    assertThat(rule.meta().uid().text()).isEqualTo("unassigned/AccessRule/shop/db-shell");
    assertThat(rule.meta().createdAt()).isEqualTo(Instant.EPOCH);
    assertThat(Yaml.write(Encoder.rule(rule))).doesNotContain("uid", "creationTimestamp");
  }

  @Test
  void anObjectOfAnApiServerWithoutUidIsAProblem() {
    Tree tree =
        Tree.of(
            Map.of("metadata", Map.of("name", "a", "namespace", "b"), "spec", Map.of()),
            "NetworkPolicy b/a");
    assertThat(Decoder.policy(tree).value()).isEmpty();
  }

  @Test
  void anUnknownFieldOfAnApiServersObjectIsANotice() {
    Decoded<AccessGrant> decoded = decoded(Map.of("phase", "Active", "observedGeneration", 3));
    assertThat(decoded.value()).isPresent();
    assertThat(decoded.problems())
        .extracting(Problem::weight, Problem::code, Problem::place)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                Weight.NOTICE, ProblemCode.FIELD_UNKNOWN, new Place("AccessGrant g", 0, 0)));
  }

  /// A newer version may have limits that this one does not know: passed over, they would hold for
  /// nobody.
  @Test
  void anUnknownLimitOfAnApiServersBoundaryGivesNoBoundary() {
    Map<String, Object> meta = Map.of("name", "all", "uid", "u");
    Map<String, Object> known = Map.of("minimumApprovals", 1);
    Map<String, Object> more = Map.of("minimumApprovals", 1, "forbiddenWeekdays", List.of("Sun"));
    assertThat(boundary(Map.of("metadata", meta, "spec", known)).value()).isPresent();
    assertThat(boundary(Map.of("metadata", meta, "spec", more)).value()).isEmpty();
    assertThat(boundary(Map.of("metadata", meta, "spec", known, "status", Map.of())).value())
        .isPresent();
  }

  @Test
  void aPrefixThatABoundaryDoesNotNameIsTheShortestOfAnySource() {
    Map<String, Object> object =
        Map.of(
            "metadata",
            Map.of("name", "all", "uid", "u"),
            "spec",
            Map.of("widestBlock", Map.of("ipv6", 128)));
    assertThat(boundary(object).value())
        .hasValueSatisfying(
            read -> assertThat(read.widestBlock()).contains(new AccessBoundary.Widest(24, 128)));
  }

  private static Decoded<AccessBoundary> boundary(Map<String, Object> object) {
    return Decoder.boundary(Tree.of(object, "AccessBoundary all"));
  }

  @Test
  void aGrantThatNobodyLookedAtIsNew() {
    Map<String, Object> object = new HashMap<>(grant(Map.of()));
    object.remove("status");
    AccessGrant grant = Decoder.grant(Tree.of(object, "AccessGrant g")).value().orElseThrow();
    assertThat(grant.status()).isEqualTo(GrantStatus.NEW);
    assertThat(grant.revocation()).isEqualTo(new Revocation.None());
    assertThat(grant.request().from()).isEqualTo(new Origin.AnySource());
    assertThat(Encoder.grant(grant)).doesNotContainKey("status");
    assertThat(decoded(Map.of()).value())
        .hasValueSatisfying(empty -> assertThat(empty).isEqualTo(grant));
  }

  @Test
  void aCodeOfANewerVersionEndsTheGrantAllTheSame() {
    Decoded<AccessGrant> decoded = decoded(Map.of("phase", "Revoked", "code", "NL-FROM-TOMORROW"));
    assertThat(decoded.value())
        .hasValueSatisfying(
            grant -> {
              assertThat(grant.status().phase()).isEqualTo(Phase.REVOKED);
              assertThat(grant.status().code()).isEmpty();
            });
    assertThat(decoded.problems()).extracting(Problem::weight).containsExactly(Weight.NOTICE);
  }

  @Test
  void aPhaseThatNobodyKnowsGivesNoGrant() {
    assertThat(decoded(Map.of("phase", "Wide-Open")).value()).isEmpty();
  }

  @Test
  void instantsOfOtherZonesAreTheSameInstants() {
    assertThat(decoded(Map.of("phase", "Active", "expiresAt", "2026-11-24T03:44:00+01:00")).value())
        .hasValueSatisfying(
            grant ->
                assertThat(grant.status().expiresAt())
                    .contains(Instant.parse("2026-11-24T02:44:00Z")));
  }

  @Test
  void aTreeIsMadeOfPlainValuesOnly() {
    assertThatThrownBy(() -> Tree.of(Map.of("a", new Object()), "X"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Tree.of(Map.of("a", Double.NaN), "X"))
        .isInstanceOf(IllegalArgumentException.class);
    Map<String, Object> itself = new HashMap<>();
    itself.put("a", itself);
    assertThatThrownBy(() -> Tree.of(itself, "X")).isInstanceOf(IllegalArgumentException.class);
  }
}
