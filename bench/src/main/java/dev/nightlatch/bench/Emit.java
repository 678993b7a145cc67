package dev.nightlatch.bench;

import dev.nightlatch.engine.model.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes a scenario as a folder of YAML and prints the text's hash.
public final class Emit {
  private Emit() {}

  /// Writes and prints.
  ///
  /// @param args a scenario, `live` or `written`, and a folder to make
  /// @throws IOException if the folder cannot be written
  public static void main(String[] args) throws IOException {
    Scenario scenario = Scenario.valueOf(args[0]);
    Snapshot snapshot = args[1].equals("live") ? scenario.live() : scenario.written();
    String yaml = Emitted.yaml(snapshot);
    Path folder = Files.createDirectories(Path.of(args[2]));
    Files.writeString(folder.resolve("cluster.yaml"), yaml);
    System.out.println(scenario + " " + args[1] + " " + Emitted.hash(yaml));
  }
}
