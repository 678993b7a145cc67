package dev.nightlatch.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.model.Requirement.DoesNotExist;
import dev.nightlatch.engine.model.Requirement.Exists;
import dev.nightlatch.engine.model.Requirement.In;
import dev.nightlatch.engine.model.Requirement.NotIn;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LabelSelectorTest {

  @Test
  void theEmptySelectorChoosesEverything() {
    assertThat(LabelSelector.EVERYTHING.isEverything()).isTrue();
    assertThat(LabelSelector.EVERYTHING.matches(Map.of())).isTrue();
    assertThat(LabelSelector.EVERYTHING.matches(Map.of("app", "db"))).isTrue();
    assertThat(LabelSelector.labels(Map.of())).isEqualTo(LabelSelector.EVERYTHING);
  }

  @Test
  void everyRequirementMustBeMet() {
    LabelSelector selector =
        LabelSelector.of(Map.of("app", "db"), List.of(new NotIn("tier", List.of("test"))));
    assertThat(selector.matches(Map.of("app", "db"))).isTrue();
    assertThat(selector.matches(Map.of("app", "db", "tier", "prod"))).isTrue();
    assertThat(selector.matches(Map.of("app", "db", "tier", "test"))).isFalse();
    assertThat(selector.matches(Map.of("tier", "prod"))).isFalse();
  }

  @Test
  void contradictingRequirementsChooseNothing() {
    LabelSelector selector =
        LabelSelector.of(Map.of("app", "db"), List.of(new In("app", List.of("web"))));
    assertThat(selector.matches(Map.of("app", "db"))).isFalse();
    assertThat(selector.matches(Map.of("app", "web"))).isFalse();
  }

  @Test
  void matchLabelsAndTheSameMatchExpressionAreOneSelection() {
    assertThat(LabelSelector.labels(Map.of("app", "db")))
        .isEqualTo(LabelSelector.of(Map.of(), List.of(new In("app", List.of("db")))))
        .isEqualTo(LabelSelector.of(Map.of("app", "db"), List.of(new In("app", List.of("db")))));
  }

  @Test
  void onlyARequiredValueMakesASelectorPositive() {
    assertThat(LabelSelector.labels(Map.of("app", "db")).isPositive()).isTrue();
    assertThat(LabelSelector.labels(Map.of("app", "")).isPositive()).isTrue();
    assertThat(LabelSelector.EVERYTHING.isPositive()).isFalse();
    assertThat(
            new LabelSelector(
                    List.of(new NotIn("a", List.of("x")), new Exists("b"), new DoesNotExist("c")))
                .isPositive())
        .isFalse();
  }

  @Test
  void coveringIsProvenWhereARequirementFollowsFromAnother() {
    In in = new In("k", List.of("a", "b"));
    assertThat(covers(in, new In("k", List.of("a")))).isTrue();
    assertThat(covers(in, new In("k", List.of("a", "c")))).isFalse();
    assertThat(covers(in, new Exists("k"))).isFalse();
    assertThat(covers(in, new In("other", List.of("a")))).isFalse();

    NotIn notIn = new NotIn("k", List.of("a", "b"));
    assertThat(covers(notIn, new NotIn("k", List.of("a", "b", "c")))).isTrue();
    assertThat(covers(notIn, new NotIn("k", List.of("a")))).isFalse();
    assertThat(covers(notIn, new In("k", List.of("c")))).isTrue();
    assertThat(covers(notIn, new In("k", List.of("b", "c")))).isFalse();
    assertThat(covers(notIn, new DoesNotExist("k"))).isTrue();
    assertThat(covers(notIn, new Exists("k"))).isFalse();

    assertThat(covers(new Exists("k"), new In("k", List.of("a")))).isTrue();
    assertThat(covers(new Exists("k"), new NotIn("k", List.of("a")))).isFalse();
    assertThat(covers(new Exists("k"), new DoesNotExist("k"))).isFalse();
    assertThat(covers(new DoesNotExist("k"), new DoesNotExist("k"))).isTrue();
    assertThat(covers(new DoesNotExist("k"), new NotIn("k", List.of("a")))).isFalse();
  }

  @Test
  void theEmptySelectorCoversAllAndIsCoveredOnlyByItself() {
    LabelSelector app = LabelSelector.labels(Map.of("app", "db"));
    assertThat(LabelSelector.EVERYTHING.covers(app)).isTrue();
    assertThat(LabelSelector.EVERYTHING.covers(LabelSelector.EVERYTHING)).isTrue();
    assertThat(app.covers(LabelSelector.EVERYTHING)).isFalse();
  }

  private static boolean covers(Requirement wider, Requirement narrower) {
    return new LabelSelector(List.of(wider)).covers(new LabelSelector(List.of(narrower)));
  }
}
