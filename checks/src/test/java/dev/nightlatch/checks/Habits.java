package dev.nightlatch.checks;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// What tests do not do: sleep instead of waiting for something, be switched off, pretend.
final class Habits {
  private static final Set<String> SLEEPERS =
      Set.of("java.lang.Thread", "java.util.concurrent.TimeUnit");

  /// Beginnings of names: annotations that switch a test off, and libraries that pretend.
  private static final List<String> UNWANTED =
      List.of(
          "org.junit.jupiter.api.Disabled",
          "org.junit.jupiter.api.condition.Disabled",
          "org.junit.Ignore",
          "net.jqwik.api.Disabled",
          "org.mockito.",
          "org.easymock.",
          "org.powermock.",
          "mockit.");

  private Habits() {}

  /// What tests do, and rooms for tests, and must not.
  static List<String> bad(House house) {
    return house.classes().stream()
        .filter(Rows::isTest)
        .flatMap(type -> Stream.concat(sleeps(type), unwanted(type)))
        .distinct()
        .sorted()
        .toList();
  }

  private static Stream<String> sleeps(JavaClass type) {
    return type.getAccessesFromSelf().stream()
        .filter(access -> SLEEPERS.contains(access.getTargetOwner().getName()))
        .filter(access -> access.getTarget().getName().equals("sleep"))
        .map(JavaAccess::getDescription);
  }

  private static Stream<String> unwanted(JavaClass type) {
    return type.getDirectDependenciesFromSelf().stream()
        .filter(use -> UNWANTED.stream().anyMatch(use.getTargetClass().getName()::startsWith))
        .map(Dependency::getDescription);
  }
}
