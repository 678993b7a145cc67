package dev.nightlatch.grants.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.engine.set.Protocol;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.AccessSource;
import dev.nightlatch.grants.model.Conditions;
import dev.nightlatch.grants.model.FourEyes;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Scope;
import dev.nightlatch.grants.model.Surroundings;
import dev.nightlatch.grants.model.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What people write in daylight, and what stands around it.
interface RulesContract extends Stage {

  private String here() {
    return world().namespace();
  }

  private String there() {
    return world().otherNamespace();
  }

  private boolean isOurs(AccessRule rule) {
    return List.of(here(), there()).contains(rule.meta().namespace());
  }

  @Test
  default void aRuleReadsAsItWasWritten() {
    AccessRule written = Samples.rule(here(), "orders-db", there());
    AccessRule held = world().put(written);
    assertThat(held.description()).isEqualTo(written.description());
    assertThat(held.target()).isEqualTo(written.target());
    assertThat(held.sources()).isEqualTo(written.sources());
    assertThat(held.maxDuration()).isEqualTo(written.maxDuration());
    assertThat(held.fourEyes()).isEqualTo(written.fourEyes());
    assertThat(held.conditions()).isEqualTo(written.conditions());
    assertThat(held.dns()).isEqualTo(written.dns());
    assertThat(held.meta().key()).isEqualTo(written.meta().key());
    assertThat(held.meta().uid()).isNotEqualTo(written.meta().uid());
    assertThat(held.meta().generation()).isEqualTo(1);
    assertThat(world().user("alice").rule(held.meta().key())).contains(held);
  }

  @Test
  default void aRuleThatChangesKeepsItsIdentityAndCountsIt() {
    AccessRule before = world().put(Samples.rule(here(), "orders-db", there()));
    Target wider =
        new Target(before.target().podSelector(), List.of(PortRange.single(Protocol.SCTP, 7777)));
    AccessRule after =
        world()
            .put(
                new AccessRule(
                    before.meta(),
                    "",
                    wider,
                    before.sources(),
                    before.maxDuration(),
                    new FourEyes(2, Duration.ofSeconds(90))));
    assertThat(after.meta().uid()).isEqualTo(before.meta().uid());
    assertThat(after.meta().generation()).isEqualTo(2);
    assertThat(after.meta().resourceVersion()).isNotEqualTo(before.meta().resourceVersion());
    assertThat(after.target()).isEqualTo(wider);
    assertThat(after.description()).isEmpty();
    assertThat(after.fourEyes()).isEqualTo(new FourEyes(2, Duration.ofSeconds(90)));
    assertThat(after.conditions()).isEqualTo(Conditions.USUAL);
    assertThat(operator().rule(before.meta().key())).contains(after);
  }

  @Test
  default void rulesAreListedInOrder() {
    AccessRule second = world().put(Samples.rule(here(), "orders-db", there()));
    AccessRule first = world().put(Samples.rule(here(), "basket", there()));
    AccessRule other = world().put(Samples.rule(there(), "mail", here()));
    assertThat(world().user("alice").rules(here())).containsExactly(first, second);
    assertThat(world().user("alice").rules(there())).containsExactly(other);
    assertThat(world().user("alice").rules().stream().filter(this::isOurs))
        .containsExactlyInAnyOrder(first, second, other)
        .isSortedAccordingTo((a, b) -> a.meta().key().compareTo(b.meta().key()));
  }

  @Test
  default void aRuleThatIsNotThereIsEmpty() {
    AccessRule rule = world().put(Samples.rule(here(), "orders-db", there()));
    assertThat(operator().rule(new ObjectKey(there(), "orders-db"))).isEmpty();
    assertThat(operator().rules(there())).isEmpty();
    assertThat(operator().rules("no-such-namespace")).isEmpty();
    world().delete(rule);
    soon(() -> operator().rule(rule.meta().key()).isEmpty());
    assertThat(operator().rules(here())).isEmpty();
  }

  @Test
  default void aRuleMadeAnewIsAnotherOne() {
    AccessRule before = world().put(Samples.rule(here(), "orders-db", there()));
    world().delete(before);
    soon(() -> operator().rule(before.meta().key()).isEmpty());
    AccessRule after = world().put(Samples.rule(here(), "orders-db", there()));
    assertThat(after.meta().uid()).isNotEqualTo(before.meta().uid());
    assertThat(after.meta().generation()).isEqualTo(1);
  }

