package dev.nightlatch.kube;

import dev.nightlatch.grants.model.HeldLatch;
import dev.nightlatch.manifests.Decoded;
import dev.nightlatch.manifests.Decoder;
import dev.nightlatch.manifests.Tree;
import java.util.List;
import java.util.Optional;

/// Reads a latch that is to be found in any case. One whose content cannot be read is there all the
/// same, and not sound: whoever may write Jobs must not be able to hide one from the operator.
final class LatchShell {
  private LatchShell() {}

  static Decoded<HeldLatch> decode(Tree tree) {
    Decoded<HeldLatch> whole = Decoder.latch(tree);
    return whole.value().isPresent()
        ? whole
        : new Decoded<>(
            Decoder.meta(tree)
                .value()
                .map(meta -> new HeldLatch(meta, Optional.empty(), Optional.empty(), false, false)),
            List.of());
  }
}
