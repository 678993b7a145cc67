package dev.nightlatch.controlplane.byhand;

import dev.nightlatch.controlplane.ControlPlaneException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// `dev/control-plane up|down|user|status`, behind the script that finds java and the class path.
public final class Main {
  private Main() {}

  /// Exits with 0, 1 (it cannot be done) or 2 (usage); one line on standard error says why.
  public static void main(String[] arguments) {
    int exitCode = 0;
    try {
      run(List.of(arguments));
    } catch (Complaint e) {
      System.err.println("control-plane: " + e.text());
      exitCode = e.exitCode();
    } catch (IOException | ControlPlaneException e) {
      System.err.println("control-plane: " + e);
      exitCode = 1;
    }
    System.exit(exitCode);
  }

  private static void run(List<String> arguments) throws IOException, Complaint {
    if (arguments.isEmpty()) {
      throw Complaint.usage("no command");
    }
    List<String> rest = arguments.subList(1, arguments.size());
    switch (arguments.getFirst()) {
      case "up" -> Up.run(onlyFolder("up", rest));
      case "hold" -> Holder.hold(onlyFolder("hold", rest), Up.binaries());
      case "down" -> Down.run(onlyFolder("down", rest));
      case "status" -> Status.run(onlyFolder("status", rest));
      case "user" -> User.run(rest);
      case String other -> throw Complaint.usage("unknown command '" + other + "'");
    }
  }

  private static Folder onlyFolder(String command, List<String> arguments) throws Complaint {
    if (arguments.size() != 1 || arguments.getFirst().isBlank()) {
      throw Complaint.usage("usage: dev/control-plane " + command + " DIR");
    }
    return folder(arguments.getFirst());
  }

  static Folder folder(String argument) throws Complaint {
    if (argument.isBlank() || argument.startsWith("-")) {
      throw Complaint.usage("'" + argument + "' is no folder; write ./" + argument);
    }
    return new Folder(Path.of(argument));
  }
}
