package dev.nightlatch.manifests;

import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.Workload;
import dev.nightlatch.grants.model.DnsNames;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.manifests.MetaDecoder.Scope;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What makes pods, as far as network policies will see those.
///
/// Source: `DeploymentSpec`, `StatefulSetSpec`, `DaemonSetSpec`, `ReplicaSetSpec`, apps/v1;
/// `JobSpec`, `CronJobSpec`, batch/v1; `ReplicationControllerSpec`, v1.
final class WorkloadDecoder {
  private static final String CRON_JOB = "CronJob";
  private static final String JOB = "Job";
  private static final String REPLICATION_CONTROLLER = "ReplicationController";

  private WorkloadDecoder() {}

  /// Whether such an object may make pods, now or ever: not a Job that has ended, nor a latch of
  /// ours, which is a Job that never has a pod, nor a ReplicationController without a template.
  static boolean makesPods(Cursor object, String kind) {
    Cursor spec = object.at("spec").tolerant();
    return switch (kind) {
      case JOB -> !hasEnded(object.at("status").tolerant()) && !isLatch(object, spec);
      case REPLICATION_CONTROLLER -> spec.at("template").isPresent() || !spec.isMapping();
      default -> true;
    };
  }

  private static boolean hasEnded(Cursor status) {
    for (Cursor condition : status.at("conditions").items()) {
      String type = condition.at("type").text().orElse("");
      String state = condition.at("status").text().orElse("");
      if ((type.equals("Complete") || type.equals("Failed")) && state.equals("True")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLatch(Cursor object, Cursor spec) {
    Cursor mark = object.at("metadata").at("labels").at(Names.LATCH_LABEL).tolerant();
    return mark.text().isPresent() && spec.at("parallelism").whole().equals(Optional.of(0L));
  }

  static Decoded<Workload> workload(Cursor object, String kind) {
    Optional<Head> head = Head.of(object, Scope.NAMESPACE);
    Cursor outer = object.at("spec");
    Cursor spec = kind.equals(CRON_JOB) ? outer.at("jobTemplate").at("spec") : outer;
    Cursor template = spec.at("template");
    if (!spec.requireMapping("a spec") || !template.requireMapping("a template")) {
      return object.log().decoded(Optional::empty);
    }
    Cursor meta = template.at("metadata");
    meta.isMappingOrAbsent("a mapping with labels");
    Map<String, String> podLabels = Selectors.labels(meta.at("labels"));
    checkSelector(spec.at("selector"), meta.at("labels"), podLabels, kind);
    int replicas = replicas(spec, kind);
    Cursor podSpec = template.at("spec");
    podSpec.isMappingOrAbsent("a spec");
    PodSpec seen = PodSpec.of(podSpec);
    return object
        .log()
        .decoded(
            () ->
                head.map(
                    known ->
                        new Workload(
                            known.namespace(),
                            known.name(),
                            kind,
                            kind.equals(JOB) ? ofJob(known.name(), podLabels, spec) : podLabels,
                            replicas,
                            seen.hostNetwork(),
                            seen.ports(),
                            known.controller())));
  }

  /// The labels that the API server adds to a Job's pods, as far as they are certain beforehand.
  ///
  /// Source: `JobSpec.manualSelector`, `JobNameLabel`, batch/v1.
  private static Map<String, String> ofJob(String name, Map<String, String> written, Cursor spec) {
    boolean isManual = spec.at("manualSelector").tolerant().truth().orElse(false);
    boolean isNamed = DnsNames.isSubdomain(name);
    if (isManual || !isNamed) {
      return written;
    }
    Map<String, String> labels = new TreeMap<>(written);
    labels.putIfAbsent("job-name", name);
    labels.putIfAbsent("batch.kubernetes.io/job-name", name);
    return labels;
  }

  /// The API server refuses a selector that does not choose the template's labels. Policies do not
  /// see it, so here it is worth a notice.
  private static void checkSelector(
      Cursor written, Cursor labels, Map<String, String> podLabels, String kind) {
    if (!written.isPresent() || kind.equals(REPLICATION_CONTROLLER)) {
      return;
    }
    Optional<LabelSelector> selector = Selectors.selector(written.tolerant());
    if (selector.isPresent() && !selector.get().matches(podLabels)) {
      labels.notice(
          ProblemCode.VALUE_WRONG,
          labels.path() + " that spec.selector does not select",
          "labels that spec.selector selects");
    }
  }

  private static int replicas(Cursor spec, String kind) {
    Cursor replicas =
        spec.at(kind.equals(JOB) || kind.equals(CRON_JOB) ? "parallelism" : "replicas").tolerant();
    Optional<Long> number = replicas.whole();
    if (number.isPresent() && (number.get() < 0 || number.get() > Integer.MAX_VALUE)) {
      replicas.wrong("a number of pods");
      return 1;
    }
    return number.orElse(1L).intValue();
  }
}
