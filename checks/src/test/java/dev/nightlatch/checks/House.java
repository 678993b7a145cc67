package dev.nightlatch.checks;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The whole project as it lies there: its rooms in the order in which they are built.
///
/// @param classes the classes of all rooms, `main` and `test`; what they use of others is not
///     looked into
record House(Path root, List<Room> rooms, JavaClasses classes) {
  /// Where JMH puts the loops that it makes around a benchmark; nobody of the house writes them.
  private static final String GENERATED = "/jmh_generated/";

  private static final class Here {
    static final House HOUSE = at(projectRoot());
  }

  House {
    rooms = List.copyOf(rooms);
  }

  /// This project; read once.
  static House here() {
    return Here.HOUSE;
  }

  /// The project whose `pom.xml` lies in `root`.
  ///
  /// @throws IllegalStateException if a room with sources has not been built
  static House at(Path root) {
    List<Room> rooms =
        Pom.read(root.resolve("pom.xml")).modules().stream()
            .map(name -> Room.read(name, root.resolve(name)))
            .toList();
    List<Path> classes = rooms.stream().flatMap(Room::classFolders).toList();
    return new House(
        root,
        rooms,
        new ClassFileImporter()
            .withImportOption(location -> !location.contains(GENERATED))
            .importPaths(classes));
  }

  /// The root folder of this project, from wherever the tests are run.
  static Path projectRoot() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("checks/pom.xml"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("these tests run only inside the project");
      }
    }
    return folder;
  }
}
