import org.jspecify.annotations.NullMarked;

/// Who can reach whom, and why. Stands on `java.base` alone: no clock, no file, no cluster.
@NullMarked
module dev.nightlatch.engine {
  requires static org.jspecify;

  exports dev.nightlatch.engine.diff;
  exports dev.nightlatch.engine.eval;
  exports dev.nightlatch.engine.explain;
  exports dev.nightlatch.engine.model;
  exports dev.nightlatch.engine.set;
}
