package dev.nightlatch.grants.plan;

import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Doubt;
import dev.nightlatch.grants.model.Surroundings;
import java.util.Optional;

/// What other policy layers of a cluster leave open: they are seen to be there, and not read.
final class Layers {
  private Layers() {}

  static Optional<Doubt> doubt(Surroundings surroundings) {
    return surroundings.layers().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Doubt(
                Code.OTHER_LAYERS,
                "Policies are there that are not evaluated, and may deny or allow more: "
                    + String.join(", ", surroundings.layers())
                    + "."));
  }
}
