package dev.nightlatch.grants.port;

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
import dev.nightlatch.grants.model.ObjectKey;
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
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;

/// A Kubernetes cluster, as far as Nightlatch needs it, seen with one identity.
///
/// Each read is a read of the cluster itself, never of a cache: it shows every write that was
/// acknowledged before. Each effect may be repeated: "already so" is success. Every method throws
/// [ClusterException] if the cluster cannot be reached, fails, or says no. Safe for use by several
/// threads.
public interface Cluster {

  // For people.

  /// Whom the API server takes the caller for.
  Identity whoAmI();

  /// The rules of one namespace, sorted by name.
  List<AccessRule> rules(String namespace);

  /// The rules of all namespaces, sorted by namespace and name.
  List<AccessRule> rules();

  Optional<AccessRule> rule(ObjectKey key);

  /// What the caller may do with each of these rules, whether or not they are there. What the
  /// caller may not even ask is unknown.
  SortedMap<ObjectKey, RuleRights> rights(Collection<ObjectKey> rules);

  /// Who may approve grants of the rule, whether or not it is there. Unknown to whoever may not see
  /// all that decides it.
  Approvers approvers(ObjectKey rule);

  Optional<AccessSource> source(ObjectKey key);

  /// All boundaries, sorted by name, and never only some of them: what is left out would not hold.
  ///
  /// @throws ClusterException as a permanent failure if one of them cannot be read
  List<AccessBoundary> boundaries();

  Optional<IncidentProvider> incidentProvider(String name);

  /// All grants, sorted by name.
  List<AccessGrant> grants();

  /// The grants of one rule, sorted by name. Costs a list of those alone.
  List<AccessGrant> grants(ObjectKey rule);

  Optional<AccessGrant> grant(String name);

  /// Creates a grant under a fresh name that begins with the rule's name.
  AccessGrant ask(Request request);

  /// Adds an approval. One by the same user of the same terms, with the same doubts accepted, stays
  /// as it is.
  ///
  /// @return the grant as it is now; empty if it is gone, or its name is another grant's by now
  Optional<AccessGrant> approve(AccessGrant grant, Approval approval);

  /// Turns a grant down. A grant that has been rejected already stays as it is.
  ///
  /// @return the grant as it is now; empty if it is gone, or its name is another grant's by now
  Optional<AccessGrant> reject(AccessGrant grant, Rejection.By rejection);

  /// Ends a grant early. A grant that has been revoked already stays as it is, and so does one that
  /// is gone.
  ///
  /// @return the grant as it is now; empty if it is gone, or its name is another grant's by now
  Optional<AccessGrant> revoke(AccessGrant grant, Revocation.By revocation);

  /// Reviews a break-glass grant. One that has been reviewed already stays as it is.
  ///
  /// @return the grant as it is now; empty if it is gone, or its name is another grant's by now
  Optional<AccessGrant> review(AccessGrant grant, Review.By review);

  // For the operator.

  /// One entry of a ConfigMap's `data`; empty if the ConfigMap or the entry is not there.
  Optional<String> text(ObjectKey configMap, String key);

  /// What tells this cluster from every other, as long as it lives: the UID of its namespace
  /// `kube-system`.
  Uid id();

  /// Whether the API server refuses what it is to refuse for us. Costs two lists.
  Guards guards();

  /// Whether somebody could act in another user's name: then the one's word is no second person's.
  Permission impersonation(Identity who, String user);

  /// Lets a canary out: a latch of this name in the operator's own namespace, which owns a
  /// ConfigMap of this name and nothing else.
  ///
  /// @param name begins with `nl-canary-`, and none had it before
  /// @param flight until the latch's deadline, in whole seconds
  void release(String name, Duration flight);

  /// Whether anything of the canary is still there.
  boolean isOut(String canary);

  /// Deletes what is left of the canary. One that is gone is success.
  void recall(String canary);

  /// All that decides who can reach whom. A kind that may not be listed is a gap; one that could
  /// not be listed for another reason fails the call. Costs a list of each kind.
  default Surroundings surroundings() {
    return surroundings(Scope.everywhere());
  }

  /// The same, and of what stands in namespaces only what stands in those of the scope. Costs a
  /// list of each kind that stands in no namespace, and one of each other kind for each of these.
  Surroundings surroundings(Scope scope);

  /// Every network policy of the cluster, sorted by namespace and name: for the sweeper, which also
  /// looks for a policy of ours whose label somebody took away. Costs O(policies).
  List<HeldPolicy> policies();

  Optional<HeldPolicy> policy(ObjectKey key);

  Optional<HeldLatch> latch(ObjectKey key);

  /// The latches of all grants, sorted by namespace and name: those that bear a latch's label.
  /// Costs a list of those alone.
  List<HeldLatch> latches();

  /// Creates the latch, owned by the grant. If there is an object of that name, it is left as it
  /// is: the next look tells whether it is sound.
  void arm(LatchOrder order);

  /// Deletes the latch, and what it owns before it. A latch that is gone, or whose name is another
  /// object's by now, is success.
  void disarm(ObjectKey key, Uid latch);

  /// Puts the policy in, or puts it right. What others own of the object (their labels, annotations
  /// and finalizers) stays.
  ///
  /// @return whether its content is now as ordered: a webhook may have made another one of it
  boolean apply(PolicyOrder order);

  /// Takes the policy out and reads back that it is gone. Finalizers that would hold it open are
  /// taken off, except those that a network plugin is known to use and to take off itself. A policy
  /// that is gone, or whose name is another object's by now, is success.
  ///
  /// @throws ClusterException as a transient failure if the policy is still there afterwards
  void remove(ObjectKey key, Uid policy);

  /// Writes a grant's status over the state that `grant` shows.
  ///
  /// @throws ClusterException as a conflict if the grant was changed since it was read; as not
  ///     found if it is gone
  AccessGrant report(AccessGrant grant, GrantStatus status);

  /// Tells `listener` of changes until closed, beginning with one [Change.Unknown] once the watch
  /// stands. The listener must not block; it may be called by several threads at once.
  Watch watch(Consumer<Change> listener);

  /// A running watch.
  interface Watch extends AutoCloseable {
    /// Ends the watch; no call of the listener begins afterwards.
    @Override
    void close();
  }
}
