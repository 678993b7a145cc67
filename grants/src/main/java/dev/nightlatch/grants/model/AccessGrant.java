package dev.nightlatch.grants.model;

/// One use of one rule. Cluster-scoped, so that it can own a latch in every namespace concerned:
/// whoever deletes the grant closes it.
public record AccessGrant(Meta meta, Request request, Revocation revocation, GrantStatus status) {

  /// The identity that all names of the grant's own objects derive from.
  public Uid uid() {
    return meta.uid();
  }

  public String name() {
    return meta.name();
  }
}
