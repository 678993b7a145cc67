package dev.nightlatch.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The API shares no rules between guards of different failure policies, so they are written twice:
/// what may be made, and what may be changed, must stay the same.
class BoundaryGuardsTest {
  private static final String POLICY = "ValidatingAdmissionPolicy";
  private static final String MADE = "nightlatch-operator-boundaries";
  private static final String CHANGED = MADE + "-on-change";

  private static GenericKubernetesResource guard(String kind, String name) {
    return Arrays.stream(InstallManifests.guards().split("\n---\n"))
        .map(text -> Serialization.unmarshal(text, GenericKubernetesResource.class))
        .filter(object -> object.getKind().equals(kind))
        .filter(object -> object.getMetadata().getName().equals(name))
        .reduce(
            (_, _) -> {
              throw new AssertionError("two of the name " + name);
            })
        .orElseThrow();
  }

  /// By name: the expressions of a guard's variables, as if it were of policies that are made.
  private static Map<String, String> variables(String name) {
    return all(name, "variables").stream()
        .collect(
            Collectors.toMap(
                variable -> variable.getOrDefault("name", ""),
                variable -> variable.getOrDefault("expression", "")));
  }

  private static List<Map<String, String>> all(String name, String list) {
    List<Map<String, String>> all = guard(POLICY, name).get("spec", list);
    return all.stream()
        .map(
            each ->
                each.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, entry -> plain(entry.getValue()))))
        .toList();
  }

  private static String plain(String text) {
    return text.replace("variables.isLatch", "EXEMPT")
        .replace("variables.keeps", "EXEMPT")
        .replace("variables.made.spec", "object.spec");
  }

  @Test
  void whatIsChangedIsHeldToTheRulesOfWhatIsMade() {
    List<Map<String, String>> made = all(MADE, "validations");
    List<Map<String, String>> changed = all(CHANGED, "validations");
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

  private static void assertSame(String kind, String... path) {
    Object changed = guard(kind, CHANGED).get((Object[]) path);
    Object made = guard(kind, MADE).get((Object[]) path);
    assertThat(changed).as(String.join(".", path)).isNotNull().isEqualTo(made);
  }

  @Test
  void theyAskTheSameBoundariesAboutTheSameObjectsOfTheSameWriter() {
    assertSame(POLICY, "spec", "paramKind");
    assertSame(POLICY, "spec", "matchConditions");
    assertSame(POLICY, "spec", "matchConstraints", "matchPolicy");
    assertSame(POLICY, "spec", "matchConstraints", "namespaceSelector");
    assertSame(POLICY, "spec", "matchConstraints", "objectSelector");
    assertSame(POLICY + "Binding", "spec", "paramRef");
    assertSame(POLICY + "Binding", "spec", "validationActions");
  }
}
