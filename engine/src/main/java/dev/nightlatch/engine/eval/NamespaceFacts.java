package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.Namespace;
import dev.nightlatch.engine.model.Requirement;
import java.util.Map;

/// What is known of a namespace.
///
/// @param areLabelsKnown whether `labels` are all; if not, only the one with the name is known
record NamespaceFacts(String name, Map<String, String> labels, boolean areLabelsKnown) {

  static NamespaceFacts known(Namespace namespace) {
    return new NamespaceFacts(namespace.name(), namespace.labels(), true);
  }

  static NamespaceFacts unknown(String name) {
    return new NamespaceFacts(name, Namespace.bare(name).labels(), false);
  }

  /// Whether `selector` chooses this namespace.
  Match chosenBy(LabelSelector selector) {
    if (areLabelsKnown) {
      return Match.of(selector.matches(labels));
    }
    Match match = Match.YES;
    for (Requirement requirement : selector.requirements()) {
      match =
          match.and(
              requirement.key().equals(Namespace.NAME_LABEL)
                  ? Match.of(requirement.matches(labels))
                  : Match.BY_NAMESPACE_LABELS);
    }
    return match;
  }
}
