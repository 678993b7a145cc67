package dev.nightlatch.grants.plan;

import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.Namespace;
import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.model.Requirement;
import java.util.Optional;
import java.util.stream.Collectors;

/// Selectors and peers in words that are the same for the same and differ for another.
public final class Terms {
  private Terms() {}

  /// A peer of a policy in `namespace`: `support-tools/app=psql`, or a block of addresses.
  public static String text(String namespace, Peer peer) {
    return switch (peer) {
      case Peer.OwnNamespace(var pods) -> namespace + "/" + text(pods);
      case Peer.AcrossNamespaces(var namespaces, var pods) ->
          namespaceText(namespaces) + "/" + text(pods);
      case Peer.IpBlock(var cidr, var except) ->
          cidr
              + (except.isEmpty()
                  ? ""
                  : " except "
                      + except.stream().map(Object::toString).collect(Collectors.joining(", ")));
    };
  }

  /// Namespaces chosen by their name alone are written as that name.
  private static String namespaceText(LabelSelector namespaces) {
    return byName(namespaces).orElseGet(() -> "[" + text(namespaces) + "]");
  }

  /// The namespace that is chosen by its name alone.
  static Optional<String> byName(LabelSelector namespaces) {
    return namespaces.requirements().size() == 1
            && namespaces.requirements().getFirst() instanceof Requirement.In(var key, var values)
            && key.equals(Namespace.NAME_LABEL)
            && values.size() == 1
        ? Optional.of(values.getFirst())
        : Optional.empty();
  }

  /// A selector as `kubectl -l` takes it; `*` if it selects everything.
  public static String text(LabelSelector selector) {
    return selector.isEverything()
        ? "*"
        : selector.requirements().stream().map(Terms::text).collect(Collectors.joining(","));
  }

  private static String text(Requirement requirement) {
    return switch (requirement) {
      case Requirement.In(var key, var values) when values.size() == 1 ->
          key + "=" + values.getFirst();
      case Requirement.In(var key, var values) -> key + " in (" + String.join(",", values) + ")";
      case Requirement.NotIn(var key, var values) ->
          key + " notin (" + String.join(",", values) + ")";
      case Requirement.Exists(var key) -> key;
      case Requirement.DoesNotExist(var key) -> "!" + key;
    };
  }
}
