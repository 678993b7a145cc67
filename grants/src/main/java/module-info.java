import org.jspecify.annotations.NullMarked;

/// The life of a grant as functions, and the ports to the cluster and to the record. Starts no
/// thread, opens no file, reads no clock: time is an argument.
@NullMarked
module dev.nightlatch.grants {
  requires transitive dev.nightlatch.engine;
  requires static org.jspecify;

  exports dev.nightlatch.grants.life;
  exports dev.nightlatch.grants.model;
  exports dev.nightlatch.grants.plan;
  exports dev.nightlatch.grants.port;
  exports dev.nightlatch.grants.record;
}
