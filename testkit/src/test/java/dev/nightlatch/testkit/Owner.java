package dev.nightlatch.testkit;

import dev.nightlatch.controlplane.Binaries;
import dev.nightlatch.controlplane.ControlPlane;
import dev.nightlatch.controlplane.Program;
import dev.nightlatch.controlplane.Settings;
import java.io.IOException;

/// A process of its own that holds a control plane, so that a test can kill it.
final class Owner {
  static final String PAUSE_ALL = "pause-all";

  private Owner() {}

  /// Starts a control plane, says where it is, and holds it until standard input ends.
  public static void main(String[] arguments) throws IOException {
    if (!(Binaries.locate() instanceof Binaries.Located.Found(var binaries))) {
      throw new IllegalStateException("no programs");
    }
    try (ControlPlane plane = ControlPlane.start(Settings.scratch(binaries))) {
      if (arguments.length > 0 && arguments[0].equals(PAUSE_ALL)) {
        for (Program program : Program.values()) {
          plane.component(program).pause();
        }
      }
      System.out.println(plane.directory());
      while (System.in.read() >= 0) {}
    }
  }
}
