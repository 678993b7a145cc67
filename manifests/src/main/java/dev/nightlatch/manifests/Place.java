package dev.nightlatch.manifests;

/// Where something is written.
///
/// @param file the file's path; for an object of an API server a text such as
///     `AccessRule shop/db-shell`
/// @param document the document in the file, from 1, empty ones not counted; 0 for an object of an
///     API server
/// @param line the line in the file, from 1; 0 for an object of an API server or a whole file
public record Place(String file, int document, int line) {

  /// The place of an object that an API server sent.
  public static Place ofApi(String origin) {
    return new Place(origin, 0, 0);
  }

  /// A file as a whole.
  public static Place ofFile(String file) {
    return new Place(file, 1, 0);
  }

  /// Whether it is in a file, which somebody wrote and can correct.
  public boolean isInFile() {
    return document > 0;
  }

  /// `shop/rules.yaml:12`, or the origin alone.
  @Override
  public String toString() {
    return line > 0 ? file + ":" + line : file;
  }
}
