package dev.nightlatch.grants.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.Kind;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.Snapshot;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScopeTest {
  private static final Scope SHOP = Scope.within(List.of("shop"));
  private static final Scope BOTH = Scope.within(List.of("tools", "shop"));

  @Test
  void oneCoversWhatIsNoMoreThanItself() {
    assertThat(Scope.everywhere().covers(Scope.everywhere())).isTrue();
    assertThat(Scope.everywhere().covers(SHOP)).isTrue();
    assertThat(BOTH.covers(SHOP)).isTrue();
    assertThat(SHOP.covers(SHOP)).isTrue();
    assertThat(SHOP.covers(BOTH)).isFalse();
    assertThat(BOTH.covers(Scope.everywhere())).isFalse();
    assertThat(SHOP.covers(Scope.within(List.of()))).isTrue();
  }

  /// Names of which one begins with another, and letters that sort before the slash.
  @Test
  void aPartHasWhatStandsInItsNamespacesAndNothingOfOthers() {
    List<String> namespaces = List.of("s", "sh", "shop", "shop-1", "shop.x", "shop0", "tools", "z");
    List<Pod> pods =
        namespaces.stream().flatMap(in -> List.of(pod(in, "a"), pod(in, "b-0")).stream()).toList();
    Snapshot whole = Snapshot.EMPTY.withPods(pods);
    for (String one : namespaces) {
      assertThat(Scope.within(List.of(one)).of(whole).pods())
          .containsExactly(pod(one, "a"), pod(one, "b-0"));
      for (String other : namespaces) {
        Scope scope = Scope.within(List.of(one, other));
        assertThat(scope.of(whole).pods())
            .containsExactlyElementsOf(
                whole.pods().stream().filter(pod -> scope.has(pod.namespace())).toList());
      }
    }
    assertThat(Scope.within(List.of("none", "a", "zz")).of(whole).pods()).isEmpty();
    assertThat(Scope.everywhere().of(whole)).isEqualTo(whole);
  }

  @Test
  void whatIsNotKnownAnywhereIsNotKnownInAPart() {
    Gap nowhere = new Gap.Unlisted(Kind.POD, "");
    Gap near = new Gap.Unlisted(Kind.NETWORK_POLICY, "shop");
    Gap far = new Gap.Unlisted(Kind.NETWORK_POLICY, "bank");
    Gap node = new Gap.UnreadableNode("node-1");
    Snapshot whole = Snapshot.EMPTY.withGaps(List.of(nowhere, near, far, node));
    assertThat(SHOP.of(whole).gaps()).containsExactlyInAnyOrder(nowhere, near, node);
  }

  private static Pod pod(String namespace, String name) {
    return new Pod(namespace, name, Map.of(), false, false);
  }
}
