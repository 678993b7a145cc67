package dev.nightlatch.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.Permission;
import dev.nightlatch.grants.model.RuleRights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a review of a namespace says of one rule.
class KubeRightsTest {
  private static final RuleRights NONE = RuleRights.of(_ -> Permission.NOT_HELD);
  private static final RuleRights OPENS =
      new RuleRights(Permission.HELD, Permission.NOT_HELD, Permission.NOT_HELD);

  private static Map<String, Object> given(
      String group, String resource, String verb, String... names) {
    return Map.of(
        "apiGroups",
        List.of(group),
        "resources",
        List.of(resource),
        "verbs",
        List.of("get", verb),
        "resourceNames",
        List.of(names));
  }

  private static Map<String, Object> status(List<Map<String, Object>> rules) {
    return new HashMap<>(Map.of("incomplete", false, "resourceRules", rules));
  }

  @Test
  void aVerbIsHeldOnTheRulesThatAreNamedOrOnAll() {
    var one = status(List.of(given("nightlatch.dev", "accessrules", "open", "db-shell")));
    assertThat(KubeRights.shown(one, "db-shell")).contains(OPENS);
    assertThat(KubeRights.shown(one, "mail")).contains(NONE);
    var all = status(List.of(given("nightlatch.dev", "accessrules", "open")));
    assertThat(KubeRights.shown(all, "mail")).contains(OPENS);
    var wild = status(List.of(given("*", "*", "*")));
    assertThat(KubeRights.shown(wild, "mail")).contains(RuleRights.ALL);
  }

  @Test
  void anotherGroupOrKindGivesNothing() {
    var other =
        status(
            List.of(
                given("example.com", "accessrules", "open"),
                given("nightlatch.dev", "accessgrants", "open"),
                given("nightlatch.dev", "accessrules/status", "open")));
    assertThat(KubeRights.shown(other, "db-shell")).contains(NONE);
  }

  /// An authorizer that is asked over the network lists nothing, and may allow or deny all the
  /// same.
  @Test
  void whatDoesNotShowEverythingSaysNothing() {
    var incomplete = status(List.of(given("*", "*", "*")));
    incomplete.put("incomplete", true);
    assertThat(KubeRights.shown(incomplete, "db-shell")).isEmpty();
    var failed = status(List.of(given("*", "*", "*")));
    failed.put("evaluationError", "clusterrole \"gone\" not found");
    assertThat(KubeRights.shown(failed, "db-shell")).isEmpty();
    assertThat(KubeRights.shown(Map.of(), "db-shell")).as("nobody could be asked").isEmpty();
  }
}
