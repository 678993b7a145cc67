package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.explain.Unanswered;
import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.Kind;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.WorkloadRef;
import java.util.Arrays;

/// Why nobody is found: what a snapshot does not know is not taken for absent.
record Absence(Snapshot snapshot) {

  /// Why there is no pod or workload of this name.
  Unanswered of(String namespace, String name, String kind) {
    boolean isFinished =
        snapshot.pods().stream()
            .anyMatch(
                pod ->
                    pod.finished() && pod.namespace().equals(namespace) && pod.name().equals(name));
    if (isFinished && kind.equals(WorkloadRef.POD)) {
      return Unanswered.FINISHED;
    }
    boolean mayBe =
        snapshot.gaps().stream()
            .anyMatch(
                gap ->
                    switch (gap) {
                      case Gap.UnreadablePod unreadable ->
                          isOrMayBe(unreadable.namespace(), namespace)
                              && isOrMayBe(unreadable.kind(), kind)
                              && isOrMayBe(unreadable.name(), name);
                      case Gap.Unlisted(var what, var in) ->
                          isOrMayBe(in, namespace)
                              && (what == Kind.POD
                                  || (what == Kind.WORKLOAD && !kind.equals(WorkloadRef.POD)));
                      case Gap.UnreadablePolicy _,
                          Gap.UnreadableClusterPolicy _,
                          Gap.UnreadableNamespace _,
                          Gap.UnreadableNode _ ->
                          false;
                    });
    return mayBe ? Unanswered.UNREADABLE : Unanswered.NOT_THERE;
  }

  /// Whether what is written is what is asked for, or may be: it cannot be read, or means all.
  private static boolean isOrMayBe(String written, String asked) {
    return written.isEmpty() || written.equals(asked);
  }

  /// Why there is no service of a name.
  Unanswered ofService(String namespace) {
    return isUnlisted(namespace, Kind.SERVICE) ? Unanswered.UNREADABLE : Unanswered.NOT_THERE;
  }

  /// Why no pod stands behind a service.
  Unanswered ofPodsBehind(String namespace) {
    boolean mayBe =
        isUnlisted(namespace, Kind.POD, Kind.WORKLOAD)
            || snapshot.gaps().stream()
                .anyMatch(
                    gap ->
                        gap instanceof Gap.UnreadablePod(var in, _, _) && isOrMayBe(in, namespace));
    return mayBe ? Unanswered.UNREADABLE : Unanswered.NOTHING_BEHIND;
  }

  /// Why a service whose endpoints somebody else writes has none.
  Unanswered ofEndpointsBehind(String namespace) {
    return isUnlisted(namespace, Kind.ENDPOINT_SLICE)
        ? Unanswered.UNREADABLE
        : Unanswered.NOTHING_BEHIND;
  }

  private boolean isUnlisted(String namespace, Kind... kinds) {
    return snapshot.gaps().stream()
        .anyMatch(
            gap ->
                gap instanceof Gap.Unlisted(var what, var in)
                    && Arrays.asList(kinds).contains(what)
                    && isOrMayBe(in, namespace));
  }
}
