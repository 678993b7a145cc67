package dev.nightlatch.checks;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.stream.Stream;

/// The Kubernetes client stays in one room, tests included: whoever else knew its types would have
/// to be changed with it.
final class Client {
  private static final String ROOM = "kube";
  private static final String PACKAGES = "io.fabric8.";
  private static final String GROUP = "io.fabric8";

  private Client() {}

  /// What knows the client and is not in its room.
  static List<String> strays(House house) {
    Stream<String> classes =
        house.classes().stream()
            .filter(type -> !Rows.roomOf(type).equals(ROOM))
            .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
            .filter(
                use ->
                    use.getTargetClass()
                        .getBaseComponentType()
                        .getPackageName()
                        .concat(".")
                        .startsWith(PACKAGES))
            .map(Dependency::getOriginClass)
            .map(JavaClass::getName);
    Stream<String> poms =
        house.rooms().stream()
            .filter(room -> !room.name().equals(ROOM))
            .flatMap(
                room ->
                    room.pom().dependencies().stream()
                        .filter(declared -> declared.group().equals(GROUP))
                        .map(declared -> room.name() + "/pom.xml has " + declared.artifact()));
    return Stream.concat(classes, poms).distinct().sorted().toList();
  }
}
