package dev.nightlatch.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Revocation;
import dev.nightlatch.manifests.Problem.Weight;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
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

  private static Map<String, Object> grant(Map<String, Object> status) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("rule", Map.of("namespace", "shop", "name", "db-shell"));
    request.put("incident", Map.of("id", "INC-4711"));
    request.put("reason", "orders are stuck");
    request.put("duration", "30m");
    request.put("requestedBy", "alice");
    return Map.of(
        "metadata",
        Map.of("name", "g", "uid", "u", "creationTimestamp", "2026-11-24T02:14:00Z"),
        "spec",
        Map.of("request", request),
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
    assertThat(rule.approvalsRequired()).isEqualTo(1);
    assertThat(rule.sources()).noneMatch(source -> source.pinAddress());
    for (String approval : List.of("{}", "{required: null}", "null")) {
      String text = RULE + "  approval: " + approval + "\n";
      assertThat(Decoder.rule(Yaml.read(text, "a.yaml").trees().getFirst()).value())
          .hasValueSatisfying(read -> assertThat(read.approvalsRequired()).isEqualTo(1));
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
