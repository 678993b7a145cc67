package dev.nightlatch.embedded;

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
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Owner;
import dev.nightlatch.grants.model.Permission;
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
import dev.nightlatch.grants.port.ClusterException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// An embedded cluster as one user sees it.
final class Seat implements Cluster {
  private final EmbeddedCluster cluster;
  private final Identity identity;

  Seat(EmbeddedCluster cluster, Identity identity) {
    this.cluster = cluster;
    this.identity = identity;
  }

  @Override
  public Identity whoAmI() {
    return identity;
  }

  @Override
  public Uid id() {
    return cluster.id();
  }

  @Override
  public List<AccessRule> rules(String namespace) {
    return cluster.with(
        store -> store.in(namespace, Kind.ACCESS_RULE).stream().map(Reading::rule).toList());
  }

  @Override
  public List<AccessRule> rules() {
    return cluster.with(store -> store.all(Kind.ACCESS_RULE).stream().map(Reading::rule).toList());
  }

  @Override
  public Optional<AccessRule> rule(ObjectKey key) {
    return cluster.with(store -> store.find(Kind.ACCESS_RULE, key).map(Reading::rule));
  }

  @Override
  public SortedMap<ObjectKey, RuleRights> rights(Collection<ObjectKey> rules) {
    SortedMap<ObjectKey, RuleRights> rights = new TreeMap<>();
    rules.forEach(rule -> rights.put(rule, cluster.rights(identity.user(), rule)));
    return rights;
  }

  @Override
  public Approvers approvers(ObjectKey rule) {
    return cluster.approvers(rule);
  }

  @Override
  public Permission impersonation(Identity who, String user) {
    return cluster.impersonation(who.user(), user);
  }

  @Override
  public Optional<AccessSource> source(ObjectKey key) {
    return cluster.with(store -> store.find(Kind.ACCESS_SOURCE, key).map(Reading::source));
  }

  @Override
  public List<AccessBoundary> boundaries() {
    return cluster.with(
        store -> store.all(Kind.ACCESS_BOUNDARY).stream().map(Reading::boundary).toList());
  }

  @Override
  public Optional<IncidentProvider> incidentProvider(String name) {
    return cluster.with(
        store ->
            store.find(Kind.INCIDENT_PROVIDER, new ObjectKey("", name)).map(Reading::provider));
  }

  @Override
  public Optional<String> text(ObjectKey configMap, String key) {
    return cluster.with(
        store ->
            store
                .find(Kind.CONFIG_MAP, configMap)
                .flatMap(
                    item -> Optional.ofNullable(((Content.Texts) item.content()).data().get(key))));
  }

  @Override
  public List<AccessGrant> grants(ObjectKey rule) {
    return grants().stream().filter(grant -> grant.request().rule().equals(rule)).toList();
  }

  @Override
  public List<AccessGrant> grants() {
    return cluster.with(
        store -> store.all(Kind.ACCESS_GRANT).stream().map(Reading::grant).toList());
  }

  @Override
  public Optional<AccessGrant> grant(String name) {
    return cluster.with(store -> find(store, name).map(Reading::grant));
  }

  private static Optional<Item> find(Store store, String grant) {
    return store.find(Kind.ACCESS_GRANT, new ObjectKey("", grant));
  }

  @Override
  public AccessGrant ask(Request request) {
    Checks.check(request);
    return cluster.with(
        store -> {
          String name = store.freshName(Kind.ACCESS_GRANT, "", request.rule().name() + "-");
          Content content = new Content.Grant(request, Voices.NONE, GrantStatus.NEW);
          return Reading.grant(store.create(new ObjectKey("", name), Marks.NONE, content));
        });
  }

  @Override
  public Optional<AccessGrant> approve(AccessGrant grant, Approval approval) {
    Checks.check(approval);
    return said(
        grant,
        voices ->
            voices.approvals().stream().anyMatch(approval::repeats)
                ? voices
                : voices.with(approval));
  }

  @Override
  public Optional<AccessGrant> reject(AccessGrant grant, Rejection.By rejection) {
    Checks.check(rejection.who(), rejection.reason());
    return said(
        grant,
        voices ->
            switch (voices.rejection()) {
              case Rejection.By _ -> voices;
              case Rejection.None() -> voices.with(rejection);
            });
  }

