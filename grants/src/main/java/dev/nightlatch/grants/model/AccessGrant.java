package dev.nightlatch.grants.model;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

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

  /// Whether it was opened without approval, and nobody has reviewed it in time.
  public boolean isReviewOverdue(Instant now) {
    return voices.review() instanceof Review.None
        && status.reviewBy().filter(by -> !now.isBefore(by)).isPresent();
  }

  /// The user names of those who have approved exactly these terms, sorted, each once.
  ///
  /// Never the requester, and never a ServiceAccount: a second pair of eyes is a person's. The API
  /// server refuses both; here they count for nothing even where it did not.
  ///
  /// @param hash see [GrantTerms#hash]; nobody has approved terms without one
  public List<String> approvers(String hash) {
    return approvals(hash).map(approval -> approval.by().user()).distinct().sorted().toList();
  }

  /// The codes of the doubts that those who have approved these terms have accepted by name,
  /// sorted; see [#approvers].
  public List<String> accepted(String hash) {
    return approvals(hash)
        .flatMap(approval -> approval.accepts().stream())
        .distinct()
        .sorted()
        .toList();
  }

  private Stream<Approval> approvals(String hash) {
    return hash.isEmpty()
        ? Stream.empty()
        : voices.approvals().stream()
            .filter(approval -> approval.terms().equals(hash))
            .filter(approval -> !approval.by().user().equals(request.requestedBy()))
            .filter(approval -> !approval.by().user().startsWith(SERVICE_ACCOUNT));
  }

  /// This grant with another status.
  public AccessGrant with(GrantStatus next) {
    return new AccessGrant(meta, request, voices, next);
  }
}
