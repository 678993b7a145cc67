package dev.nightlatch.grants.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.model.PolicyRule;
import dev.nightlatch.grants.model.Doubt;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Proof;
import dev.nightlatch.grants.model.Scope;
import dev.nightlatch.grants.model.Surroundings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// What is within the scope decides as the whole cluster does.
class ScopesLawsTest {
  /// So many that a law is broken where [Scopes#needed] leaves out any of its conditions.
  private static final int CLUSTERS = 4_000;
  private static final ObjectKey RULE = new ObjectKey("a", "rule");
  private static final String OUTSIDE = "everywhere";

  /// A random grant in a random cluster.
  ///
  /// @param policies of the grant
  private record Situation(Surroundings cluster, List<NetworkPolicy> policies, List<Term> terms) {}

  @Test
  void weighingWithinTheScopeIsWeighingTheWhole() {
    Map<String, Integer> told = new TreeMap<>();
    for (int seed = 0; seed < CLUSTERS; seed++) {
      RandomCluster random = new RandomCluster(seed);
      Situation situation = situation(random);
      CniProfile profile = random.profile();
      Look.At whole = new Look.At(situation.cluster(), profile);
      Scope scope = Scopes.needed(situation.policies(), situation.terms(), whole);
      if (scope instanceof Scope.Everywhere) {
        told.merge(OUTSIDE, 1, Integer::sum);
        continue;
      }
      for (boolean isOpen : new boolean[] {false, true}) {
        Weighing.Weighed near = weighed(situation, whole.within(scope), isOpen);
        assertThat(decision(near))
            .as("seed %d, open %s: %s in %s", seed, isOpen, situation.policies(), scope)
            .isEqualTo(decision(weighed(situation, whole, isOpen)));
        told.merge(kind(near), 1, Integer::sum);
      }
    }
    // Each decision comes about, and the scope is seldom everything.
    assertThat(told)
        .containsKeys("Fits", "AlreadyOpen", "StillDenied", OUTSIDE)
        .allSatisfy((_, count) -> assertThat(count).isGreaterThan(10));
    assertThat(told.get(OUTSIDE)).isLessThan(CLUSTERS * 3 / 4);
  }

  /// What was looked at first tells as well as the whole whether it is enough.
  @Test
  void whatIsWithinTellsWhetherMoreIsNeeded() {
    for (int seed = 0; seed < CLUSTERS; seed++) {
      RandomCluster random = new RandomCluster(seed);
      Situation situation = situation(random);
      Look.At whole = new Look.At(situation.cluster(), random.profile());
      Look.At near = whole.within(Scopes.ofEnds(situation.policies(), situation.terms()));
      assertThat(Scopes.needed(situation.policies(), situation.terms(), near))
          .isEqualTo(Scopes.needed(situation.policies(), situation.terms(), whole));
    }
  }

  @Test
  void whatIsLeftAfterAClosingIsFoundWithinTheScope() {
    int narrow = 0;
    for (int seed = 0; seed < CLUSTERS; seed++) {
      RandomCluster random = new RandomCluster(seed);
      Situation situation = situation(random);
      List<String> terms = situation.terms().stream().map(Term::toString).toList();
      Look.At whole = new Look.At(situation.cluster(), random.profile());
      Scope scope = Scopes.ofClosing(terms, whole);
      // The proof itself looks no further than it must: the whole is evaluated beside it.
      assertThat(
              left(
                  Proofs.closed(
                      RULE.namespace(), terms, List.of(), whole.within(scope), Instant.EPOCH)))
          .as("seed %d: %s in %s", seed, terms, scope)
          .isEqualTo(
              left(Proofs.closedIn(RULE.namespace(), terms, List.of(), whole, Instant.EPOCH)));
      narrow += scope instanceof Scope.Within ? 1 : 0;
    }
    assertThat(narrow).isGreaterThan(CLUSTERS / 4);
  }

  private static Weighing.Weighed weighed(Situation situation, Look.At look, boolean isOpen) {
    return Weighing.of(RULE, look, situation.policies(), situation.terms(), List.of(), isOpen);
  }

  /// What was decided, but for how pods are named: those that a policy of another namespace tells
  /// apart stand in lines of their own.
  private static List<Object> decision(Weighing.Weighed weighed) {
    return switch (weighed) {
      case Weighing.Weighed.Fits(var impact, var unknown) ->
          List.of(
              impact.opened().isEmpty(),
              impact.remark(),
              unknown.stream().map(Doubt::code).toList());
      case Weighing.Weighed.Fails(var refusal) -> List.of(refusal.code());
    };
  }

  /// Whether connections are left that are allowed, and such that cannot be decided. Those within
  /// one namespace are left out: what a workload's pods may speak with each other is one line where
  /// none is told apart, and none where the only one is.
  private static List<Boolean> left(Proof proof) {
    return proof.connections().stream()
        .filter(line -> !line.endsWith(": denied"))
        .filter(line -> !namespace(line).equals(namespace(line.substring(line.indexOf("-> ") + 3))))
        .map(line -> line.contains(": still allowed by "))
        .distinct()
        .sorted()
        .toList();
  }

  private static String namespace(String text) {
    return text.substring(0, text.indexOf('/'));
  }

  private static String kind(Weighing.Weighed weighed) {
    return switch (weighed) {
      case Weighing.Weighed.Fits _ -> "Fits";
      case Weighing.Weighed.Fails(var refusal) -> refusal.getClass().getSimpleName();
    };
  }

  /// From one or two selections of pods to one in namespace `a`, with a policy on the source's side
  /// where the planner would make one, or by chance.
  private static Situation situation(RandomCluster random) {
    Surroundings cluster = new Surroundings(random.snapshot(), new TreeSet<>(), new TreeSet<>());
    Term.From.Pods to = new Term.From.Pods(RULE.namespace(), random.someSelector());
    List<Term> terms = new ArrayList<>();
    List<NetworkPolicy> policies = new ArrayList<>();
    List<Peer> peers = new ArrayList<>();
    for (int i = 0; i <= random.below(2); i++) {
      Term.From.Pods from = new Term.From.Pods(random.namespace(), random.someSelector());
      terms.add(new Term(from, to.namespace(), to.pods(), random.ports()));
      peers.add(random.named(from));
      NetworkPolicy egress =
          new NetworkPolicy(
              from.namespace(),
              "grant-egress-" + i,
              from.pods(),
              EnumSet.of(Direction.EGRESS),
              List.of(),
              List.of(
                  new PolicyRule(List.of(random.named(to)), random.policyPorts(terms.getLast()))));
      if (random.below(8) == 0 || Sides.isIsolated(egress, cluster)) {
        policies.add(egress);
      }
    }
    policies.add(
        new NetworkPolicy(
            RULE.namespace(),
            "grant-ingress",
            to.pods(),
            EnumSet.of(Direction.INGRESS),
            List.of(new PolicyRule(peers, random.policyPorts(terms.getLast()))),
            List.of()));
    return new Situation(cluster, policies, terms);
  }
}
