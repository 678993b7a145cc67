package dev.nightlatch.manifests;

import dev.nightlatch.engine.model.Action;
import dev.nightlatch.engine.model.ClusterPeer;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.PodScope;
import dev.nightlatch.engine.set.Cidr;
import dev.nightlatch.manifests.Problem.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Who may stand at the other end of a rule of a cluster-wide policy.
///
/// Source: `ClusterNetworkPolicyIngressPeer`, `ClusterNetworkPolicyEgressPeer`, v1alpha2;
/// `AdminNetworkPolicyIngressPeer`, `AdminNetworkPolicyEgressPeer`, v1alpha1.
final class ClusterPeerDecoder {
  private final ClusterApi api;
  private final List<String> forms;
  private final Optional<Action> action;

  ClusterPeerDecoder(ClusterApi api, Direction direction, Optional<Action> action) {
    this.api = api;
    this.forms = api.peers(direction);
    this.action = action;
  }

  /// "If an implementation sees no fields are set then it can infer that the deployed CRD is of an
  /// incompatible version with an unknown field. In that case it should fail closed." A field that
  /// other peers have is known, and a mistake here.
  Optional<ClusterPeer> peer(Cursor cursor) {
    if (!cursor.requireMapping("a peer with one of " + String.join(", ", forms))) {
      return Optional.empty();
    }
    List<String> there =
        ClusterApi.allPeers().stream().filter(form -> cursor.at(form).isPresent()).toList();
    if (there.isEmpty()) {
      cursor.failsClosed(forms);
      return Optional.of(new ClusterPeer.Unknown());
    }
    cursor.only(Weight.SEVERE, forms.toArray(String[]::new));
    if (there.size() > 1) {
      cursor.bad(
          ProblemCode.CHOICE_WRONG,
          cursor.path() + " with " + String.join(" and ", there),
          "one of " + String.join(", ", forms));
      return Optional.empty();
    }
    return switch (there.getFirst()) {
      case "nodes" -> Selectors.selector(cursor.at("nodes")).map(ClusterPeer.Nodes::new);
      case "networks" -> networks(cursor.at("networks")).map(ClusterPeer.Networks::new);
      case "domainNames" -> names(cursor.at("domainNames")).map(ClusterPeer.DomainNames::new);
      default -> scope(cursor, api).map(ClusterPeer.Pods::new);
    };
  }

  private static Optional<List<Cidr>> networks(Cursor list) {
    List<Cidr> blocks = new ArrayList<>();
    counted(list).forEach(item -> PeerDecoder.cidr(item).ifPresent(blocks::add));
    return blocks.isEmpty() ? Optional.empty() : Optional.of(blocks);
  }

  /// "DomainNames is only supported for Accept rules."
  private Optional<List<String>> names(Cursor list) {
    if (action.isPresent() && (action.get() == Action.DENY || action.get() == Action.PASS)) {
      list.bad(
          ProblemCode.CHOICE_WRONG,
          list.path() + " in a rule that does not accept",
          "domainNames only where the action is " + api.actions().getFirst());
    }
    List<String> names = new ArrayList<>();
    for (Cursor item : counted(list)) {
      String wanted = "a domain name such as example.com or *.example.com";
      Optional<String> name = item.requiredText(wanted);
      if (name.isPresent() && !Texts.isDomainName(name.get())) {
        item.wrong(wanted);
      }
      name.ifPresent(names::add);
    }
    return names.isEmpty() ? Optional.empty() : Optional.of(names);
  }

  private static List<Cursor> counted(Cursor list) {
    ClusterPolicyDecoder.atMost(list, ClusterApi.MOST_BLOCKS);
    if (list.isListOf(0)) {
      list.wrong("at least one entry");
    }
    return list.items();
  }

  /// The pods that `namespaces` or `pods` chooses: one of the two is there.
  static Optional<PodScope> scope(Cursor cursor, ClusterApi api) {
    Cursor whole = cursor.at("namespaces");
    if (whole.isPresent()) {
      return Selectors.selector(whole).map(in -> new PodScope(in, LabelSelector.EVERYTHING));
    }
    Cursor pods = cursor.at("pods");
    if (!pods.requireMapping("namespaceSelector and podSelector")) {
      return Optional.empty();
    }
    pods.only(Weight.SEVERE, "namespaceSelector", "podSelector");
    Cursor namespaces = pods.at("namespaceSelector");
    Optional<LabelSelector> in =
        namespaces.isPresent() || !api.hasOptionalNamespaces()
            ? Selectors.selector(namespaces)
            : Optional.of(LabelSelector.EVERYTHING);
    Optional<LabelSelector> chosen = Selectors.selector(pods.at("podSelector"));
    return in.flatMap(found -> chosen.map(of -> new PodScope(found, of)));
  }
}
