package dev.nightlatch.engine.naive;

import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.Kind;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.Namespace;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.PodScope;
import dev.nightlatch.engine.model.Requirement;
import dev.nightlatch.engine.model.Snapshot;
import java.util.Map;

/// Whom selectors choose.
///
/// Source: semantics 2.1.7; decision 0008, point 25.
final class NaiveLabels {
  private final Snapshot snapshot;

  NaiveLabels(Snapshot snapshot) {
    this.snapshot = snapshot;
  }

  /// "empty = everything; `matchLabels` ∧ all `matchExpressions`"
  static boolean chooses(LabelSelector selector, Map<String, String> labels) {
    for (Requirement requirement : selector.requirements()) {
      if (!meets(requirement, labels)) {
        return false;
      }
    }
    return true;
  }

  /// "`In`: key present and value listed. `NotIn`: true when the key is missing.
  /// `Exists`/`DoesNotExist`: by key."
  private static boolean meets(Requirement requirement, Map<String, String> labels) {
    boolean present = labels.containsKey(requirement.key());
    String value = labels.getOrDefault(requirement.key(), "");
    return switch (requirement) {
      case Requirement.In in -> present && in.values().contains(value);
      case Requirement.NotIn notIn -> !present || !notIn.values().contains(value);
      case Requirement.Exists _ -> present;
      case Requirement.DoesNotExist _ -> !present;
    };
  }

  /// Whether a pod is in a scope; that pods on the host network never are is the caller's to see.
  Truth scope(PodScope scope, Pod pod) {
    return chooses(scope.pods(), pod.labels())
        ? namespace(scope.namespaces(), pod.namespace())
        : Truth.NO;
  }

  /// Whether a selector chooses a namespace. Where only its name is known, "a requirement on
  /// another key *may* be met".
  Truth namespace(LabelSelector selector, String name) {
    if (labelsAreKnown(name)) {
      return Truth.of(chooses(selector, labelsOf(name)));
    }
    Truth all = Truth.YES;
    for (Requirement requirement : selector.requirements()) {
      all =
          all.and(
              requirement.key().equals(Namespace.NAME_LABEL)
                  ? Truth.of(meets(requirement, Map.of(Namespace.NAME_LABEL, name)))
                  : Truth.MAYBE);
    }
    return all;
  }

  private Map<String, String> labelsOf(String name) {
    for (Namespace namespace : snapshot.namespaces()) {
      if (namespace.name().equals(name)) {
        return namespace.labels();
      }
    }
    return Map.of(Namespace.NAME_LABEL, name);
  }

  private boolean labelsAreKnown(String name) {
    boolean given = snapshot.namespaces().stream().anyMatch(one -> one.name().equals(name));
    for (Gap gap : snapshot.gaps()) {
      if (gap.equals(new Gap.UnreadableNamespace(name))) {
        return false;
      }
      if (gap instanceof Gap.Unlisted(Kind kind, _) && kind == Kind.NAMESPACE && !given) {
        return false;
      }
    }
    return true;
  }
}