  @Override
  public Optional<AccessGrant> revoke(AccessGrant grant, Revocation.By revocation) {
    Checks.check(revocation.who(), revocation.reason());
    return said(
        grant,
        voices ->
            switch (voices.revocation()) {
              case Revocation.By _ -> voices;
              case Revocation.None() -> voices.with(revocation);
            });
  }

  @Override
  public Optional<AccessGrant> review(AccessGrant grant, Review.By review) {
    Checks.check(review);
    return said(
        grant,
        voices ->
            switch (voices.review()) {
              case Review.By _ -> voices;
              case Review.None() -> voices.with(review);
            });
  }

  /// The grant once this was said of it; what says nothing new changes nothing.
  private Optional<AccessGrant> said(AccessGrant grant, UnaryOperator<Voices> said) {
    return cluster.with(
        store ->
            find(store, grant.name())
                .filter(item -> item.uid().equals(grant.uid()))
                .map(item -> Reading.grant(said(store, item, said))));
  }

  private static Item said(Store store, Item item, UnaryOperator<Voices> said) {
    AccessGrant grant = Reading.grant(item);
    Voices voices = said.apply(grant.voices());
    return voices.equals(grant.voices())
        ? item
        : store.update(
            item,
            Marks.of(item.meta()),
            new Content.Grant(grant.request(), voices, grant.status()));
  }

  @Override
  public Guards guards() {
    return cluster.guards();
  }

  @Override
  public Surroundings surroundings(Scope scope) {
    Surroundings bare =
        cluster.with(
            store ->
                Surroundings.of(
                    store.all(Kind.POD).stream().map(Reading::pod).toList(),
                    store.all(Kind.NETWORK_POLICY).stream().map(Reading::policy).toList()));
    return new Surroundings(bare.snapshot(), bare.passing(), cluster.layers()).within(scope);
  }

  @Override
  public List<HeldPolicy> policies() {
    return cluster.with(
        store -> store.all(Kind.NETWORK_POLICY).stream().map(Reading::policy).toList());
  }

  @Override
  public Optional<HeldPolicy> policy(ObjectKey key) {
    return cluster.with(store -> store.find(Kind.NETWORK_POLICY, key).map(Reading::policy));
  }

  @Override
  public Optional<HeldLatch> latch(ObjectKey key) {
    return cluster.with(store -> store.find(Kind.JOB, key).map(Reading::latch));
  }

  @Override
  public List<HeldLatch> latches() {
    return cluster.with(
        store ->
            store.all(Kind.JOB).stream()
                .map(Reading::latch)
                .filter(held -> "true".equals(held.meta().labels().get(Names.LATCH_LABEL)))
                .sorted(Comparator.comparing(held -> held.meta().key()))
                .toList());
  }

  @Override
  public void arm(LatchOrder order) {
    Marks marks =
        new Marks(
            Map.of(
                Names.GRANT_LABEL,
                order.grant().text(),
                Names.LATCH_LABEL,
                "true",
                Names.MANAGED_BY_LABEL,
                Names.MANAGED_BY_VALUE),
            Map.of(),
            List.of(Kind.ACCESS_GRANT.owner(order.grantName(), order.grant())),
            List.of(Item.FOREGROUND));
    Content.JobSpec spec =
        new Content.JobSpec(
            Optional.of(Duration.ofSeconds(order.deadline().toSeconds())),
            Optional.of(Duration.ZERO),
            0,
            false);
    cluster.act(
        store -> {
          if (store.find(Kind.JOB, order.key()).isEmpty()) {
            Item _ =
                store.create(
                    order.key(), marks, new Content.Job(spec, Optional.empty(), Optional.empty()));
          }
        });
  }

  @Override
  public void release(String name, Duration flight) {
    ObjectKey key = new ObjectKey(Names.OPERATOR_NAMESPACE, name);
    Marks latch =
        new Marks(Map.of(Names.LATCH_LABEL, "true"), Map.of(), List.of(), List.of(Item.FOREGROUND));
    Content.JobSpec spec =
        new Content.JobSpec(Optional.of(flight), Optional.of(Duration.ZERO), 0, false);
    cluster.act(
        store -> {
          Item job =
              store.create(key, latch, new Content.Job(spec, Optional.empty(), Optional.empty()));
          Marks owned =
              new Marks(Map.of(), Map.of(), List.of(Kind.JOB.owner(name, job.uid())), List.of());
          Item _ = store.create(key, owned, new Content.Texts(Map.of()));
        });
  }

