package dev.nightlatch.manifests;

import dev.nightlatch.grants.model.LatchOrder;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.Owner;
import dev.nightlatch.grants.model.Uid;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The Job that runs no pod and whose deadline closes.
///
/// Its template only has to be valid, also where pods are restricted: no pod is ever made of it.
final class LatchEncoder {
  /// The user that images made for it call "nonroot".
  private static final int NOBODY = 65_532;

  private LatchEncoder() {}

  static Map<String, Object> job(LatchOrder order, String image) {
    Fields meta =
        new Fields()
            .put("name", order.key().name())
            .put("namespace", order.namespace())
            .put(
                "labels",
                new Fields()
                    .put(Names.MANAGED_BY_LABEL, Names.MANAGED_BY_VALUE)
                    .put(Names.GRANT_LABEL, order.grant().text())
                    .put(Names.LATCH_LABEL, "true")
                    .map())
            .put(
                "ownerReferences",
                List.of(
                    MetaEncoder.blocking(
                        new Owner(Ours.API_VERSION, Ours.GRANT, order.grantName(), order.grant()))))
            .put("finalizers", List.of(LatchDecoder.FOREGROUND));
    return job(meta, order.deadline(), image);
  }

  /// A latch without a grant, which owns nothing but [#mark].
  static Map<String, Object> canary(String name, Duration flight, String image) {
    Fields meta =
        canaryMeta(name, Fields.of(Names.LATCH_LABEL, "true"))
            .put("finalizers", List.of(LatchDecoder.FOREGROUND));
    return job(meta, flight, image);
  }

  /// The ConfigMap that a canary's latch takes along.
  static Map<String, Object> mark(String name, Uid latch) {
    Fields meta =
        canaryMeta(name, Map.of())
            .put(
                "ownerReferences",
                List.of(MetaEncoder.blocking(new Owner("batch/v1", "Job", name, latch))));
    return Fields.object("v1", "ConfigMap", meta.map()).map();
  }

  private static Fields canaryMeta(String name, Map<String, Object> more) {
    Map<String, Object> labels = new LinkedHashMap<>(more);
    labels.put(Names.MANAGED_BY_LABEL, Names.MANAGED_BY_VALUE);
    return new Fields()
        .put("name", name)
        .put("namespace", Names.OPERATOR_NAMESPACE)
        .put("labels", labels);
  }

  private static Map<String, Object> job(Fields meta, Duration deadline, String image) {
    Fields spec =
        new Fields()
            .put("parallelism", 0)
            .put("activeDeadlineSeconds", deadline.toSeconds())
            .put("ttlSecondsAfterFinished", 0)
            .put("backoffLimit", 0)
            .put("template", Fields.of("spec", podSpec(image)));
    return Fields.object("batch/v1", "Job", meta.map()).put("spec", spec.map()).map();
  }

  private static Map<String, Object> podSpec(String image) {
    return new Fields()
        .put("restartPolicy", "Never")
        .put("automountServiceAccountToken", false)
        .put(
            "securityContext",
            new Fields()
                .put("runAsNonRoot", true)
                .put("runAsUser", NOBODY)
                .put("seccompProfile", Fields.of("type", "RuntimeDefault"))
                .map())
        .put("containers", List.of(container(image)))
        .map();
  }

  private static Map<String, Object> container(String image) {
    return new Fields()
        .put("name", "latch")
        .put("image", image)
        .put(
            "securityContext",
            new Fields()
                .put("allowPrivilegeEscalation", false)
                .put("readOnlyRootFilesystem", true)
                .put("capabilities", Fields.of("drop", List.of("ALL")))
                .map())
        .put("resources", new Fields().put("requests", smallest()).put("limits", smallest()).map())
        .map();
  }

  private static Map<String, Object> smallest() {
    return new Fields().put("cpu", "1m").put("memory", "1Mi").map();
  }
}
