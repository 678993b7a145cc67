package dev.nightlatch.grants.model;

import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.set.Cidr;
import java.util.List;

/// Who stands at a source's end of the path.
public sealed interface Stand {

  /// Pods of the source's own namespace.
  record Pods(LabelSelector podSelector) implements Stand {

    /// @throws IllegalArgumentException if the selector names no value that must be there
    public Pods {
      if (!podSelector.isPositive()) {
        throw new IllegalArgumentException("a source of pods needs a positive requirement");
      }
    }
  }

  /// Blocks of addresses, in order, at least one.
  record Blocks(List<Cidr> blocks) implements Stand {

    /// @throws IllegalArgumentException if there is no block
    public Blocks {
      if (blocks.isEmpty()) {
        throw new IllegalArgumentException("a source of addresses needs a block");
      }
      blocks = blocks.stream().distinct().sorted().toList();
    }
  }
}
