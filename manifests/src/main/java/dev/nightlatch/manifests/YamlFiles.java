package dev.nightlatch.manifests;

import dev.nightlatch.manifests.Problem.Weight;
import java.io.IOException;
import java.io.InputStream;
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

/// Files and streams to texts, and those to documents.
final class YamlFiles {
  private final Sink sink;

  private YamlFiles(Sink sink) {
    this.sink = sink;
  }

  /// Reads a file, or the files of a folder and of those in it.
  static void read(Path path, Sink sink) {
    YamlFiles files = new YamlFiles(sink);
    if (Files.isDirectory(path)) {
      files.found(path).forEach(files::add);
    } else {
      files.addFile(path);
    }
  }

  /// Reads a stream to its end, and does not close it.
  ///
  /// @param name what to call it in problems
  static void read(InputStream stream, String name, Sink sink) {
    YamlFiles files = new YamlFiles(sink);
    try {
      files.add(stream, name);
    } catch (IOException broken) {
      files.unreadable(name, broken.getClass().getSimpleName());
    }
  }

  /// What a link to a folder leads to is walked, and named as if it stood at the link.
  private List<Path> found(Path link) {
    List<Path> found = new ArrayList<>();
    Path folder = link;
    try {
      folder = Files.isSymbolicLink(link) ? link.toRealPath() : link;
      walk(folder, found);
    } catch (IOException | UncheckedIOException broken) {
      unreadable(link.toString(), broken.getClass().getSimpleName());
    }
    Path walked = folder;
    return found.stream().map(file -> link.resolve(walked.relativize(file))).sorted().toList();
  }

  private void walk(Path folder, List<Path> found) throws IOException {
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
            unreadable(file.toString(), why.getClass().getSimpleName());
            return FileVisitResult.CONTINUE;
          }
        });
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

  /// A file of a folder. A pipe or a device there is not read: nobody asked for it, and it might
  /// never end.
  private void add(Path file) {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      unreadable(file.toString(), "a pipe or a device in a folder");
    } else {
      addFile(file);
    }
  }

  private void addFile(Path file) {
    String name = file.toString();
    try {
      if (Files.isRegularFile(file) && Files.size(file) > Limits.FILE_BYTES) {
        tooLarge(name, Files.size(file) + " bytes");
        return;
      }
      try (InputStream stream = Files.newInputStream(file)) {
        add(stream, name);
      }
    } catch (NoSuchFileException missing) {
      unreadable(name, "no such file");
    } catch (IOException broken) {
      unreadable(name, broken.getClass().getSimpleName());
    }
  }

  private void add(InputStream stream, String name) throws IOException {
    byte[] bytes = stream.readNBytes(Limits.FILE_BYTES + 1);
    if (bytes.length > Limits.FILE_BYTES) {
      tooLarge(name, "more than " + Limits.FILE_BYTES + " bytes");
      return;
    }
    try {
      YamlText.read(text(bytes), name, sink);
    } catch (CharacterCodingException garbled) {
      unreadable(name, "bytes that are not UTF-8");
    }
  }

  /// The text of UTF-8 bytes. Wrong bytes come out as U+FFFD, so that the slow way, which tells
  /// them from a U+FFFD that is really there, is gone only where there is one.
  private static String text(byte[] bytes) throws CharacterCodingException {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') >= 0) {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    }
    return text;
  }

  private void tooLarge(String name, String found) {
    sink.lost(
        new Problem(
            ProblemCode.TOO_LARGE,
            Weight.FATAL,
            Place.ofFile(name),
            found,
            "at most " + Limits.FILE_BYTES),
        "");
  }

  private void unreadable(String name, String found) {
    sink.lost(
        new Problem(
            ProblemCode.FILE_UNREADABLE,
            Weight.FATAL,
            Place.ofFile(name),
            found,
            "a file or folder that can be read"),
        "");
  }
}
