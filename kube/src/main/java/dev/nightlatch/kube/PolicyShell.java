package dev.nightlatch.kube;

import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.Meta;
import dev.nightlatch.manifests.Decoded;
import dev.nightlatch.manifests.Decoder;
import dev.nightlatch.manifests.Tree;
import java.util.List;
import java.util.Set;

/// Reads a policy that is to be found in any case, to be compared or taken out.
///
/// Where its content cannot be read, its marks still can: it gets a content that no grant ever has,
/// so that it counts as altered. Never used to tell what a policy isolates.
final class PolicyShell {
  private PolicyShell() {}

  static Decoded<HeldPolicy> decode(Tree tree) {
    Decoded<HeldPolicy> whole = Decoder.policy(tree);
    return whole.value().isPresent()
        ? whole
        : new Decoded<>(Decoder.meta(tree).value().map(PolicyShell::empty), List.of());
  }

  private static HeldPolicy empty(Meta meta) {
    return new HeldPolicy(
        meta,
        new NetworkPolicy(
            meta.namespace(),
            meta.name(),
            LabelSelector.EVERYTHING,
            Set.of(Direction.INGRESS),
            List.of(),
            List.of()));
  }
}
