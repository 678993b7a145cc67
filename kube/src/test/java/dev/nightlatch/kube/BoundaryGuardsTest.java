package dev.nightlatch.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The API shares no rules between guards of different failure policies, so they are written twice:
/// what may be made, and what may be changed, must stay the same.
class BoundaryGuardsTest {
  private static final String MADE = "nightlatch-operator-boundaries";
  private static final String CHANGED = MADE + "-on-change";

  private static JsonNode guard(String kind, String name) {
    return Arrays.stream(InstallManifests.guards().split("\n---\n"))
        .map(text -> Serialization.<JsonNode>unmarshal(text, JsonNode.class))
        .filter(object -> object.path("kind").asText().equals(kind))
        .filter(object -> object.at("/metadata/name").asText().equals(name))
        .reduce(
            (_, _) -> {
              throw new AssertionError("two of the name " + name);
            })
        .orElseThrow()
        .path("spec");
  }

  /// By name: the expressions of a guard's variables, as if it were of policies that are made.
  private static Map<String, String> variables(String name) {
    Map<String, String> all = new TreeMap<>();
    guard("ValidatingAdmissionPolicy", name)
        .path("variables")
        .forEach(
            variable ->
                all.put(variable.path("name").asText(), plain(variable.path("expression"))));
    return all;
  }

  private static List<Map<String, String>> rules(String name) {
    return guard("ValidatingAdmissionPolicy", name)
        .path("validations")
        .valueStream()
        .map(
            rule ->
                Map.of(
                    "expression", plain(rule.path("expression")),
                    "messageExpression", plain(rule.path("messageExpression")),
                    "message", plain(rule.path("message"))))
        .toList();
  }

  private static String plain(JsonNode text) {
    assertThat(text.isTextual()).as("a text: " + text).isTrue();
    return text.asText()
        .replace("variables.isLatch", "EXEMPT")
        .replace("variables.keeps", "EXEMPT")
        .replace("variables.made.spec", "object.spec");
  }

  @Test
  void whatIsChangedIsHeldToTheRulesOfWhatIsMade() {
    List<Map<String, String>> made = rules(MADE);
    List<Map<String, String>> changed = rules(CHANGED);
    // The one more is of latches, whose deadline nobody may change: another guard's word.
    assertThat(changed).hasSize(4).isEqualTo(made.subList(0, 4));
    assertThat(made.subList(4, made.size()))
        .singleElement()
        .extracting(rule -> rule.get("expression"))
        .asString()
        .startsWith("!EXEMPT || ")
        .contains("activeDeadlineSeconds");
  }

  @Test
  void theyReadTheBoundariesAndThePolicyAlike() {
    Map<String, String> made = variables(MADE);
    Map<String, String> changed = variables(CHANGED);
    assertThat(made.remove("made")).isEqualTo("dyn(object)");
    assertThat(made.remove("isLatch")).isEqualTo("request.resource.resource == 'jobs'");
    assertThat(changed.remove("keeps")).isEqualTo("object.spec == oldObject.spec");
    assertThat(changed).isEqualTo(made);
  }

  @Test
  void theyAskTheSameBoundariesAboutTheSameObjectsOfTheSameWriter() {
    JsonNode made = guard("ValidatingAdmissionPolicy", MADE);
    JsonNode changed = guard("ValidatingAdmissionPolicy", CHANGED);
    for (String same : List.of("paramKind", "matchConditions")) {
      assertThat(changed.path(same)).as(same).isEqualTo(made.path(same)).isNotEmpty();
    }
    for (String same : List.of("matchPolicy", "namespaceSelector", "objectSelector")) {
      assertThat(changed.at("/matchConstraints/" + same))
          .as(same)
          .isEqualTo(made.at("/matchConstraints/" + same));
    }
    JsonNode ofMade = guard("ValidatingAdmissionPolicyBinding", MADE);
    JsonNode ofChanged = guard("ValidatingAdmissionPolicyBinding", CHANGED);
    for (String same : List.of("paramRef", "validationActions")) {
      assertThat(ofChanged.path(same)).as(same).isEqualTo(ofMade.path(same)).isNotEmpty();
    }
  }
}
