package dev.nightlatch.engine.model;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/// Selectors and labels at random, over so few keys and values that they meet often.
public final class Selectors extends DomainContextBase {
  private static final List<String> KEYS = List.of("a", "b", "c");
  private static final List<String> VALUES = List.of("", "x", "y", "z");

  @Provide
  public Arbitrary<Map<String, String>> labels() {
    return Arbitraries.maps(Arbitraries.of(KEYS), Arbitraries.of(VALUES));
  }

  @Provide
  public Arbitrary<Requirement> requirements() {
    Arbitrary<String> key = Arbitraries.of(KEYS);
    Arbitrary<List<String>> values = Arbitraries.of(VALUES).list().ofMinSize(1).ofMaxSize(3);
    return Arbitraries.oneOf(
        Combinators.combine(key, values).as(Requirement.In::new),
        Combinators.combine(key, values).as(Requirement.NotIn::new),
        key.map(Requirement.Exists::new),
        key.map(Requirement.DoesNotExist::new));
  }

  @Provide
  public Arbitrary<LabelSelector> selectors() {
    return requirements().list().ofMaxSize(3).map(LabelSelector::new);
  }
}
