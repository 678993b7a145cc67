package dev.nightlatch.checks;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Packages that need each other, directly or around corners: then none of them can be read alone.
final class Cycles {
  private Cycles() {}

  /// The packages of product code that reach themselves again, each with the way.
  static List<String> cycles(House house) {
    Map<String, Set<String>> uses = new TreeMap<>();
    for (JavaClass type : house.classes()) {
      if (type.getSource().filter(source -> isMain(source.getUri().getPath())).isPresent()) {
        Set<String> used = uses.computeIfAbsent(type.getPackageName(), _ -> new TreeSet<>());
        type.getDirectDependenciesFromSelf().stream()
            .map(use -> use.getTargetClass().getBaseComponentType().getPackageName())
            .filter(name -> !name.equals(type.getPackageName()))
            .forEach(used::add);
      }
    }
    return uses.keySet().stream()
        .map(start -> way(start, uses))
        .filter(way -> !way.isEmpty())
        .toList();
  }

  private static boolean isMain(String path) {
    return path.contains("/target/classes/");
  }

  /// The shortest way from `start` back to itself; empty if there is none.
  private static String way(String start, Map<String, Set<String>> uses) {
    Map<String, String> cameFrom = new TreeMap<>();
    Deque<String> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      String here = open.removeFirst();
      for (String next : uses.getOrDefault(here, Set.of())) {
        if (!cameFrom.containsKey(next)) {
          cameFrom.put(next, here);
          open.addLast(next);
        }
      }
    }
    if (!cameFrom.containsKey(start)) {
      return "";
    }
    Deque<String> way = new ArrayDeque<>(List.of(start));
    String at = cameFrom.getOrDefault(start, start);
    while (!at.equals(start)) {
      way.addFirst(at);
      at = cameFrom.getOrDefault(at, start);
    }
    way.addFirst(start);
    return way.stream().collect(Collectors.joining(" -> "));
  }
}
