package dev.nightlatch.manifests;

import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.Kind;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/// Reads a snapshot out of files, folders and a stream.
public final class SnapshotReader {
  /// The path that stands for the stream.
  public static final Path STREAM = Path.of("-");

  private static final String STREAM_NAME = "stdin";

  private SnapshotReader() {}

  /// Reads all of `paths`, a folder as [Yaml#read(Path)] does and `-` as the stream.
  ///
  /// Nothing that is wrong stops the rest. A text seldom lists the cluster's nodes: where none is
  /// given, they are a [Gap.Unlisted], and not absent.
  ///
  /// @param stream read only if `-` is among the paths; not closed
  public static ReadSnapshot read(List<Path> paths, InputStream stream) {
    SnapshotAssembly assembly = new SnapshotAssembly();
    for (Path path : paths) {
      if (path.equals(STREAM)) {
        YamlFiles.read(stream, STREAM_NAME, assembly.sink());
      } else {
        YamlFiles.read(path, assembly.sink());
      }
    }
    return finished(assembly);
  }

  /// Reads one text.
  ///
  /// @param file what to call it in problems
  public static ReadSnapshot read(String text, String file) {
    SnapshotAssembly assembly = new SnapshotAssembly();
    YamlText.read(text, file, assembly.sink());
    return finished(assembly);
  }

  private static ReadSnapshot finished(SnapshotAssembly assembly) {
    if (!assembly.hasNodes()) {
      assembly.add(new Gap.Unlisted(Kind.NODE, ""));
    }
    return new ReadSnapshot(assembly.snapshot(), assembly.problems(), assembly.passedOver());
  }
}
