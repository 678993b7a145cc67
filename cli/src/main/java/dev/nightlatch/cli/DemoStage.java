package dev.nightlatch.cli;

import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.grants.record.Story;
import dev.nightlatch.stores.JsonLinesJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Where the demo's story is played: a cluster with the sample shop in it, and an operator that can
/// be killed.
interface DemoStage extends AutoCloseable {
  /// What sort of cluster this is, in a few words.
  String what();

  /// The cluster as the engineer on call sees it.
  Cluster engineer();

  /// The cluster as somebody sees it who may see all.
  Cluster onlooker();

  void startOperator() throws IOException;

  /// Ends the operator without warning.
  void killOperator();

  /// How that is done here, for whoever watches: a command, or a sentence where it is no process.
  String howItIsKilled();

  /// Where the operator keeps its record. Not while one is at work.
  Path journal();

  @Override
  void close() throws IOException;

  /// What is on record. Not while an operator is at work: it alone holds the file.
  default List<Story> stories() {
    try (JsonLinesJournal record = JsonLinesJournal.open(journal())) {
      return record.stories();
    }
  }

  /// Deletes a folder and all in it, if it is there.
  static void delete(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
