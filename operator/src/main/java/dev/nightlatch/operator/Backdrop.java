package dev.nightlatch.operator;

import dev.nightlatch.grants.model.AccessBoundary;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.AccessSource;
import dev.nightlatch.grants.model.Approval;
import dev.nightlatch.grants.model.Approvers;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.Guards;
import dev.nightlatch.grants.model.HeldLatch;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.IncidentProvider;
import dev.nightlatch.grants.model.LatchOrder;
import dev.nightlatch.grants.model.Meta;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Owner;
import dev.nightlatch.grants.model.Permission;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.PolicyOrder;
import dev.nightlatch.grants.model.Rejection;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.Review;
import dev.nightlatch.grants.model.Revocation;
import dev.nightlatch.grants.model.RuleRights;
import dev.nightlatch.grants.model.Scope;
import dev.nightlatch.grants.model.Surroundings;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.model.Voices;
import dev.nightlatch.grants.port.Change;
import dev.nightlatch.grants.port.Cluster;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// A cluster to rehearse one opening in: what is read is the real one's, and what is written stays
/// here.
///
/// There is one grant in it and one rule, and no boundary: what could keep the rule from being
/// opened at once is not what is rehearsed. Latches start as soon as they are armed. It ends in a
/// [Curtain] where the whole cluster would be read, which is nothing to be done for nothing, and
/// where the grant would close.
final class Backdrop implements Cluster {
  private static final String NAME = "rehearsal";

  /// The end of a rehearsal that goes no further.
  static final class Curtain extends RuntimeException {
    private static final long serialVersionUID = 1;

    Curtain(String why) {
      super(why, null, false, false);
    }
  }

  private final Cluster real;
  private final AccessRule rule;
  private final InstantSource time;
  private final Map<ObjectKey, HeldLatch> latches = new ConcurrentHashMap<>();
  private final Map<ObjectKey, HeldPolicy> policies = new ConcurrentHashMap<>();
  private volatile AccessGrant grant;

  /// @param rule opened by whoever asks
  Backdrop(Cluster real, AccessRule rule, Request request, InstantSource time) {
    this.real = real;
    this.rule = rule;
    this.time = time;
    this.grant =
        new AccessGrant(
            meta("", NAME, time.instant(), Map.of(), Map.of(), List.of()),
            request,
            Voices.NONE,
            GrantStatus.NEW);
  }

  private static Meta meta(
      String namespace,
      String name,
      Instant at,
      Map<String, String> labels,
      Map<String, String> annotations,
      List<Owner> owners) {
    Uid uid = new Uid(UUID.randomUUID().toString());
    return new Meta(
        namespace, name, uid, "1", 1, at, false, labels, annotations, owners, List.of());
  }

  GrantKey key() {
    return new GrantKey(grant.uid(), NAME);
  }

  /// Whether its policies are in.
  boolean isOpen() {
    return !policies.isEmpty();
  }

  // Read from the cluster as it is.

  @Override
  public Optional<AccessRule> rule(ObjectKey key) {
    return real.rule(key).map(_ -> rule);
  }

  @Override
  public Optional<AccessSource> source(ObjectKey key) {
    return real.source(key);
  }

  /// Read, because an opening reads them.
  @Override
  public List<AccessBoundary> boundaries() {
    List<AccessBoundary> _ = real.boundaries();
    return List.of();
  }

  @Override
  public Guards guards() {
    Guards _ = real.guards();
    return new Guards.InForce(Instant.EPOCH);
  }

  @Override
  public Surroundings surroundings(Scope scope) {
    if (scope.covers(Scope.everywhere())) {
      throw new Curtain("it would read the whole cluster");
    }
    return real.surroundings(scope);
  }

  // Kept here.

  @Override
  public Optional<AccessGrant> grant(String name) {
    return name.equals(NAME) ? Optional.of(grant) : Optional.empty();
  }

  @Override
  public List<AccessGrant> grants() {
    return List.of(grant);
  }

