package dev.nightlatch.controlplane.byhand;

import dev.nightlatch.controlplane.Binaries;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Starts a holder that outlives this process and its terminal, and waits until it is ready.
final class Up {
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration AT_MOST = Duration.ofMinutes(5);

  /// A session of its own where the system has the command for it, so that nothing that is sent to
  /// the terminal's processes reaches the holder.
  private static final String DETACHED =
      "if command -v setsid >/dev/null 2>&1; then exec setsid nohup \"$@\"; fi; exec nohup \"$@\"";

  private Up() {}

  static Binaries binaries() throws Complaint {
    return switch (Binaries.locate()) {
      case Binaries.Located.Found(var binaries) -> binaries;
      case Binaries.Located.Missing(var why) -> throw Complaint.failure(why);
    };
  }

  static void run(Folder folder) throws IOException, Complaint {
    long start = System.nanoTime();
    Binaries binaries = binaries();
    folder.make();
    if (folder.isUp()) {
      folder.requireWhole();
      throw Complaint.failure("a control plane is already up in " + folder.path());
    }
    Files.deleteIfExists(folder.ready());
    Files.deleteIfExists(folder.holderLog());
    Process holder = hold(folder, binaries);
    while (!Files.exists(folder.ready())) {
      if (!holder.isAlive()) {
        throw Complaint.failure(
            "the control plane did not start:\n" + Files.readString(folder.holderLog()).strip());
      }
      if (System.nanoTime() - start > AT_MOST.toNanos()) {
        holder.destroyForcibly();
        throw Complaint.failure("the control plane did not start within " + AT_MOST);
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
    List<String> lines =
        List.of(
            "A control plane is up in %s (%.1f s)."
                .formatted(folder.path(), (System.nanoTime() - start) / 1e9),
            "",
            "  export KUBECONFIG=" + quoted(folder.adminKubeconfig()),
            "",
            "It has no nodes: objects and controllers are real, pods never run. End it with",
            "",
            "  dev/control-plane down " + quoted(folder.path()));
    lines.forEach(System.out::println);
  }

  private static Process hold(Folder folder, Binaries binaries) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                "/bin/sh",
                "-c",
                DETACHED,
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "hold",
                folder.path().toString())
            .directory(folder.path().toFile())
            .redirectInput(Redirect.from(new File("/dev/null")))
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(folder.holderLog().toFile()));
    builder.environment().put(Binaries.FOLDER_VARIABLE, binaries.directory().toString());
    return builder.start();
  }

  /// As a shell reads it back.
  static String quoted(Path path) {
    String text = path.toString();
    return text.matches("[A-Za-z0-9_@%+=:,./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
