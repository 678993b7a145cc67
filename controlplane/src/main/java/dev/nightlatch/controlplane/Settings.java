package dev.nightlatch.controlplane;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// How a control plane is to be started.
///
/// @param extraFlags given to each program after our own, so that a repeated flag overrides ours
/// @param startupTimeout how long each program may take until it is ready
public record Settings(
    Binaries binaries, Home home, Map<Program, List<String>> extraFlags, Duration startupTimeout) {

  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(90);

  /// Where the data, certificates and logs lie.
  public sealed interface Home {
    /// A new folder under the system's temporary one, removed on close. Nothing is flushed to
    /// disk: the data survive a program that is killed, not a machine that is switched off.
    record Scratch() implements Home {}

    /// A folder of the caller's, kept on close. A later start there finds data, certificates
    /// and, where they are still free, ports again.
    record Kept(Path directory) implements Home {
      public Kept {
        directory = directory.toAbsolutePath().normalize();
      }
    }
  }

  public Settings {
    if (!startupTimeout.isPositive()) {
      throw new IllegalArgumentException("startup timeout " + startupTimeout + " is not positive");
    }
    Map<Program, List<String>> copy = new EnumMap<>(Program.class);
    for (Program program : Program.values()) {
      copy.put(program, List.copyOf(extraFlags.getOrDefault(program, List.of())));
    }
    extraFlags = Collections.unmodifiableMap(copy);
  }

  /// A control plane that leaves nothing behind, with no flags but our own.
  public static Settings scratch(Binaries binaries) {
    return new Settings(binaries, new Home.Scratch(), Map.of(), DEFAULT_TIMEOUT);
  }

  /// A control plane in a folder that is kept, with no flags but our own.
  public static Settings kept(Binaries binaries, Path directory) {
    return new Settings(binaries, new Home.Kept(directory), Map.of(), DEFAULT_TIMEOUT);
  }

  /// The same with more flags for one program, each written as `--name=value`.
  public Settings with(Program program, List<String> flags) {
    Map<Program, List<String>> more = new EnumMap<>(extraFlags);
    more.computeIfPresent(
        program,
        (_, present) -> {
          List<String> all = new ArrayList<>(present);
          all.addAll(flags);
          return all;
        });
    return new Settings(binaries, home, more, startupTimeout);
  }

  /// The same with another limit for the start.
  public Settings within(Duration timeout) {
    return new Settings(binaries, home, extraFlags, timeout);
  }
}
