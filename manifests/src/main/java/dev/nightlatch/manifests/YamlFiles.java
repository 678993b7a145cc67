package dev.nightlatch.manifests;

import dev.nightlatch.manifests.Problem.Weight;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/// Files to texts, and those to documents.
final class YamlFiles {
  private final List<Tree> trees = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  private YamlFiles() {}

  static Documents read(Path path) {
    YamlFiles files = new YamlFiles();
    if (Files.isDirectory(path)) {
      files.found(path).forEach(files::add);
    } else {
      files.add(path);
    }
    return new Documents(files.trees, files.problems);
  }

  private List<Path> found(Path folder) {
    List<Path> found = new ArrayList<>();
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path inner, BasicFileAttributes attributes) {
              return !inner.equals(folder) && isHidden(inner)
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (!isHidden(file) && isManifest(file) && !Files.isDirectory(file)) {
                found.add(file);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException why) {
              unreadable(file, why.getClass().getSimpleName());
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException | UncheckedIOException broken) {
      unreadable(folder, broken.getClass().getSimpleName());
    }
    return found.stream().sorted().toList();
  }

  private static boolean isHidden(Path path) {
    return name(path).startsWith(".");
  }

  private static boolean isManifest(Path file) {
    String name = name(file);
    return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
  }

  private static String name(Path path) {
    Path name = path.getFileName();
    return name == null ? "" : name.toString();
  }

  private void add(Path file) {
    try {
      if (Files.isRegularFile(file) && Files.size(file) > Limits.FILE_BYTES) {
        problems.add(
            new Problem(
                ProblemCode.TOO_LARGE,
                Weight.FATAL,
                Place.ofFile(file.toString()),
                Files.size(file) + " bytes",
                "at most " + Limits.FILE_BYTES));
        return;
      }
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
              .toString();
      Documents documents = YamlText.read(text, file.toString());
      trees.addAll(documents.trees());
      problems.addAll(documents.problems());
    } catch (NoSuchFileException missing) {
      unreadable(file, "no such file");
    } catch (CharacterCodingException garbled) {
      unreadable(file, "bytes that are not UTF-8");
    } catch (IOException broken) {
      unreadable(file, broken.getClass().getSimpleName());
    }
  }

  private void unreadable(Path file, String found) {
    problems.add(
        new Problem(
            ProblemCode.FILE_UNREADABLE,
            Weight.FATAL,
            Place.ofFile(file.toString()),
            found,
            "a file or folder that can be read"));
  }
}