  @Test
  default void sourcesReadAsTheyWereWritten() {
    for (AccessSource written :
        List.of(Samples.tools(there(), here()), Samples.desks(there(), here()))) {
      AccessSource held = world().put(written);
      assertThat(held.description()).isEqualTo(written.description());
      assertThat(held.stand()).isEqualTo(written.stand());
      assertThat(held.usableFrom()).isEqualTo(written.usableFrom());
      assertThat(operator().source(written.meta().key())).contains(held);
    }
  }

  @Test
  default void aSourceThatIsNotThereIsEmpty() {
    AccessSource source = world().put(Samples.tools(there(), here()));
    assertThat(operator().source(new ObjectKey(here(), "tools"))).isEmpty();
    assertThat(operator().source(new ObjectKey("no-such-namespace", "tools"))).isEmpty();
    world().delete(source);
    soon(() -> operator().source(source.meta().key()).isEmpty());
  }

  @Test
  default void surroundingsShowPodsAndPoliciesOfAllNamespacesAndWhichOfThemPass() {
    Pod plain = new Pod(here(), "db-0", Map.of("app", "db", "tier", "data"), false, false);
    Pod finished = new Pod(here(), "job-1", Map.of("app", "job"), false, true);
    Pod onNode = new Pod(here(), "agent", Map.of(), true, false);
    Pod elsewhere = new Pod(there(), "psql-0", Map.of("app", "psql"), false, false);
    List.of(plain, finished, onNode, elsewhere).forEach(world()::put);
    HeldPolicy opening =
        world().put(Samples.opening(here(), "opening"), Map.of(Names.GRANT_LABEL, "x"));
    HeldPolicy involved = world().put(Samples.involved(here(), "involved"), Map.of("a", "b"));
    HeldPolicy other = world().put(Samples.involved(there(), "involved"), Map.of());
    Surroundings seen = operator().surroundings();
    assertThat(ours(seen)).containsExactlyInAnyOrder(plain, finished, onNode, elsewhere);
    assertThat(seen.snapshot().networkPolicies())
        .contains(opening.policy(), involved.policy(), other.policy());
    assertThat(seen.standing().networkPolicies())
        .contains(involved.policy(), other.policy())
        .doesNotContain(opening.policy());
    assertThat(seen.passing())
        .contains(opening.meta().key())
        .doesNotContain(involved.meta().key(), other.meta().key());
    world().delete(plain);
    soon(() -> ours(operator().surroundings()).size() == 3);
  }

  @Test
  default void surroundingsOfAPartAreThoseOfTheWholeWithinIt() {
    Pod near = new Pod(here(), "db-0", Map.of("app", "db"), false, false);
    Pod far = new Pod(there(), "psql-0", Map.of("app", "psql"), false, false);
    List.of(near, far).forEach(world()::put);
    HeldPolicy marked =
        world().put(Samples.opening(here(), "opening"), Map.of(Names.GRANT_LABEL, "x"));
    HeldPolicy standing = world().put(Samples.involved(here(), "involved"), Map.of());
    var _ = world().put(Samples.involved(there(), "involved"), Map.of());
    Scope scope = Scope.within(List.of(here(), "no-such-namespace"));

    Surroundings part = operator().surroundings(scope);

    assertThat(part.scope()).isEqualTo(scope);
    assertThat(part.snapshot().pods()).containsExactly(near);
    assertThat(part.snapshot().networkPolicies())
        .containsExactlyInAnyOrder(marked.policy(), standing.policy());
    assertThat(part.standing().networkPolicies()).containsExactly(standing.policy());
    Surroundings whole = operator().surroundings();
    assertThat(part.layers()).isEqualTo(whole.layers());
    assertThat(part.snapshot().namespaces()).containsAll(whole.snapshot().namespaces());
    assertThat(part.snapshot().clusterPolicies()).isEqualTo(whole.snapshot().clusterPolicies());
    assertThat(whole.within(scope).snapshot().pods()).isEqualTo(part.snapshot().pods());
    assertThatIllegalStateException().isThrownBy(() -> part.within(Scope.within(List.of(there()))));
    assertThatIllegalStateException().isThrownBy(() -> part.within(Scope.everywhere()));
  }

  private List<Pod> ours(Surroundings seen) {
    return seen.snapshot().pods().stream()
        .filter(pod -> List.of(here(), there()).contains(pod.namespace()))
        .toList();
  }
}
