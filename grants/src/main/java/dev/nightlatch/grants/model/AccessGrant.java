package dev.nightlatch.grants.model;

import java.util.List;

/// One use of one rule. Cluster-scoped, so that it can own a latch in every namespace concerned:
/// whoever deletes the grant closes it.
///
/// @param voices what people have said about it since
public record AccessGrant(Meta meta, Request request, Voices voices, GrantStatus status) {
  private static final String SERVICE_ACCOUNT = "system:serviceaccount:";

  /// The identity that all names of the grant's own objects derive from.
  public Uid uid() {
    return meta.uid();
  }

  public String name() {
    return meta.name();
  }

  /// Whether somebody has ended it early.
  public Revocation revocation() {
    return voices.revocation();
  }

  /// The user names of those who have approved exactly these terms, sorted, each once.
  ///
  /// Never the requester, and never a ServiceAccount: a second pair of eyes is a person's. The API
  /// server refuses both; here they count for nothing even where it did not.
  ///
  /// @param hash see [GrantTerms#hash]; nobody has approved terms without one
  public List<String> approvers(String hash) {
    return hash.isEmpty()
        ? List.of()
        : voices.approvals().stream()
            .filter(approval -> approval.terms().equals(hash))
            .map(approval -> approval.by().user())
            .filter(user -> !user.equals(request.requestedBy()))
            .filter(user -> !user.startsWith(SERVICE_ACCOUNT))
            .distinct()
            .sorted()
            .toList();
  }

  /// This grant with another status.
  public AccessGrant with(GrantStatus next) {
    return new AccessGrant(meta, request, voices, next);
  }
}
