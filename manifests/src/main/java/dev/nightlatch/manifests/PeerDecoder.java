package dev.nightlatch.manifests;

import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.set.Cidr;
import dev.nightlatch.manifests.Problem.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Who may stand at the other end. Source: `NetworkPolicyPeer`, networking.k8s.io/v1.
final class PeerDecoder {
  private static final String FORMS =
      "podSelector, namespaceSelector, both of them, or ipBlock alone";

  private PeerDecoder() {}

  static Optional<Peer> peer(Cursor cursor) {
    if (!cursor.requireMapping(FORMS)) {
      return Optional.empty();
    }
    cursor.only(Weight.SEVERE, "podSelector", "namespaceSelector", "ipBlock");
    Cursor pods = cursor.at("podSelector");
    Cursor namespaces = cursor.at("namespaceSelector");
    Cursor block = cursor.at("ipBlock");
    if (block.isPresent()) {
      if (pods.isPresent() || namespaces.isPresent()) {
        cursor.bad(ProblemCode.CHOICE_WRONG, cursor.path() + " with ipBlock and a selector", FORMS);
        return Optional.empty();
      }
      return block(block);
    }
    if (namespaces.isPresent()) {
      return Selectors.selector(namespaces)
          .flatMap(
              in ->
                  (pods.isPresent()
                          ? Selectors.selector(pods)
                          : Optional.of(LabelSelector.EVERYTHING))
                      .map(chosen -> new Peer.AcrossNamespaces(in, chosen)));
    }
    if (pods.isPresent()) {
      return Selectors.selector(pods).map(Peer.OwnNamespace::new);
    }
    cursor.bad(ProblemCode.CHOICE_WRONG, cursor.path() + " without any of its fields", FORMS);
    return Optional.empty();
  }

  private static Optional<Peer> block(Cursor cursor) {
    if (!cursor.requireMapping("a mapping with cidr")) {
      return Optional.empty();
    }
    cursor.only(Weight.SEVERE, "cidr", "except");
    Optional<Cidr> cidr = cidr(cursor.at("cidr"));
    List<Cidr> except = new ArrayList<>();
    for (Cursor item : cursor.at("except").items()) {
      Optional<Cidr> hole = cidr(item);
      if (hole.isPresent() && cidr.isPresent() && !isStrictlyInside(hole.get(), cidr.get())) {
        item.wrong("a smaller block inside " + cidr.get());
      } else {
        hole.ifPresent(except::add);
      }
    }
    return cidr.map(all -> new Peer.IpBlock(all, except));
  }

  /// "except must be a strict subset of cidr".
  private static boolean isStrictlyInside(Cidr hole, Cidr block) {
    return block.contains(hole) && !hole.equals(block);
  }

  static Optional<Cidr> cidr(Cursor cursor) {
    Optional<String> text = cursor.requiredText("a block such as 10.20.0.0/24");
    Optional<Cidr> cidr = text.flatMap(Cidr::parse);
    if (text.isPresent() && cidr.isEmpty()) {
      cursor.wrong("a block such as 10.20.0.0/24 or 2001:db8:1:2::/64");
    }
    if (cursor.place().isInFile()
        && cidr.isPresent()
        && !cidr.get().toString().equals(text.get())) {
      cursor.notice(ProblemCode.NOT_CANONICAL, cursor.shown(), cidr.get().toString());
    }
    return cidr;
  }
}
