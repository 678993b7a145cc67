package dev.nightlatch.kube.crd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What holds of every field of every definition.
final class CrdSchemaTest {

  @Test
  void everyFieldIsDescribed() {
    fields().forEach((path, field) -> assertThat(field.getDescription()).as(path).isNotBlank());
  }

  /// Without bounds the API server refuses conditions as too costly, and an object may grow as
  /// large as the store takes it.
  @Test
  void whateverCanGrowIsBounded() {
    fields()
        .forEach(
            (path, field) -> {
              bounded(path, field);
              if (field.getItems() != null) {
                bounded(path + "[]", field.getItems().getSchema());
              }
              if (field.getAdditionalProperties() != null) {
                assertThat(field.getMaxProperties()).as(path).isPositive();
                bounded(path + "{}", field.getAdditionalProperties().getSchema());
              }
            });
  }

  private static void bounded(String path, JSONSchemaProps field) {
    if (field.getType().equals("array")) {
      assertThat(field.getMaxItems()).as(path).isPositive();
    }
    if (field.getType().equals("string")
        && field.getEnum().isEmpty()
        && field.getFormat() == null) {
      assertThat(field.getMaxLength()).as(path).isPositive();
    }
  }

  @Test
  void everyListSaysHowItIsMerged() {
    Map<String, String> lists = new TreeMap<>();
    fields()
        .forEach(
            (path, field) -> {
              if (field.getType().equals("array")) {
                lists.put(path, field.getXKubernetesListType() + field.getXKubernetesListMapKeys());
              }
            });
    assertThat(lists)
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("AccessBoundary.spec.exemptions", "set[]"),
                Map.entry("AccessBoundary.spec.forbiddenNamespaces", "set[]"),
                Map.entry("AccessBoundary.spec.forbiddenPorts", "map[protocol, port]"),
                Map.entry("AccessGrant.spec.approvals", "atomic[]"),
                Map.entry("AccessGrant.spec.approvals.accepts", "atomic[]"),
                Map.entry("AccessGrant.spec.approvals.groups", "atomic[]"),
                Map.entry("AccessGrant.spec.rejection.groups", "atomic[]"),
                Map.entry("AccessGrant.spec.request.groups", "atomic[]"),
                Map.entry("AccessGrant.spec.request.ports", "atomic[]"),
                Map.entry("AccessGrant.spec.request.sources", "atomic[]"),
                Map.entry("AccessGrant.spec.review.groups", "atomic[]"),
                Map.entry("AccessGrant.spec.revocation.groups", "atomic[]"),
                Map.entry("AccessGrant.status.latches", "map[namespace, name]"),
                Map.entry("AccessGrant.status.notIndependent", "atomic[]"),
                Map.entry("AccessGrant.status.policies", "map[namespace, name]"),
                Map.entry("AccessGrant.status.proofs", "map[moment]"),
                Map.entry("AccessGrant.status.proofs.connections", "atomic[]"),
                Map.entry("AccessGrant.status.prospect.connections", "atomic[]"),
                Map.entry("AccessGrant.status.terms.basis", "atomic[]"),
                Map.entry("AccessGrant.status.terms.connections", "atomic[]"),
                Map.entry("AccessGrant.status.terms.doubts", "atomic[]"),
                Map.entry("AccessGrant.status.terms.targets", "atomic[]"),
                Map.entry("AccessRule.spec.dns.podSelector.matchExpressions", "atomic[]"),
                Map.entry("AccessRule.spec.dns.podSelector.matchExpressions.values", "atomic[]"),
                Map.entry("AccessRule.spec.incidents.providers", "set[]"),
                Map.entry("AccessRule.spec.incidents.services", "set[]"),
                Map.entry("AccessRule.spec.incidents.severities", "set[]"),
                Map.entry("AccessRule.spec.sources", "map[namespace, name]"),
                Map.entry("AccessRule.spec.target.podSelector.matchExpressions", "atomic[]"),
                Map.entry("AccessRule.spec.target.podSelector.matchExpressions.values", "atomic[]"),
                Map.entry("AccessRule.spec.target.ports", "map[protocol, port]"),
                Map.entry("AccessSource.spec.blocks", "map[cidr]"),
                Map.entry("AccessSource.spec.pods.podSelector.matchExpressions", "atomic[]"),
                Map.entry("AccessSource.spec.pods.podSelector.matchExpressions.values", "atomic[]"),
                Map.entry("AccessSource.spec.usableFrom.namespaces", "set[]")));
  }

  @Test
  void everyConditionComesWithASentence() {
    List<ValidationRule> rules = new ArrayList<>();
    definitions().forEach(crd -> rules.addAll(root(crd).getXKubernetesValidations()));
    fields()
        .values()
        .forEach(
            field -> {
              rules.addAll(field.getXKubernetesValidations());
              if (field.getItems() != null) {
                rules.addAll(field.getItems().getSchema().getXKubernetesValidations());
              }
            });
    assertThat(rules).isNotEmpty();
    assertThat(rules)
        .allSatisfy(rule -> assertThat(rule.getMessage()).as(rule.getRule()).isNotBlank());
  }

  /// Absent means one approval; a default would make that indistinguishable from a written one.
  @Test
  void anAbsentApprovalStaysAbsent() {
    assertThat(fields())
        .hasEntrySatisfying("AccessRule.spec.approval", CrdSchemaTest::hasNoDefault)
        .hasEntrySatisfying("AccessRule.spec.approval.required", CrdSchemaTest::hasNoDefault);
  }

  private static void hasNoDefault(JSONSchemaProps field) {
    assertThat(field).hasFieldOrPropertyWithValue("default", null);
  }

  @Test
  void boundariesProvidersAndGrantsHaveNoNamespaceAndGrantsAloneAStatus() {
    assertThat(definitions())
        .extracting(
            crd -> crd.getSpec().getNames().getKind(),
            crd -> crd.getSpec().getScope(),
            crd -> crd.getSpec().getNames().getShortNames(),
            crd -> crd.getSpec().getVersions().getFirst().getSubresources() != null)
        .containsExactly(
            tuple("AccessSource", "Namespaced", List.of("nlsource"), false),
            tuple("AccessRule", "Namespaced", List.of("nlrule"), false),
            tuple("AccessBoundary", "Cluster", List.of("nlboundary"), false),
            tuple("IncidentProvider", "Cluster", List.of("nlprovider"), false),
            tuple("AccessGrant", "Cluster", List.of("nlgrant"), true));
  }

  /// By what one asks first; the generator alone would sort them by their paths.
  @Test
  void theColumnsStandInTheOrderInWhichTheyAreRead() {
    assertThat(definitions())
        .extracting(
            crd ->
                crd.getSpec().getVersions().getFirst().getAdditionalPrinterColumns().stream()
                    .map(CustomResourceColumnDefinition::getName)
                    .toList())
        .containsExactly(
            List.of("Pods", "First-Block", "Usable-From", "Age"),
            List.of("Target", "Ports", "Longest", "Age"),
            List.of("Max-Duration", "Approvals", "Age"),
            List.of("ConfigMap-Namespace", "ConfigMap", "Age"),
            List.of(
                "Rule-Namespace", "Rule", "Incident", "Requested-By", "Phase", "Expires", "Age"));
  }

  /// So that what is tried on a source's selector holds for a target's and for name servers'.
  @Test
  void allSelectorsAreCheckedAlike() {
    List<JSONSchemaProps> selectors =
        Stream.of(
                "AccessSource.spec.pods.podSelector",
                "AccessRule.spec.target.podSelector",
                "AccessRule.spec.dns.podSelector")
            .map(path -> fields().get(path))
            .toList();
    assertThat(selectors).doesNotContainNull();
    selectors.forEach(selector -> selector.setDescription(""));
    assertThat(selectors).allMatch(selectors.getFirst()::equals);
  }

  private static List<CustomResourceDefinition> definitions() {
    return Crds.all().stream()
        .map(text -> Serialization.unmarshal(text, CustomResourceDefinition.class))
        .toList();
  }

  private static JSONSchemaProps root(CustomResourceDefinition crd) {
    return crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
  }

  /// Every field of the five kinds by its path; a list's entry has the path of the list.
  private static Map<String, JSONSchemaProps> fields() {
    Map<String, JSONSchemaProps> all = new TreeMap<>();
    definitions().forEach(crd -> collect(crd.getSpec().getNames().getKind(), root(crd), all));
    return all;
  }

  private static void collect(
      String path, JSONSchemaProps schema, Map<String, JSONSchemaProps> into) {
    Stream<JSONSchemaProps> objects =
        schema.getItems() == null
            ? Stream.of(schema)
            : Stream.of(schema, schema.getItems().getSchema());
    objects.forEach(
        object ->
            object
                .getProperties()
                .forEach(
                    (name, field) -> {
                      into.put(path + "." + name, field);
                      collect(path + "." + name, field, into);
                    }));
  }
}
