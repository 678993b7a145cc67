package dev.nightlatch.engine.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.Selectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

@Domain(Selectors.class)
@Domain(DomainContext.Global.class)
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class IsolationLawsTest {

  @Property(tries = 3000)
  void whereOnePolicyCoversTheSelectionEveryPodOfItIsIsolated(
      @ForAll @Size(max = 3) List<LabelSelector> selectors,
      @ForAll Direction named,
      @ForAll Direction asked,
      @ForAll LabelSelector pods,
      @ForAll Map<String, String> labels) {
    List<NetworkPolicy> policies = policies(selectors, named);
    if (Isolation.coveredByOne("shop", pods, asked, policies) && pods.matches(labels)) {
      assertThat(Isolation.isolating(pod(labels), asked, policies)).isNotEmpty();
    }
  }

  /// Policies are additive: another one never takes isolation away.
  @Property
  void anotherPolicyNeverEndsIsolation(
      @ForAll @Size(max = 3) List<LabelSelector> selectors,
      @ForAll LabelSelector more,
      @ForAll Map<String, String> labels) {
    List<NetworkPolicy> few = policies(selectors, Direction.INGRESS);
    List<LabelSelector> all = new ArrayList<>(selectors);
    all.add(more);
    List<NetworkPolicy> many = policies(all, Direction.INGRESS);
    assertThat(Isolation.isolating(pod(labels), Direction.INGRESS, many))
        .containsAll(Isolation.isolating(pod(labels), Direction.INGRESS, few));
  }

  private static Pod pod(Map<String, String> labels) {
    return new Pod("shop", "pod", labels, false, false);
  }

  private static List<NetworkPolicy> policies(List<LabelSelector> selectors, Direction named) {
    return selectors.stream()
        .map(
            selector ->
                new NetworkPolicy("shop", "p", selector, Set.of(named), List.of(), List.of()))
        .toList();
  }
}