  @Override
  public boolean isOut(String canary) {
    ObjectKey key = new ObjectKey(Names.OPERATOR_NAMESPACE, canary);
    return cluster.with(
        store ->
            store.find(Kind.CONFIG_MAP, key).isPresent() || store.find(Kind.JOB, key).isPresent());
  }

  @Override
  public void recall(String canary) {
    ObjectKey key = new ObjectKey(Names.OPERATOR_NAMESPACE, canary);
    cluster.act(
        store -> {
          store
              .find(Kind.CONFIG_MAP, key)
              .ifPresent(item -> store.delete(item, Store.Propagation.BACKGROUND));
          store
              .find(Kind.JOB, key)
              .ifPresent(item -> store.delete(item, Store.Propagation.FOREGROUND));
        });
  }

  @Override
  public void disarm(ObjectKey key, Uid latch) {
    cluster.act(
        store ->
            store
                .find(Kind.JOB, key)
                .filter(item -> item.uid().equals(latch))
                .ifPresent(item -> store.delete(item, Store.Propagation.FOREGROUND)));
  }

  @Override
  public boolean apply(PolicyOrder order) {
    Content content = new Content.Policy(order.policy());
    cluster.act(
        store -> {
          Optional<Item> there = store.find(Kind.NETWORK_POLICY, order.key());
          Item _ =
              there.isPresent()
                  ? store.update(there.get(), merged(there.get().meta(), order), content)
                  : store.create(
                      order.key(),
                      new Marks(
                          order.labels(), order.annotations(), List.of(order.latch()), List.of()),
                      content);
        });
    return true;
  }

  /// What the order says, beside what others have put there. A latch of the same name with another
  /// UID was an earlier order's.
  private static Marks merged(Meta meta, PolicyOrder order) {
    Owner latch = order.latch();
    List<Owner> owners = new ArrayList<>();
    boolean named = false;
    for (Owner owner : meta.owners()) {
      boolean ours = owner.kind().equals(latch.kind()) && owner.name().equals(latch.name());
      if (!ours || owner.equals(latch)) {
        owners.add(owner);
      }
      named |= owner.equals(latch);
    }
    if (!named) {
      owners.add(latch);
    }
    return new Marks(
        union(meta.labels(), order.labels()),
        union(meta.annotations(), order.annotations()),
        owners,
        meta.finalizers());
  }

  private static Map<String, String> union(Map<String, String> there, Map<String, String> wanted) {
    Map<String, String> both = new TreeMap<>(there);
    both.putAll(wanted);
    return both;
  }

  @Override
  public void remove(ObjectKey key, Uid policy) {
    cluster.act(
        store -> {
          policy(store, key, policy)
              .ifPresent(
                  item -> {
                    List<String> kept =
                        item.meta().finalizers().stream()
                            .filter(Names.PLUGIN_FINALIZERS::contains)
                            .toList();
                    Item _ = store.update(item, Marks.of(item.meta()).heldBy(kept), item.content());
                  });
          policy(store, key, policy)
              .ifPresent(item -> store.delete(item, Store.Propagation.BACKGROUND));
          if (policy(store, key, policy).isPresent()) {
            throw new ClusterException(
                ClusterException.Kind.TRANSIENT,
                "NetworkPolicy " + key + " waits for the finalizers of the network plugin.");
          }
        });
  }

  private static Optional<Item> policy(Store store, ObjectKey key, Uid uid) {
    return store.find(Kind.NETWORK_POLICY, key).filter(item -> item.uid().equals(uid));
  }

  @Override
  public AccessGrant report(AccessGrant grant, GrantStatus status) {
    return cluster.with(
        store -> {
          Item item = store.need(Kind.ACCESS_GRANT, grant.meta().key());
          if (!item.uid().equals(grant.uid())
              || !item.meta().resourceVersion().equals(grant.meta().resourceVersion())) {
            throw new ClusterException(
                ClusterException.Kind.CONFLICT,
                item.ref() + " was changed since it was read; read it again.");
          }
          AccessGrant there = Reading.grant(item);
          Checks.check(there.status(), status);
          return Reading.grant(
              store.update(
                  item,
                  Marks.of(item.meta()),
                  new Content.Grant(there.request(), there.voices(), status)));
        });
  }

  @Override
  public Watch watch(Consumer<Change> listener) {
    return cluster.watch(listener);
  }
}
