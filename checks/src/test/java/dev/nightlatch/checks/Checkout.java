package dev.nightlatch.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.testkit.Wait;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A checkout with the project's scripts in it and next to nothing else, in a folder with a space
/// in its name, and programs that only pretend: a Maven, JDKs. What those are called with they
/// write into files.
final class Checkout {
  static final Duration SOON = Duration.ofSeconds(30);

  /// What the scripts may call; a PATH of these alone has no Maven and no JDK.
  private static final List<String> TOOLS =
      List.of(
          "awk",
          "basename",
          "cat",
          "date",
          "dirname",
          "find",
          "grep",
          "head",
          "ln",
          "mkdir",
          "mktemp",
          "ps",
          "readlink",
          "rm",
          "sed",
          "sh",
          "sleep",
          "tail",
          "tee");

  private static final List<String> SCRIPTS =
      List.of("mvnw", "nightlatch", "dev/find-jdk.sh", "dev/find-maven.sh");

  private static final String JAVA =
      """
      printf '%s\\n' "$@" >"$RECORD/java-arguments"
      printf '%s\\n' "$0" >"$RECORD/java"
      cat >"$RECORD/java-input"
      echo 'from java'
      exit "${JAVA_EXIT:-0}"
      """;

  private static final String MAVEN =
      """
      if [ "${1-}" = -v ]; then
        printf '\\033[1mApache Maven VERSION\\033[m (of a test)\\nJava home: %s\\n' "$JAVA_HOME"
        printf '%s\\n' "$JAVA_HOME" >"$RECORD/java-home-for-version"
        exit 0
      fi
      echo build >>"$RECORD/builds"
      printf '%s\\n' "$@" >"$RECORD/arguments"
      printf '%s\\n' "$0" >"$RECORD/maven"
      printf '%s\\n' "$JAVA_HOME" >"$RECORD/java-home"
      printf '%s\\n' "${NIGHTLATCH_CONTROL_PLANE_BINARIES-}" >"$RECORD/binaries"
      pwd >"$RECORD/folder"
      cat >"$RECORD/input"
      """;

  private final String shell;
  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private int runs;

  /// What a script led to.
  record Said(int exitCode, String out, String err) {}

  /// @param shell the interpreter of the scripts
  Checkout(String shell, Path temporary) throws IOException {
    this.shell = shell;
    this.folder = temporary.toRealPath();
    Path project = House.projectRoot();
    for (String script : SCRIPTS) {
      Path copy = root().resolve(script);
      Files.createDirectories(copy.getParent());
      Files.copy(project.resolve(script), copy);
    }
    write(root().resolve("pom.xml"), "");
    write(root().resolve("dev/binaries/versions.properties"), "");
    write(root().resolve("examples/shop/shop.yaml"), "");
    write(root().resolve("cli/pom.xml"), "");
    write(root().resolve("cli/src/main/java/Main.java"), "");
    Files.createDirectories(record("arguments").getParent());
    Files.createDirectories(folder.resolve("tmp"));
    Path tools = Files.createDirectories(folder.resolve("tools"));
    for (String tool : TOOLS) {
      program(tools.resolve(tool), call(onPath(tool).orElseThrow()));
    }
    Optional<Path> ps = onPath("ps");
    if (ps.isPresent()) {
      program(tools.resolve("ps"), call(ps.get()));
    }
    environment.put("PATH", tools.toString());
    environment.put("HOME", folder.toString());
    environment.put("TMPDIR", folder.resolve("tmp").toString());
    environment.put("RECORD", folder.resolve("record").toString());
  }

  /// The interpreters that the scripts are held to: dash and bash, where they are.
  static List<String> shells() {
    List<String> there =
        Stream.of("dash", "bash").filter(name -> onPath(name).isPresent()).toList();
    return there.isEmpty() ? List.of("sh") : there;
  }

  static Optional<Path> onPath(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(entry -> Path.of(entry, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  Path folder() {
    return folder;
  }

  Path root() {
    return folder.resolve("a checkout");
  }

  /// Sets or, with an empty value, takes away a variable of the scripts' environment.
  Checkout with(String variable, String value) {
    if (value.isEmpty()) {
      environment.remove(variable);
    } else {
      environment.put(variable, value);
    }
    return this;
  }

  Checkout onPathFirst(String entry) {
    return with("PATH", entry + File.pathSeparator + environment.get("PATH"));
  }

  /// Makes a JDK that only pretends, of this version; returns its home.
  Path jdk(String version) throws IOException {
    Path home = folder.resolve("jdk " + version);
    write(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    program(home.resolve("bin/javac"), "");
    program(home.resolve("bin/java"), JAVA);
    return home;
  }

  /// Makes a Maven that only pretends, in a folder of this name; returns the folder of its `bin`.
  ///
  /// @param then what it does beyond writing down how it was called
  Path maven(String name, String version, String then) throws IOException {
    Path home = folder.resolve(name);
    program(home.resolve("bin/mvn"), MAVEN.replace("VERSION", version) + then);
    return home;
  }

  /// Has the scripts call a program of this text.
  void instead(String tool, String text) throws IOException {
    program(folder.resolve("tools").resolve(tool), text);
  }

  void without(String tool) throws IOException {
    Files.deleteIfExists(folder.resolve("tools").resolve(tool));
  }

  private static String call(Path program) {
    return "exec '" + program + "' \"$@\"\n";
  }

  /// A file that the programs write.
  Path record(String name) {
    return folder.resolve("record").resolve(name);
  }

  /// The lines that a program has written.
  List<String> recorded(String name) throws IOException {
    return Files.readAllLines(record(name));
  }

  /// A script that runs, with what it has said so far in files.
  record Running(Process process, Path out, Path err) {
    Said end() throws IOException, InterruptedException {
      try {
        assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS))
            .as("it ends; it said " + Files.readString(err))
            .isTrue();
        return new Said(process.exitValue(), Files.readString(out), Files.readString(err));
      } finally {
        process.destroyForcibly();
      }
    }

    void awaitErr(String text) {
      Wait.until(SOON, "it does not say " + text, () -> text(err).contains(text));
    }
  }

  Said run(Path script, String... arguments) throws IOException, InterruptedException {
    return start("", folder, script, arguments).end();
  }

  Running start(String input, Path from, Path script, String... arguments) throws IOException {
    Path said = Files.createDirectories(folder.resolve("said/" + runs++));
    List<String> command = new ArrayList<>(List.of(shell, script.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(from.toFile())
            .redirectInput(write(said.resolve("in"), input).toFile())
            .redirectOutput(said.resolve("out").toFile())
            .redirectError(said.resolve("err").toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return new Running(builder.start(), said.resolve("out"), said.resolve("err"));
  }

  static Path write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  static Path program(Path file, String text) throws IOException {
    write(file, "#!/bin/sh\n" + text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
