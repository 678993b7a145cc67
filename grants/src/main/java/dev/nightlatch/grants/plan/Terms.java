package dev.nightlatch.grants.plan;

import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.model.Requirement;
import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.grants.model.Target;
import java.util.List;
import java.util.stream.Collectors;

/// What a plan opens, in words that are the same for the same opening and differ for another.
///
/// A line for each peer: `support-tools/app=psql -> shop/app=db on 5432/TCP`.
public final class Terms {
  private static final String NAME_LABEL = "kubernetes.io/metadata.name";

  private Terms() {}

  /// The lines of this opening, sorted.
  static List<String> lines(String namespace, Target target, List<Peer> peers) {
    String end =
        " -> "
            + namespace
            + "/"
            + text(target.podSelector())
            + " on "
            + target.ports().stream().map(PortRange::toString).collect(Collectors.joining(", "));
    return peers.stream().map(peer -> text(namespace, peer) + end).sorted().toList();
  }

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
    return namespaces.requirements().size() == 1
            && namespaces.requirements().getFirst() instanceof Requirement.In(var key, var values)
            && key.equals(NAME_LABEL)
            && values.size() == 1
        ? values.getFirst()
        : "[" + text(namespaces) + "]";
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
