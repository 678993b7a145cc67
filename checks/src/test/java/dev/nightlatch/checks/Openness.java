package dev.nightlatch.checks;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Nothing is public that no other package needs: what is hidden can be changed.
final class Openness {
  private Openness() {}

  /// The public top-level types of product code that nobody outside of their package needs.
  ///
  /// A type is needed if a class of another package names it, be it a test, and if it stands in
  /// what a needed type shows: its supertypes and the signatures of its public members.
  static SortedSet<String> needless(House house) {
    Map<String, JavaClass> hidden = new TreeMap<>();
    house.classes().stream()
        .filter(type -> !Rows.isTest(type) && type.isTopLevelClass())
        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
        .forEach(type -> hidden.put(type.getName(), type));
    for (JavaClass user : house.classes()) {
      user.getDirectDependenciesFromSelf().stream()
          .map(use -> outermost(use.getTargetClass().getBaseComponentType()))
          .filter(type -> !type.getPackageName().equals(user.getPackageName()))
          .forEach(type -> hidden.remove(type.getName()));
    }
    boolean shrinks = true;
    while (shrinks) {
      SortedSet<String> shown = new TreeSet<>();
      house.classes().stream()
          .filter(type -> isPublic(type) && !hidden.containsKey(outermost(type).getName()))
          .flatMap(Openness::shows)
          .forEach(type -> shown.add(outermost(type).getName()));
      shrinks = hidden.keySet().removeAll(shown);
    }
    return new TreeSet<>(hidden.keySet());
  }

  private static Stream<JavaClass> shows(JavaClass type) {
    Stream<JavaType> supertypes =
        Stream.concat(type.getInterfaces().stream(), type.getSuperclass().stream());
    Stream<JavaClass> members =
        type.getMembers().stream()
            .filter(member -> member.getModifiers().contains(JavaModifier.PUBLIC))
            .flatMap(member -> member.getAllInvolvedRawTypes().stream());
    return Stream.concat(
            supertypes.flatMap(shown -> shown.getAllInvolvedRawTypes().stream()), members)
        .map(JavaClass::getBaseComponentType);
  }

  private static boolean isPublic(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(Openness::isPublic).orElse(true);
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(Openness::outermost).orElse(type);
  }
}
