package dev.nightlatch.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightlatch.engine.model.Requirement.DoesNotExist;
import dev.nightlatch.engine.model.Requirement.Exists;
import dev.nightlatch.engine.model.Requirement.In;
import dev.nightlatch.engine.model.Requirement.NotIn;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// `LabelSelectorRequirement`, meta/v1: what each operator says of a missing, an empty and another
/// value.
class RequirementTest {
  private static final Map<String, String> NONE = Map.of();
  private static final Map<String, String> EMPTY = Map.of("tier", "");
  private static final Map<String, String> DATA = Map.of("tier", "data");
  private static final Map<String, String> WEB = Map.of("tier", "web");
  private static final Map<String, String> OTHER_KEY = Map.of("Tier", "data");

  @Test
  void inWantsTheKeyWithOneOfItsValues() {
    Requirement in = new In("tier", List.of("data", "cache"));
    assertThat(in.matches(DATA)).isTrue();
    assertThat(in.matches(WEB)).isFalse();
    assertThat(in.matches(EMPTY)).isFalse();
    assertThat(in.matches(NONE)).isFalse();
    assertThat(in.matches(OTHER_KEY)).isFalse();
  }

  @Test
  void inWithAnEmptyValueWantsTheKeyPresentAndEmpty() {
    Requirement in = new In("tier", List.of(""));
    assertThat(in.matches(EMPTY)).isTrue();
    assertThat(in.matches(NONE)).isFalse();
    assertThat(in.matches(DATA)).isFalse();
  }

  @Test
  void notInIsMetByAMissingKey() {
    Requirement notIn = new NotIn("tier", List.of("data"));
    assertThat(notIn.matches(NONE)).isTrue();
    assertThat(notIn.matches(OTHER_KEY)).isTrue();
    assertThat(notIn.matches(WEB)).isTrue();
    assertThat(notIn.matches(EMPTY)).isTrue();
    assertThat(notIn.matches(DATA)).isFalse();
  }

  @Test
  void notInWithAnEmptyValueIsStillMetByAMissingKey() {
    Requirement notIn = new NotIn("tier", List.of(""));
    assertThat(notIn.matches(NONE)).isTrue();
    assertThat(notIn.matches(EMPTY)).isFalse();
  }

  @Test
  void existsAndDoesNotExistAskOnlyForTheKey() {
    for (Map<String, String> present : List.of(EMPTY, DATA, WEB)) {
      assertThat(new Exists("tier").matches(present)).isTrue();
      assertThat(new DoesNotExist("tier").matches(present)).isFalse();
    }
    for (Map<String, String> absent : List.of(NONE, OTHER_KEY)) {
      assertThat(new Exists("tier").matches(absent)).isFalse();
      assertThat(new DoesNotExist("tier").matches(absent)).isTrue();
    }
  }

  @Test
  void valuesAreASet() {
    assertThat(new In("tier", List.of("b", "a", "b"))).isEqualTo(new In("tier", List.of("a", "b")));
    assertThat(new NotIn("tier", List.of("b", "a")))
        .isEqualTo(new NotIn("tier", List.of("a", "b", "a")));
  }

  @Test
  void aRequirementThatListsNoValueCannotBeMade() {
    assertThatThrownBy(() -> new In("tier", List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tier");
    assertThatThrownBy(() -> new NotIn("tier", List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
