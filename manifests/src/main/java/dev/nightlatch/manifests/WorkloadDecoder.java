package dev.nightlatch.manifests;

import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.grants.model.Meta;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What runs and where: pods, what makes pods, namespaces. Only what network policies see of them
/// is read; the rest is passed over.
final class WorkloadDecoder {
  private static final String NAME_LABEL = "kubernetes.io/metadata.name";

  private WorkloadDecoder() {}

  /// Source: `Pod`, v1.
  static Decoded<Pod> pod(Cursor object) {
    Optional<Meta> meta = MetaDecoder.meta(object, MetaDecoder.Scope.NAMESPACE);
    Cursor spec = object.at("spec");
    boolean hostNetwork = spec.requireMapping("a spec") && hostNetwork(spec);
    Cursor status = object.at("status");
    status.isMappingOrAbsent("a status");
    String phase = status.at("phase").text().orElse("");
    boolean finished = phase.equals("Succeeded") || phase.equals("Failed");
    return object
        .log()
        .decoded(
            () ->
                meta.map(
                    known ->
                        new Pod(
                            known.namespace(),
                            known.name(),
                            known.labels(),
                            hostNetwork,
                            finished)));
  }

  private static boolean hostNetwork(Cursor podSpec) {
    return podSpec.at("hostNetwork").truth().orElse(false);
  }

  /// Source: `DeploymentSpec`, `StatefulSetSpec`, `DaemonSetSpec`, `ReplicaSetSpec`, apps/v1.
  static Decoded<Workload> workload(Cursor object, String kind) {
    Optional<Meta> meta = MetaDecoder.meta(object, MetaDecoder.Scope.NAMESPACE);
    Cursor spec = object.at("spec");
    Cursor template = spec.at("template");
    if (!spec.requireMapping("a spec") || !template.requireMapping("a template")) {
      return object.log().decoded(Optional::empty);
    }
    Cursor labels = template.at("metadata").at("labels");
    template.at("metadata").isMappingOrAbsent("a mapping with labels");
    Map<String, String> podLabels = Selectors.labels(labels);
    Optional<LabelSelector> selector = Selectors.selector(spec.at("selector"));
    if (selector.isPresent() && !selector.get().matches(podLabels)) {
      labels.bad(
          ProblemCode.VALUE_WRONG,
          labels.path() + " that spec.selector does not select",
          "labels that spec.selector selects");
    }
    Cursor replicas = spec.at("replicas");
    Optional<Long> number = replicas.whole();
    if (number.isPresent() && (number.get() < 0 || number.get() > Integer.MAX_VALUE)) {
      replicas.wrong("a number of pods");
    }
    Cursor podSpec = template.at("spec");
    boolean hostNetwork = podSpec.isMappingOrAbsent("a spec") && hostNetwork(podSpec);
    return object
        .log()
        .decoded(
            () ->
                meta.map(
                    known ->
                        new Workload(
                            known.namespace(),
                            known.name(),
                            kind,
                            podLabels,
                            number.orElse(1L).intValue(),
                            hostNetwork)));
  }

  /// The API server gives each namespace its name as a label. Source: `Namespace`, v1.
  static Decoded<Manifest.OfNamespace> namespace(Cursor object) {
    Optional<Meta> meta = MetaDecoder.meta(object, MetaDecoder.Scope.CLUSTER);
    return object
        .log()
        .decoded(
            () ->
                meta.map(
                    known -> {
                      Map<String, String> labels = new TreeMap<>(known.labels());
                      labels.put(NAME_LABEL, known.name());
                      return new Manifest.OfNamespace(known.name(), labels);
                    }));
  }
}
