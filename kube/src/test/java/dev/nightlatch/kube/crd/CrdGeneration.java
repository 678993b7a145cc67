package dev.nightlatch.kube.crd;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionNames;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Makes the definitions from the Java types, and adds what no annotation can say: the order of the
/// columns, how lists are merged, the descriptions of whole kinds.
final class CrdGeneration {

  private static final List<Class<? extends CustomResource<?, ?>>> KINDS =
      List.of(
          AccessSource.class,
          AccessRule.class,
          AccessBoundary.class,
          IncidentProvider.class,
          AccessGrant.class);

  /// The lists that are merged entry by entry, with the fields that identify an entry; none means
  /// a set. Any other list is atomic: whoever writes it writes it whole.
  private static final Map<String, List<String>> MERGED =
      Map.ofEntries(
          Map.entry("AccessSource.spec.blocks", List.of("cidr")),
          Map.entry("AccessSource.spec.usableFrom.namespaces", List.of()),
          Map.entry("AccessRule.spec.target.ports", List.of("protocol", "port")),
          Map.entry("AccessRule.spec.incidents.providers", List.of()),
          Map.entry("AccessRule.spec.incidents.severities", List.of()),
          Map.entry("AccessRule.spec.incidents.services", List.of()),
          Map.entry("AccessBoundary.spec.exemptions", List.of()),
          Map.entry("AccessRule.spec.sources", List.of("namespace", "name")),
          Map.entry("AccessBoundary.spec.forbiddenNamespaces", List.of()),
          Map.entry("AccessBoundary.spec.forbiddenPorts", List.of("protocol", "port")),
          Map.entry("AccessGrant.status.proofs", List.of("moment")),
          Map.entry("AccessGrant.status.latches", List.of("namespace", "name")),
          Map.entry("AccessGrant.status.policies", List.of("namespace", "name")));

  private static final String HEADER =
      """
      # Generated from the Java types in dev.nightlatch.kube.crd: change those, not this file.
      # Written anew by: ./mvnw -pl kube -am test -Dnightlatch.golden=write
      """;

  private CrdGeneration() {}

  /// The definitions as YAML texts, by their names.
  static SortedMap<String, String> run() {
    SortedMap<String, ByteArrayOutputStream> written = new TreeMap<>();
    new CRDGenerator()
        .customResourceClasses(List.copyOf(KINDS))
        .withParallelGenerationEnabled(false)
        .withMinQuotes(true)
        .withPostProcessor(
            new CRDPostProcessor() {
              @Override
              public HasMetadata process(HasMetadata crd, String version) {
                return finished((CustomResourceDefinition) crd);
              }
            })
        .withOutput(
            new CRDGenerator.AbstractCRDOutput<ByteArrayOutputStream>() {
              @Override
              protected ByteArrayOutputStream createStreamFor(String fileName) {
                return written.computeIfAbsent(fileName, _ -> new ByteArrayOutputStream());
              }
            })
        .detailedGenerate();
    SortedMap<String, String> texts = new TreeMap<>();
    written.forEach((file, bytes) -> texts.put(nameOf(file), text(bytes)));
    return texts;
  }

  /// `accessrules.nightlatch.dev-v1` without the definition's own version.
  private static String nameOf(String file) {
    return file.substring(0, file.lastIndexOf('-'));
  }

  private static String text(ByteArrayOutputStream bytes) {
    String generated = bytes.toString(StandardCharsets.UTF_8);
    return HEADER + generated.substring(generated.indexOf("apiVersion:"));
  }

  private static CustomResourceDefinition finished(CustomResourceDefinition crd) {
    CustomResourceDefinitionNames names = crd.getSpec().getNames();
    names.setCategories(List.of("nightlatch"));
    names.setListKind(names.getKind() + "List");
    Class<?> type =
        KINDS.stream()
            .filter(k -> k.getSimpleName().equals(names.getKind()))
            .findFirst()
            .orElseThrow();
    for (CustomResourceDefinitionVersion version : crd.getSpec().getVersions()) {
      JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
      root.setDescription(type.getAnnotation(JsonClassDescription.class).value());
      finish(names.getKind(), root);
      root.getProperties().values().removeIf(CrdGeneration::isEmpty);
      inOrder(type, version.getAdditionalPrinterColumns());
    }
    return crd;
  }

  private static void finish(String path, JSONSchemaProps schema) {
    // A record component's annotations stand on its field and on its accessor, and are read twice.
    schema.setXKubernetesValidations(
        schema.getXKubernetesValidations().stream().distinct().toList());
    if (path.endsWith(".podSelector")) {
      schema.setXKubernetesMapType("atomic");
    }
    if ("array".equals(schema.getType())) {
      mergeList(schema, MERGED.get(path));
      finish(path, schema.getItems().getSchema());
    }
    schema.getProperties().forEach((name, field) -> finish(path + "." + name, field));
  }

  private static void mergeList(JSONSchemaProps list, @Nullable List<String> keys) {
    if (keys == null) {
      list.setXKubernetesListType("atomic");
    } else if (keys.isEmpty()) {
      list.setXKubernetesListType("set");
    } else {
      list.setXKubernetesListType("map");
      list.setXKubernetesListMapKeys(keys);
    }
  }

  /// The generator's idea of a status that does not exist.
  private static boolean isEmpty(JSONSchemaProps field) {
    return "object".equals(field.getType()) && field.getProperties().isEmpty();
  }

  /// As the type declares them; the generator sorts them by path.
  private static void inOrder(Class<?> type, List<CustomResourceColumnDefinition> columns) {
    List<String> order =
        Arrays.stream(type.getAnnotationsByType(AdditionalPrinterColumn.class))
            .map(AdditionalPrinterColumn::name)
            .toList();
    columns.sort(Comparator.comparingInt(column -> order.indexOf(column.getName())));
  }
}
