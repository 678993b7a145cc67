package dev.nightlatch.testkit;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The processes of this machine, as far as they name a folder in their command line. All programs
/// of a control plane and their supervisors name its folder.
final class Processes {
  private Processes() {}

  /// Those of one program whose command line names the folder.
  static List<ProcessHandle> running(String program, Path folder) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().command().orElse("").endsWith("/" + program))
        .filter(process -> process.info().commandLine().orElse("").contains(folder.toString()))
        .toList();
  }

  static List<String> naming(Path folder) {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine())
        .flatMap(Optional::stream)
        .filter(line -> line.contains(folder.toString()))
        .toList();
  }
}
