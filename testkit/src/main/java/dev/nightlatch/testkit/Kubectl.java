package dev.nightlatch.testkit;

import dev.nightlatch.controlplane.Kubeconfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The kubectl that matches the control plane, for one user and one namespace. It reads nothing of
/// the home of whoever runs the tests.
public final class Kubectl {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final Path program;
  private final Path home;
  private final Kubeconfig user;
  private final String namespace;

  Kubectl(Path program, Path home, Kubeconfig user, String namespace) {
    this.program = program;
    this.home = home;
    this.user = user;
    this.namespace = namespace;
  }

  /// What a run led to.
  public record Result(int exitCode, String output, String error) {
    public boolean succeeded() {
      return exitCode == 0;
    }
  }

  /// Runs kubectl and returns what it printed.
  ///
  /// @throws AssertionError if it fails
  public String of(String... arguments) {
    return checked(run("", arguments), arguments);
  }

  /// Applies objects, those without a namespace into this one.
  ///
  /// @throws AssertionError if it fails
  public String apply(String yaml) {
    String[] arguments = {"apply", "-f", "-"};
    return checked(run(yaml, arguments), arguments);
  }

  /// Whether an object is there, as in `exists("networkpolicy", "door")`.
  ///
  /// @throws AssertionError if that cannot be told
  public boolean exists(String kind, String name) {
    return !of("get", kind, name, "--ignore-not-found", "-o", "name").isBlank();
  }

  /// Runs kubectl, with `input` on its standard input, whatever comes of it.
  public Result run(String input, String... arguments) {
    try {
      Path folder = Files.createTempDirectory(home, "kubectl-");
      List<String> command = new ArrayList<>();
      command.add(program.toString());
      command.add("--kubeconfig=" + user.write(folder.resolve("kubeconfig")));
      command.add("--namespace=" + namespace);
      command.addAll(List.of(arguments));
      return run(folder, command, input);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Result run(Path folder, List<String> command, String input) throws IOException {
    Path in = Files.writeString(folder.resolve("in"), input);
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("HOME", home.toString());
    builder.environment().put("KUBECONFIG", "");
    Process process = builder.start();
    try {
      if (!process.waitFor(TIMEOUT.toNanos(), TimeUnit.NANOSECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(command.subList(2, command.size()) + " took over " + TIMEOUT);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
    return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private String checked(Result result, String... arguments) {
    if (!result.succeeded()) {
      throw new AssertionError(
          "kubectl %s as %s failed with %d: %s"
              .formatted(
                  String.join(" ", arguments),
                  user.user(),
                  result.exitCode(),
                  result.error().strip()));
    }
    return result.output();
  }
}