  @Override
  public List<AccessGrant> grants(ObjectKey of) {
    return grants();
  }

  @Override
  public AccessGrant report(AccessGrant seen, GrantStatus status) {
    if (status.phase() == Phase.CLOSING || status.phase().isTerminal()) {
      throw new Curtain("it would end " + status.phase() + ": " + status.message());
    }
    AccessGrant now = new AccessGrant(seen.meta(), seen.request(), seen.voices(), status);
    grant = now;
    return now;
  }

  @Override
  public Permission impersonation(Identity who, String user) {
    return Permission.NOT_HELD;
  }

  @Override
  public Optional<HeldLatch> latch(ObjectKey key) {
    return Optional.ofNullable(latches.get(key));
  }

  @Override
  public List<HeldLatch> latches() {
    return List.copyOf(latches.values());
  }

  @Override
  public void arm(LatchOrder order) {
    Instant now = time.instant().truncatedTo(ChronoUnit.SECONDS);
    Meta meta = meta(order.namespace(), order.key().name(), now, Map.of(), Map.of(), List.of());
    latches.putIfAbsent(
        order.key(),
        new HeldLatch(meta, Optional.of(order.deadline()), Optional.of(now), true, false));
  }

  @Override
  public void disarm(ObjectKey key, Uid latch) {
    latches.remove(key);
  }

  @Override
  public Optional<HeldPolicy> policy(ObjectKey key) {
    return Optional.ofNullable(policies.get(key));
  }

  @Override
  public List<HeldPolicy> policies() {
    return List.copyOf(policies.values());
  }

  @Override
  public boolean apply(PolicyOrder order) {
    Meta meta =
        meta(
            order.key().namespace(),
            order.key().name(),
            time.instant(),
            order.labels(),
            order.annotations(),
            List.of(order.latch()));
    policies.put(order.key(), new HeldPolicy(meta, order.policy()));
    return true;
  }

  @Override
  public void remove(ObjectKey key, Uid policy) {
    policies.remove(key);
  }

  // What no opening does.

  private static UnsupportedOperationException unheardOf() {
    return new UnsupportedOperationException("no opening does this");
  }

  @Override
  public Identity whoAmI() {
    throw unheardOf();
  }

  @Override
  public List<AccessRule> rules(String namespace) {
    throw unheardOf();
  }

  @Override
  public List<AccessRule> rules() {
    throw unheardOf();
  }

  @Override
  public SortedMap<ObjectKey, RuleRights> rights(Collection<ObjectKey> rules) {
    throw unheardOf();
  }

  @Override
  public Approvers approvers(ObjectKey of) {
    throw unheardOf();
  }

  @Override
  public Optional<IncidentProvider> incidentProvider(String name) {
    throw unheardOf();
  }

  @Override
  public AccessGrant ask(Request request) {
    throw unheardOf();
  }

  @Override
  public Optional<AccessGrant> approve(AccessGrant seen, Approval approval) {
    throw unheardOf();
  }

  @Override
  public Optional<AccessGrant> reject(AccessGrant seen, Rejection.By rejection) {
    throw unheardOf();
  }

  @Override
  public Optional<AccessGrant> revoke(AccessGrant seen, Revocation.By revocation) {
    throw unheardOf();
  }

  @Override
  public Optional<AccessGrant> review(AccessGrant seen, Review.By review) {
    throw unheardOf();
  }

  @Override
  public Optional<String> text(ObjectKey configMap, String key) {
    throw unheardOf();
  }

  @Override
  public Uid id() {
    throw unheardOf();
  }

  @Override
  public void release(String name, Duration flight) {
    throw unheardOf();
  }

  @Override
  public boolean isOut(String canary) {
    throw unheardOf();
  }

  @Override
  public void recall(String canary) {
    throw unheardOf();
  }

  @Override
  public Watch watch(Consumer<Change> listener) {
    throw unheardOf();
  }
}
