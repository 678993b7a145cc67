package dev.nightlatch.grants.plan;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.Uid;
import java.time.Instant;

/// What is asked for, and when.
///
/// @param grant the grant's UID
/// @param asked when the grant was made
/// @param now when the plan is made
public record Ask(Uid grant, Request request, Instant asked, Instant now) {

  /// Of a grant that is there.
  public static Ask of(AccessGrant grant, Instant now) {
    return new Ask(grant.uid(), grant.request(), grant.meta().createdAt(), now);
  }
}
