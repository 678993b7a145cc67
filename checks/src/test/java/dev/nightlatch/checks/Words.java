package dev.nightlatch.checks;

import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What sources must say: what null means, what a public type is, why a warning is silenced.
final class Words {
  private Words() {}

  /// Packages in which null is not marked, or whose `package-info` does not say what they are for.
  static List<String> silentPackages(House house) {
    List<String> findings = new ArrayList<>();
    for (Room room : house.rooms()) {
      List<Source> main = room.sources(Room.Side.MAIN);
      List<Source> test = room.sources(Room.Side.TEST);
      boolean moduleMarked =
          main.stream()
              .anyMatch(
                  source -> source.fileName().equals("module-info.java") && source.isNullMarked());
      Set<String> packages =
          Stream.concat(main.stream(), test.stream())
              .map(Source::packageName)
              .filter(name -> !name.isEmpty())
              .collect(toSet());
      for (String name : new TreeSet<>(packages)) {
        List<Source> infos =
            Stream.concat(main.stream(), test.stream())
                .filter(source -> source.packageName().equals(name))
                .filter(source -> source.fileName().equals("package-info.java"))
                .toList();
        boolean inMain = main.stream().anyMatch(source -> source.packageName().equals(name));
        if (infos.stream().noneMatch(Source::isNullMarked) && !(moduleMarked && inMain)) {
          findings.add(name + " is not @NullMarked");
        }
        if (infos.stream().noneMatch(Source::isPackageDocumented)) {
          findings.add(name + " has no package-info that says what it is for");
        }
      }
    }
    return findings;
  }

  /// Public types of product code without a doc comment.
  static List<String> silentTypes(House house) {
    return sources(house, Stream.of(Room.Side.MAIN))
        .flatMap(source -> source.undocumented().stream().map(at -> source.path() + ":" + at))
        .toList();
  }

  /// Suppressions without a reason behind them.
  static List<String> silentSuppressions(House house) {
    return sources(house, Stream.of(Room.Side.values()))
        .flatMap(source -> source.unexplained().stream().map(at -> source.path() + ":" + at))
        .toList();
  }

  private static Stream<Source> sources(House house, Stream<Room.Side> sides) {
    List<Room.Side> wanted = sides.toList();
    return house.rooms().stream()
        .flatMap(room -> wanted.stream().flatMap(side -> room.sources(side).stream()));
  }
}
