package dev.nightlatch.manifests;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// All objects of some files, and all that is wrong with them.
///
/// @param manifests in the order in which they are written
/// @param problems sorted by place
public record Manifests(List<Manifest> manifests, List<Problem> problems) {
  public Manifests {
    manifests = List.copyOf(manifests);
    problems = problems.stream().sorted(Problem.BY_PLACE).toList();
  }

  /// Reads a file or a folder (see [Yaml#read(Path)]) and decodes what is in it.
  public static Manifests read(Path path) {
    return of(Yaml.read(path));
  }

  /// Decodes documents; one that is bad does not keep the others.
  public static Manifests of(Documents documents) {
    List<Manifest> manifests = new ArrayList<>();
    List<Problem> problems = new ArrayList<>(documents.problems());
    for (Tree tree : documents.trees()) {
      Decoded<Manifest> decoded = Decoder.decode(tree);
      decoded.value().ifPresent(manifests::add);
      problems.addAll(decoded.problems());
    }
    return new Manifests(manifests, problems);
  }
}
