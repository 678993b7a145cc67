package dev.nightlatch.cli;

import dev.nightlatch.kube.KubeSnapshot;
import dev.nightlatch.manifests.PassedOver;
import dev.nightlatch.manifests.Problem;
import dev.nightlatch.manifests.Problem.Weight;
import dev.nightlatch.manifests.ReadSnapshot;
import dev.nightlatch.manifests.SnapshotReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What the engine looks at: files, or the cluster of the kubeconfig; and as which network plugin.
final class FactsOptions {
  @Option(
      names = {"-f", "--filename"},
      paramLabel = "FILE|DIR|-",
      description = "Manifests to read instead of the cluster; - reads stdin. May be repeated.")
  List<Path> files = new ArrayList<>();

  @Mixin ProfileOption profile = new ProfileOption();
  @Mixin ClusterOptions cluster = new ClusterOptions();

  /// Reads it all; nothing that is wrong stops the rest.
  ReadSnapshot read(Screen screen) {
    return files.isEmpty()
        ? KubeSnapshot.read(cluster.access(), note -> screen.aside("note: " + note))
        : SnapshotReader.read(files, System.in);
  }

  /// Says on stderr what was wrong and what was passed over.
  static void say(Screen screen, ReadSnapshot read) {
    read.problems().forEach(problem -> screen.aside(word(problem.weight()) + problem.text()));
    say(screen, read.passedOver());
  }

  private static void say(Screen screen, PassedOver passedOver) {
    List<String> others = new ArrayList<>();
    passedOver.kinds().forEach((kind, number) -> others.add(number + " " + kind));
    if (passedOver.noObjects() > 0) {
      others.add(passedOver.noObjects() + " documents that are no Kubernetes objects");
    }
    if (!others.isEmpty()) {
      screen.aside("note: passed over " + String.join(", ", others));
    }
  }

  private static String word(Weight weight) {
    return switch (weight) {
      case FATAL, SEVERE -> "problem: ";
      case NOTICE -> "note: ";
    };
  }

  /// [Exit#PROBLEMS] where something could not be read, else what the answer says.
  static int exitCode(ReadSnapshot read, int answer) {
    return read.problems().stream().map(Problem::weight).allMatch(Weight.NOTICE::equals)
        ? answer
        : Exit.PROBLEMS;
  }
}
