package dev.nightlatch.grants.plan;

import static dev.nightlatch.grants.model.Samples.APP_DB;
import static dev.nightlatch.grants.model.Samples.db;
import static dev.nightlatch.grants.model.Samples.defaultDeny;
import static dev.nightlatch.grants.model.Samples.held;
import static dev.nightlatch.grants.model.Samples.ingressPolicy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.model.ClusterPolicy;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.Namespace;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.PodScope;
import dev.nightlatch.engine.model.PolicyRef;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.Tier;
import dev.nightlatch.grants.model.Bystander;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.Samples;
import dev.nightlatch.grants.model.Surroundings;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class BesideTest {
  private static final List<String> TERMS =
      List.of("support-tools/app=psql -> shop/app=db on 5432/TCP");
  private static final Pod PSQL =
      new Pod("support-tools", "psql-0", Map.of("app", "psql"), false, false);

  private static List<String> names(List<String> terms, Surroundings surroundings) {
    return Beside.of(terms, new Look.At(surroundings, CniProfile.DEFAULT)).stream()
        .map(Bystander::name)
        .toList();
  }

  @Test
  void thePodsAtBothEndsAndThePoliciesThatSelectThemStandBesideIt() {
    HeldPolicy shut = held(ingressPolicy("support-tools", "nothing-in", LabelSelector.EVERYTHING));
    HeldPolicy ofOthers =
        held(ingressPolicy("shop", "web", LabelSelector.labels(Map.of("app", "web"))));
    Pod web = new Pod("shop", "web-0", Map.of("app", "web"), false, false);
    Surroundings all =
        Surroundings.of(List.of(db("db-0"), PSQL, web), List.of(defaultDeny(), shut, ofOthers));
    assertThat(names(TERMS, all))
        .containsExactly(
            "NetworkPolicy shop/default-deny",
            "NetworkPolicy support-tools/nothing-in",
            "Pod shop/db-0",
            "Pod support-tools/psql-0");
    assertThat(names(List.of("10.0.0.0/24 -> shop/app=db on 5432/TCP", "no term"), all))
        .containsExactly("NetworkPolicy shop/default-deny", "Pod shop/db-0");
  }

  @Test
  void whatHasFinishedIsGoneAndWhatIsOnTheHostNetworkIsSelectedByNobody() {
    Pod done = new Pod("shop", "db-1", Map.of("app", "db"), false, true);
    Pod host = new Pod("shop", "db-2", Map.of("app", "db"), true, false);
    assertThat(names(TERMS, Surroundings.of(List.of(done, host), List.of(defaultDeny()))))
        .containsExactly("Pod shop/db-2");
  }

  @Test
  void policiesOfGrantsAreNotAmongThem() {
    HeldPolicy bare = held(ingressPolicy("shop", "nl-1-ingress", APP_DB));
    HeldPolicy grants =
        new HeldPolicy(
            Samples.labelled(bare.meta(), Map.of(Names.GRANT_LABEL, "1")), bare.policy());
    assertThat(names(TERMS, Surroundings.of(List.of(db("db-0")), List.of(grants))))
        .containsExactly("Pod shop/db-0");
  }

  @Test
  void aPolicyOfTheWholeClusterIsAmongThemWhereItSelectsOneOfThePods() {
    LabelSelector prod = LabelSelector.labels(Map.of("stage", "prod"));
    Snapshot bare = Surroundings.of(List.of(db("db-0")), List.of()).snapshot();
    Snapshot snapshot =
        new Snapshot(
            List.of(new Namespace("shop", Map.of("stage", "prod"))),
            bare.pods(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(
                clusterWide("all", PodScope.EVERYTHING),
                clusterWide("prod", new PodScope(prod, APP_DB)),
                clusterWide("test", new PodScope(prod, prod))),
            List.of(),
            Map.of());
    assertThat(names(TERMS, new Surroundings(snapshot, new TreeSet<>())))
        .containsExactly("ClusterNetworkPolicy all", "ClusterNetworkPolicy prod", "Pod shop/db-0");
  }

  private static ClusterPolicy clusterWide(String name, PodScope subject) {
    return new ClusterPolicy(
        PolicyRef.Kind.CLUSTER_NETWORK_POLICY, name, Tier.ADMIN, 10, subject, List.of(), List.of());
  }

  @Test
  void whatAPolicySaysIsPartOfWhatItIs() {
    Bystander deny = only(defaultDeny());
    assertThat(only(defaultDeny())).isEqualTo(deny);
    assertThat(deny.content()).hasSize(16);
    assertThat(only(held(ingressPolicy("shop", "default-deny", APP_DB))))
        .isNotEqualTo(deny)
        .extracting(Bystander::name)
        .isEqualTo(deny.name());
  }

  private static Bystander only(HeldPolicy policy) {
    Surroundings all = Surroundings.of(List.of(db("db-0")), List.of(policy));
    return Beside.of(TERMS, new Look.At(all, CniProfile.DEFAULT)).getFirst();
  }
}
