package dev.nightlatch.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

@Domain(Selectors.class)
@Domain(DomainContext.Global.class)
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class LabelSelectorLawsTest {

  @Property(tries = 5000)
  void whatACoveredSelectorChoosesTheCoveringOneChoosesToo(
      @ForAll LabelSelector wider,
      @ForAll LabelSelector narrower,
      @ForAll Map<String, String> labels) {
    boolean covered = wider.covers(narrower);
    if (covered && narrower.matches(labels)) {
      assertThat(wider.matches(labels)).isTrue();
    }
  }

  @Property
  void coveringIsReflexiveAndTransitive(
      @ForAll LabelSelector a, @ForAll LabelSelector b, @ForAll LabelSelector c) {
    assertThat(a.covers(a)).isTrue();
    if (a.covers(b) && b.covers(c)) {
      assertThat(a.covers(c)).isTrue();
    }
  }

  @Property
  void aSelectorWithMoreRequirementsIsCoveredByTheOneWithFewer(
      @ForAll LabelSelector selector, @ForAll Requirement more) {
    List<Requirement> all = new ArrayList<>(selector.requirements());
    all.add(more);
    assertThat(selector.covers(new LabelSelector(all))).isTrue();
  }

  @Property
  void theOrderAndRepetitionOfRequirementsDoNotCount(
      @ForAll List<Requirement> requirements, @ForAll Random random) {
    List<Requirement> other = new ArrayList<>(requirements);
    other.addAll(requirements);
    Collections.shuffle(other, random);
    assertThat(new LabelSelector(other))
        .isEqualTo(new LabelSelector(requirements))
        .hasToString(new LabelSelector(requirements).toString());
  }

  @Property
  void notInAndDoesNotExistAreTheOppositesOfInAndExists(
      @ForAll Requirement requirement, @ForAll Map<String, String> labels) {
    boolean opposite =
        switch (requirement) {
          case Requirement.In(var key, var values) ->
              new Requirement.NotIn(key, values).matches(labels);
          case Requirement.NotIn(var key, var values) ->
              new Requirement.In(key, values).matches(labels);
          case Requirement.Exists(var key) -> new Requirement.DoesNotExist(key).matches(labels);
          case Requirement.DoesNotExist(var key) -> new Requirement.Exists(key).matches(labels);
        };
    assertThat(opposite).isNotEqualTo(requirement.matches(labels));
  }
}
