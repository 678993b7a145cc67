package dev.nightlatch.checks;

import static java.util.stream.Collectors.toMap;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The rows of the house, and who may know whom; `CONTRIBUTING.md` draws them.
///
/// A room's product code knows rooms of lower rows alone, and of those only what its place says.
/// Its tests may know the same, and from row 5 on also [#FOR_TESTS] and the control plane. What is
/// for tests only is known by no product code.
final class Rows {
  private static final String OURS = "dev.nightlatch";

  /// Rooms for tests only, above which nothing stands: `testkit` is known by tests alone.
  static final Set<String> FOR_TESTS = Set.of("testkit", "checks", "bench");

  /// The lowest row whose tests may use a real control plane.
  private static final int REAL_TESTS_FROM = 5;

  /// Where a room stands.
  ///
  /// @param row 1 is the lowest
  /// @param knows the rooms that its product code may use, all of lower rows
  record Place(int row, Set<String> knows) {
    Place {
      knows = Set.copyOf(knows);
    }
  }

  static final Map<String, Place> PLACES = places();

  private Rows() {}

  private static Map<String, Place> places() {
    Set<String> pure = Set.of("engine", "ledger");
    Map<String, Place> narrow =
        Map.of(
            "ledger", new Place(1, Set.of()),
            "controlplane", new Place(1, Set.of()),
            "engine", new Place(2, Set.of()),
            "grants", new Place(3, Set.of("engine")),
            "manifests", new Place(4, Set.of("engine", "grants")),
            "kube", new Place(5, Set.of("engine", "grants", "manifests")),
            "embedded", new Place(5, Set.of("engine", "grants")),
            "incidents", new Place(5, Set.of("engine", "grants", "manifests")),
            "stores", new Place(5, union(pure, Set.of("grants"))));
    Set<String> below = narrow.keySet();
    Map<String, Place> wide =
        Map.of(
            "console", new Place(6, below),
            "operator", new Place(7, union(below, Set.of("console"))),
            "cli", new Place(8, union(below, Set.of("console", "operator"))),
            // Tests only: JUnit around row 1, and what looks at everything.
            "testkit", new Place(2, Set.of("controlplane")),
            "checks", new Place(9, Set.of()),
            "bench", new Place(9, union(below, Set.of("console", "operator", "cli"))));
    return Stream.of(narrow, wide)
        .flatMap(places -> places.entrySet().stream())
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Set<String> union(Set<String> some, Set<String> others) {
    Set<String> all = new TreeSet<>(some);
    all.addAll(others);
    return all;
  }

  /// Where this room stands; below all if nowhere.
  static Place place(String room) {
    return PLACES.getOrDefault(room, new Place(0, Set.of()));
  }

  /// Modules that stand in no row.
  static List<String> strangers(House house) {
    return house.rooms().stream()
        .map(Room::name)
        .filter(room -> !PLACES.containsKey(room))
        .map(room -> room + " has no row in Rows.java")
        .toList();
  }

  /// Dependencies that a pom may not declare.
  static List<String> wrongPoms(House house) {
    List<String> findings = new ArrayList<>();
    for (Room room : house.rooms()) {
      for (Pom.Dependency declared : room.pom().dependencies()) {
        if (declared.group().equals(OURS)
            && !mayKnow(room.name(), declared.artifact(), declared.isTest())) {
          findings.add(
              "%s/pom.xml has %s in scope %s"
                  .formatted(room.name(), declared.artifact(), declared.scope()));
        }
      }
    }
    return findings;
  }

  /// Classes that use a class of a room which theirs may not know.
  static List<String> wrongUses(House house) {
    List<String> findings = new ArrayList<>();
    for (JavaClass user : house.classes()) {
      String room = roomOf(user);
      boolean test = isTest(user);
      for (Dependency use : user.getDirectDependenciesFromSelf()) {
        JavaClass used = use.getTargetClass().getBaseComponentType();
        if (used.getPackageName().startsWith(OURS + ".") && !mayKnow(room, roomOf(used), test)) {
          findings.add(user.getName() + " uses " + used.getName());
        }
      }
    }
    return findings.stream().distinct().sorted().toList();
  }

  /// Packages that do not begin as their room's must.
  static List<String> wrongPackages(House house) {
    List<String> findings = new ArrayList<>();
    for (Room room : house.rooms()) {
      for (Room.Side side : Room.Side.values()) {
        room.sources(side).stream()
            .filter(source -> !source.packageName().isEmpty())
            .filter(source -> !(source.packageName() + ".").startsWith(room.packageRoot() + "."))
            .map(source -> source.path() + " is not below " + room.packageRoot())
            .forEach(findings::add);
      }
    }
    return findings;
  }

  private static boolean mayKnow(String user, String used, boolean test) {
    if (user.equals(used)) {
      return true;
    }
    Place place = place(user);
    boolean always = place.knows().contains(used);
    if (!test) {
      return always;
    }
    boolean real =
        place.row() >= REAL_TESTS_FROM && (used.equals("testkit") || used.equals("controlplane"));
    return always || real || user.equals("checks");
  }

  /// Tests, and whatever stands in a room that is for tests only.
  static boolean isTest(JavaClass type) {
    return FOR_TESTS.contains(roomOf(type))
        || type.getSource()
            .map(source -> source.getUri().getPath().contains("/test-classes/"))
            .orElse(false);
  }

  static String roomOf(JavaClass type) {
    String[] names = type.getPackageName().split("\\.", -1);
    return names.length > 2 ? names[2] : "";
  }
}
