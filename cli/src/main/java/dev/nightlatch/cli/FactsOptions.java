package dev.nightlatch.cli;

import dev.nightlatch.kube.KubeSnapshot;
import dev.nightlatch.manifests.PassedOver;
import dev.nightlatch.manifests.Problem;
import dev.nightlatch.manifests.Problem.Weight;
import dev.nightlatch.manifests.ReadSnapshot;
import dev.nightlatch.manifests.SnapshotReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What the engine looks at: files, or the cluster of the kubeconfig; and as which network plugin.
final class FactsOptions {
  /// The file that stands for stdin.
  static final Path STDIN = SnapshotReader.STREAM;

  /// As many bytes as are read of one file, and kept of stdin to be read a second time.
  static final int LONGEST = 128 << 20;

  @Option(
      names = {"-f", "--filename"},
      paramLabel = "FILE|DIR|-",
      description = "Manifests to read instead of the cluster; - reads stdin. May be repeated.")
  List<Path> files = new ArrayList<>();

  @Mixin ProfileOption profile = new ProfileOption();
  @Mixin ClusterOptions cluster = new ClusterOptions();

  private final InputStream stdin = new BufferedInputStream(System.in);

  /// Reads it all; nothing that is wrong stops the rest.
  ReadSnapshot read(Screen screen) {
    return read(screen, Set.of());
  }

  /// The same.
  ///
  /// @param near namespaces to look into one by one where the whole cluster may not be listed
  ReadSnapshot read(Screen screen, Set<String> near) {
    requireThere(files);
    return files.isEmpty()
        ? read(screen, cluster, near)
        : Progress.of(screen, "reading files", () -> SnapshotReader.read(files, stdin));
  }

  /// Reads the cluster.
  static ReadSnapshot read(Screen screen, ClusterOptions cluster, Set<String> near) {
    try (Progress progress = Progress.on(screen)) {
      return KubeSnapshot.read(
          cluster.access(),
          near,
          note -> progress.aside("note: " + note),
          what -> progress.doing("listing " + what));
    }
  }

  /// Lets stdin be read a second time, by [#rulebook].
  void keepStdin() {
    if (files.contains(STDIN)) {
      stdin.mark(LONGEST);
    }
  }

  /// The emergency rules that stand in the files, or in these namespaces of the cluster.
  ///
  /// @return empty where they are not known, which is said on stderr
  Optional<Rulebook> rulebook(Set<String> namespaces, Screen screen) {
    if (files.isEmpty()) {
      return Rulebook.of(cluster, namespaces, note -> screen.aside("note: " + note));
    }
    if (files.contains(STDIN)) {
      try {
        stdin.reset();
      } catch (IOException _) {
        screen.aside("note: the AccessRules are not known: stdin is too long to be read twice");
        return Optional.empty();
      }
    }
    return Optional.of(Rulebook.of(files, stdin, note -> screen.aside("note: " + note)));
  }

  /// The options as they were given, to be given again in a command to copy.
  List<String> typed() {
    List<String> typed = new ArrayList<>(cluster.typed());
    files.forEach(file -> typed.addAll(List.of("-f", file.toString())));
    if (!profile.profile.equals("default")) {
      typed.addAll(List.of("--profile", profile.profile));
    }
    return typed;
  }

  /// What somebody named must be there: without it the answer would be about something else.
  ///
  /// @throws CommandFailed if it is not
  static void requireThere(List<Path> paths) {
    for (Path path : paths) {
      if (!path.equals(STDIN) && !Files.exists(path)) {
        throw new CommandFailed(Exit.USAGE, "there is no file or folder " + path);
      }
    }
  }

  /// Says on stderr what was wrong with facts, what was passed over, and that there is nobody.
  static void say(Screen screen, ReadSnapshot read) {
    sayProblems(screen, read);
    if (read.snapshot().pods().isEmpty() && read.snapshot().workloads().isEmpty()) {
      screen.aside("note: there is no pod and nothing that makes pods");
    }
  }

  /// Says on stderr what was wrong and what was passed over.
  static void sayProblems(Screen screen, ReadSnapshot read) {
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
