package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Uid;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A grant that somebody asked for, and what stands of it in the cluster.
record Asked(Site site, String name, Uid uid, String namespace) {

  ObjectKey policy() {
    return new ObjectKey(namespace, Names.ingressPolicy(uid));
  }

  ObjectKey latch() {
    return new ObjectKey(namespace, Names.latch(uid));
  }

  Optional<AccessGrant> grant() {
    return site.sight().grant(name).filter(there -> there.uid().equals(uid));
  }

  GrantStatus status() {
    return grant().orElseThrow(() -> new AssertionError(name + " is gone")).status();
  }

  /// The first instant at which the lease is over.
  Instant leaseEnd() {
    return status().expiresAt().orElseThrow();
  }

  boolean isOpen() {
    return site.sight().policy(policy()).isPresent();
  }

  boolean hasLatch() {
    return site.sight().latch(latch()).isPresent();
  }

  void awaitShut(Duration timeout) {
    site.await(timeout, () -> name + " is still open", () -> !isOpen());
  }

  void awaitNoLatch() {
    site.await(Site.SOON, () -> "the latch of " + name + " is still there", () -> !hasLatch());
  }

  void await(Phase phase) {
    site.await(
        Site.SOON,
        () -> name + " is " + grant().map(AccessGrant::status) + ", not " + phase,
        () -> status().phase() == phase);
  }

  /// Waits for this end, and asserts that nothing is left of the opening.
  void awaitEnd(Phase phase, Code code) {
    site.await(
        Site.SOON,
        () -> name + " is " + grant().map(AccessGrant::status) + ", not " + phase,
        () -> status().phase().isTerminal());
    assertThat(status().phase()).as(status().toString()).isEqualTo(phase);
    assertThat(status().code()).contains(code);
    assertThat(isOpen()).as("the policy is still there").isFalse();
    awaitNoLatch();
  }
}
