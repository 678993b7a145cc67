package dev.nightlatch.controlplane.byhand;

import java.io.IOException;
import java.nio.file.Files;

/// Says whether a control plane is up; 1 where it is not, or not with all of its programs.
final class Status {
  private Status() {}

  static void run(Folder folder) throws IOException, Complaint {
    folder.requireUp();
    folder.requireWhole();
    System.out.println(
        "up at %s, logs in %s"
            .formatted(Files.readString(folder.ready()).strip(), folder.data().resolve("logs")));
  }
}
