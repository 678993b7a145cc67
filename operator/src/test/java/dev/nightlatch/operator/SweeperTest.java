package dev.nightlatch.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.Meta;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.grants.port.RememberedJournal;
import dev.nightlatch.incidents.ProvidedIncidents;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The second hand, alone: no loop runs here, and no controller, unless a test says so.
class SweeperTest {
  private final Village village = new Village();
  private final RememberedJournal record = new RememberedJournal();
  private final Cluster cluster = village.operator();
  private final Sweeper sweeper = new Sweeper(cluster, record, village.time);

  /// A grant that is open, in a cluster whose controllers are dead.
  private AccessGrant open() {
    AccessGrant grant = village.asked();
    GrantReconciler reconciler =
        new GrantReconciler(
            cluster,
            new ProvidedIncidents(cluster),
            record,
            village.time,
            CniProfile.DEFAULT,
            village::canary);
    for (int i = 0; i < 20; i++) {
      if (reconciler.reconcile(new GrantKey(grant.uid(), grant.name()))
          instanceof Next.In(var delay, _)) {
        village.time.advance(delay.compareTo(Duration.ofSeconds(1)) < 0 ? delay : Duration.ZERO);
      }
    }
    assertThat(village.isOpen(grant)).isTrue();
    village.embedded.stopControllers();
    return grant;
  }

  @Test
  void whatIsInTimeStays() {
    AccessGrant grant = open();
    assertThat(sweeper.sweep()).isEmpty();
    assertThat(village.isOpen(grant)).isTrue();
  }

  @Test
  void whatIsOverdueIsTakenOutWithControllersAndLoopDead() {
    AccessGrant grant = open();
    village.time.advance(Village.LEASE);
    assertThat(sweeper.sweep()).isEmpty();
    assertThat(village.isOpen(grant)).isFalse();
  }

  @Test
  void whatBelongsToADeletedGrantIsTakenOutAtOnce() {
    AccessGrant grant = open();
    village.embedded.hands().deleteGrant(grant.name());
    assertThat(sweeper.sweep()).isEmpty();
    assertThat(village.isOpen(grant)).isFalse();
  }

  @Test
  void ourPolicyIsFoundAlsoWithItsLabelTakenAway() {
    AccessGrant grant = open();
    edit(Village.policyKey(grant), Map.of());
    village.time.advance(Village.LEASE);
    assertThat(sweeper.sweep()).isEmpty();
    assertThat(village.isOpen(grant)).isFalse();
  }

  private void edit(ObjectKey key, Map<String, String> labels) {
    village
        .embedded
        .hands()
        .editPolicy(
            key, held -> new HeldPolicy(marked(held.meta(), labels, Map.of()), held.policy()));
  }

  private static Meta marked(
      Meta meta, Map<String, String> labels, Map<String, String> annotations) {
    Map<String, String> all = new TreeMap<>(meta.annotations());
    all.putAll(annotations);
    return new Meta(
        meta.namespace(),
        meta.name(),
        meta.uid(),
        meta.resourceVersion(),
        meta.generation(),
        meta.createdAt(),
        meta.terminating(),
        labels,
        all,
        meta.owners(),
        meta.finalizers());
  }

  @Test
  void aDefaultDenyDressedUpAsOursIsLeftAloneAndSaid() {
    ObjectKey key = new ObjectKey("shop", "default-deny");
    village
        .embedded
        .hands()
        .editPolicy(
            key,
            held ->
                new HeldPolicy(
                    marked(
                        held.meta(),
                        Map.of(Names.GRANT_LABEL, "some-grant"),
                        Map.of(Names.EXPIRES_AT, "2020-01-01T00:00:00Z")),
                    held.policy()));
    assertThat(sweeper.sweep()).hasSize(1);
    assertThat(cluster.policy(key)).isPresent();
  }

  @Test
  void aPolicyOfSomebodyElseIsNoneOfOurBusiness() {
    assertThat(sweeper.sweep()).isEmpty();
    assertThat(cluster.policies()).hasSize(1);
  }

  @Test
  void anEndThatSomebodyPutOffDoesNotCount() {
    AccessGrant grant = open();
    village
        .embedded
        .hands()
        .editPolicy(
            Village.policyKey(grant),
            held ->
                new HeldPolicy(
                    marked(
                        held.meta(),
                        held.meta().labels(),
                        Map.of(Names.EXPIRES_AT, "2099-01-01T00:00:00Z")),
                    held.policy()));
    village.time.advance(Village.LEASE);
    assertThat(sweeper.sweep()).isEmpty();
    assertThat(village.isOpen(grant)).isFalse();
  }

  @Test
  void onePolicyThatCannotBeTakenOutKeepsNoOtherIn() {
    AccessGrant stuck = open();
    village.embedded.startControllers();
    AccessGrant other = open();
    Cluster refusing = new RefusingCluster(Village.policyKey(stuck)).around(cluster);
    village.time.advance(Village.LEASE);
    assertThat(new Sweeper(refusing, record, village.time).sweep()).isEmpty();
    assertThat(village.isOpen(stuck)).isTrue();
    assertThat(village.isOpen(other)).isFalse();
  }

  @Test
  void grantsThatCannotBeListedEndNothingButTheOverdueIsTakenOutAllTheSame() {
    AccessGrant grant = open();
    Cluster blind = new RefusingCluster(new ObjectKey("", "grants")).around(cluster);
    Sweeper unsighted = new Sweeper(blind, record, village.time);
    assertThat(unsighted.sweep()).isEmpty();
    assertThat(village.isOpen(grant)).isTrue();
    village.time.advance(Village.LEASE);
    assertThat(unsighted.sweep()).isEmpty();
    assertThat(village.isOpen(grant)).isFalse();
  }

  /// A cluster that does not take out one policy, or does not list grants.
  private record RefusingCluster(ObjectKey key) {
    Cluster around(Cluster cluster) {
      return (Cluster)
          Proxy.newProxyInstance(
              Cluster.class.getClassLoader(),
              new Class<?>[] {Cluster.class},
              (_, method, arguments) -> {
                boolean refused =
                    method.getName().equals(key.name())
                        || (method.getName().equals("remove") && key.equals(arguments[0]));
                if (refused) {
                  throw new ClusterException(ClusterException.Kind.TRANSIENT, "on purpose");
                }
                return method.invoke(cluster, arguments);
              });
    }
  }

  @Test
  void aListThatFailsIsSaidToTheCaller() {
    Cluster dead = new RefusingCluster(new ObjectKey("", "policies")).around(cluster);
    assertThatThrownBy(() -> new Sweeper(dead, record, village.time).sweep())
        .isInstanceOf(ClusterException.class);
  }

  @Test
  void aPolicyThatOnlyClaimsToBeOursByNameAndLabelHasNoLatchAndIsLeftAlone() {
    Uid uid = new Uid("11111111-2222-3333-4444-555555555555");
    NetworkPolicy policy = cluster.policies().getFirst().policy();
    HeldPolicy _ =
        village
            .embedded
            .hands()
            .put(
                new NetworkPolicy(
                    "shop",
                    Names.ingressPolicy(uid),
                    policy.podSelector(),
                    policy.policyTypes(),
                    policy.ingress(),
                    policy.egress()),
                Map.of(Names.GRANT_LABEL, uid.text()));
    assertThat(sweeper.sweep()).hasSize(1);
    assertThat(cluster.policy(new ObjectKey("shop", Names.ingressPolicy(uid)))).isPresent();
  }
}
