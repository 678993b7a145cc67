package dev.nightlatch.checks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// A small house that breaks a rule on purpose: rooms with a pom and a few sources, compiled.
final class Sketch {
  private static final Pattern PACKAGE = Pattern.compile("package\\s+([\\w.]+)\\s*;");
  private static final Pattern TYPE =
      Pattern.compile("(?m)^(?:.*;)?[ a-z]*(?:class|interface|record|enum)\\s+(\\w+)");

  private final Path root;
  private final Set<String> rooms = new LinkedHashSet<>();
  private final List<String> poms = new ArrayList<>();

  Sketch(Path root) {
    this.root = root;
  }

  /// Adds a room whose pom declares these dependencies, each as `group:artifact:scope`.
  Sketch room(String name, String... dependencies) {
    rooms.add(name);
    String declared =
        Stream.of(dependencies)
            .map(text -> text.split(":", -1))
            .map(
                part ->
                    "<dependency><groupId>%s</groupId><artifactId>%s</artifactId><scope>%s</scope></dependency>"
                        .formatted(part[0], part[1], part[2]))
            .collect(joining());
    write(name + "/pom.xml", "<project><dependencies>" + declared + "</dependencies></project>");
    poms.add(name);
    return this;
  }

  /// Adds a source of the room that its package names; a room without a pom gets an empty one.
  Sketch main(String source) {
    return source("main", source);
  }

  Sketch test(String source) {
    return source("test", source);
  }

  private Sketch source(String side, String source) {
    Matcher in = PACKAGE.matcher(source);
    if (!in.find()) {
      throw new IllegalArgumentException("no package in " + source);
    }
    Matcher type = TYPE.matcher(source.substring(in.end()));
    String file = type.find() ? type.group(1) : "package-info";
    String room = in.group(1).split("\\.", -1)[2];
    if (rooms.add(room)) {
      room(room);
    }
    String folder = in.group(1).replace('.', '/');
    write("%s/src/%s/java/%s/%s.java".formatted(room, side, folder, file), source);
    return this;
  }

  /// Writes any file.
  Sketch write(String path, String text) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Compiles all and reads it as a house.
  House house() {
    String modules = rooms.stream().map("<module>%s</module>"::formatted).collect(joining());
    write("pom.xml", "<project><modules>" + modules + "</modules></project>");
    List<Path> main = rooms.stream().flatMap(room -> sources(room, "main")).toList();
    List<Path> test = rooms.stream().flatMap(room -> sources(room, "test")).toList();
    compile(main, "classes", List.of());
    compile(test, "test-classes", rooms.stream().map(room -> built(room, "classes")).toList());
    return House.at(root);
  }

  private Stream<Path> sources(String room, String side) {
    return Room.files(root.resolve(room).resolve("src").resolve(side), ".java").stream();
  }

  private Path built(String room, String classes) {
    return root.resolve(room).resolve("target").resolve(classes);
  }

  /// Compiles all rooms together, then puts each class where its room builds it.
  private void compile(List<Path> sources, String classes, List<Path> before) {
    if (sources.isEmpty()) {
      return;
    }
    Path together = root.resolve("together").resolve(classes);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(problems, Locale.ROOT, UTF_8)) {
      Files.createDirectories(together);
      String classPath =
          Stream.concat(
                  Stream.of(System.getProperty("java.class.path")),
                  before.stream().map(Path::toString))
              .collect(joining(java.io.File.pathSeparator));
      boolean done =
          compiler
              .getTask(
                  null,
                  files,
                  problems,
                  List.of("-proc:none", "-d", together.toString(), "-cp", classPath),
                  null,
                  files.getJavaFileObjectsFromPaths(sources))
              .call();
      if (!done) {
        throw new IllegalArgumentException(problems.getDiagnostics().toString());
      }
      for (Path made : Room.files(together, ".class")) {
        Path name = together.relativize(made);
        Path target = built(name.getName(2).toString(), classes).resolve(name);
        Files.createDirectories(target.getParent());
        Files.copy(made, target);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
