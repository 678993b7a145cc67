package dev.nightlatch.engine.naive;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What a rule, a policy or a tier may do with a packet. What is not certain is a set of several.
enum Effect {
  ACCEPT,
  DENY,
  PASS,
  /// Nothing: it does not match, and what comes next is asked.
  NEXT;

  /// What something may do of which nothing is known.
  static Set<Effect> anything() {
    return EnumSet.allOf(Effect.class);
  }

  /// What a sequence may do, of which the first that does not leave it to the next decides.
  static Set<Effect> ofFirst(List<Set<Effect>> sequence) {
    Set<Effect> possible = EnumSet.noneOf(Effect.class);
    for (Set<Effect> step : sequence) {
      possible.addAll(step);
      if (!step.contains(NEXT)) {
        possible.remove(NEXT);
        return possible;
      }
      possible.remove(NEXT);
    }
    possible.add(NEXT);
    return possible;
  }

  /// What these may do if nobody knows in which order they come.
  static Set<Effect> ofAnyOrder(List<Set<Effect>> steps) {
    Set<Effect> possible = EnumSet.noneOf(Effect.class);
    for (List<Set<Effect>> order : permutations(steps)) {
      possible.addAll(ofFirst(order));
    }
    return possible;
  }

  private static <T> List<List<T>> permutations(List<T> items) {
    if (items.isEmpty()) {
      return List.of(List.of());
    }
    List<List<T>> all = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      List<T> others = new ArrayList<>(items);
      T first = others.remove(i);
      for (List<T> rest : permutations(others)) {
        List<T> order = new ArrayList<>(List.of(first));
        order.addAll(rest);
        all.add(order);
      }
    }
    return all;
  }
}
