package dev.nightlatch.manifests;

import dev.nightlatch.grants.model.HeldLatch;
import dev.nightlatch.grants.model.Meta;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.Owner;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A Job seen as a latch, whoever made it. Source: `JobSpec`, `JobStatus`, batch/v1.
final class LatchDecoder {
  /// Makes a plain delete take along what the Job owns.
  static final String FOREGROUND = "foregroundDeletion";

  /// Makes a delete let go of what the Job owns, which then stays for ever.
  private static final String ORPHAN = "orphan";

  private static final String JOB_CONTROLLER = "kubernetes.io/job-controller";
  private static final Set<String> ENDS =
      Set.of("Failed", "FailureTarget", "Complete", "SuccessCriteriaMet");

  private LatchDecoder() {}

  static Decoded<HeldLatch> latch(Cursor object) {
    Optional<Meta> meta = MetaDecoder.meta(object, MetaDecoder.Scope.NAMESPACE);
    Cursor spec = object.at("spec");
    if (!spec.requireMapping("a spec")) {
      return object.log().decoded(Optional::empty);
    }
    Cursor deadline = spec.at("activeDeadlineSeconds");
    Optional<Long> seconds = deadline.whole();
    if (seconds.isPresent() && seconds.get() < 0) {
      deadline.wrong("a number of seconds");
    }
    Cursor status = object.at("status");
    status.isMappingOrAbsent("a status");
    Optional<Instant> startedAt = Times.instant(status.at("startTime"));
    boolean closes = closes(spec);
    boolean fired = fired(status.at("conditions"));
    return object
        .log()
        .decoded(
            () ->
                meta.map(
                    known ->
                        new HeldLatch(
                            known,
                            seconds.map(Duration::ofSeconds),
                            startedAt,
                            closes && isOurs(known),
                            fired)));
  }

  /// Whether the Job runs no pod, starts at once, can end by its deadline alone, and goes at once
  /// when it has ended. `completions`, even 0, would let it end otherwise.
  private static boolean closes(Cursor spec) {
    Optional<Long> parallelism = spec.at("parallelism").whole();
    Optional<Long> ttl = spec.at("ttlSecondsAfterFinished").whole();
    Optional<Boolean> suspended = spec.at("suspend").truth();
    Optional<String> managedBy = spec.at("managedBy").text();
    return parallelism.equals(Optional.of(0L))
        && ttl.equals(Optional.of(0L))
        && !suspended.orElse(false)
        && managedBy.orElse(JOB_CONTROLLER).equals(JOB_CONTROLLER)
        && !spec.at("completions").isPresent();
  }

  /// Whether a delete takes along what the Job owns, and one grant alone owns the Job: the one that
  /// its label and its name say.
  private static boolean isOurs(Meta meta) {
    List<String> finalizers = meta.finalizers();
    boolean takesAlong =
        (meta.terminating() || finalizers.contains(FOREGROUND)) && !finalizers.contains(ORPHAN);
    if (!takesAlong || meta.owners().size() != 1) {
      return false;
    }
    Owner owner = meta.owners().getFirst();
    return owner.apiVersion().equals(Ours.API_VERSION)
        && owner.kind().equals(Ours.GRANT)
        && owner.uid().text().equals(meta.labels().get(Names.GRANT_LABEL))
        && meta.name().equals(Names.latch(owner.uid()));
  }

  private static boolean fired(Cursor conditions) {
    boolean fired = false;
    for (Cursor condition : conditions.items()) {
      if (condition.requireMapping("a condition")) {
        String type = condition.at("type").text().orElse("");
        String status = condition.at("status").text().orElse("");
        fired = fired || (ENDS.contains(type) && status.equals("True"));
      }
    }
    return fired;
  }
}
