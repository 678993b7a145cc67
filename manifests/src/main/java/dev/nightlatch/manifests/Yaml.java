package dev.nightlatch.manifests;

import java.nio.file.Path;

/// Reads and writes YAML; JSON is read too, being YAML nearly and met as often.
public final class Yaml {
  private Yaml() {}

  /// Reads a file, or the files of a folder and of those in it.
  ///
  /// Of a folder, what ends in `.yaml`, `.yml` or `.json` is read, in the order of the paths; names
  /// that begin with a dot are left out. A file or a document that cannot be read gives a problem
  /// and does not keep the others.
  public static Documents read(Path path) {
    Documents.Collected collected = new Documents.Collected();
    YamlFiles.read(path, collected);
    return collected.documents();
  }

  /// Reads all documents of a text, as kubectl separates and reads them.
  ///
  /// Unquoted `yes`, `on`, `y` and their like are booleans and `0644` is a number, as in YAML 1.1:
  /// where a text is wanted, that is a problem, and not a guess. A key twice in one mapping is a
  /// problem. The items of a `List` come out as documents of their own.
  ///
  /// @param file what to call the text in problems
  public static Documents read(String text, String file) {
    Documents.Collected collected = new Documents.Collected();
    YamlText.read(text, file, collected);
    return collected.documents();
  }

  /// Writes a tree of maps with text keys, lists, texts, numbers, booleans and null: in block
  /// style, in the order of the maps, with every text in quotes that some reader of YAML would take
  /// for something else. Ends with a line break.
  ///
  /// @throws IllegalArgumentException if a value is of any other class, or contains itself
  public static String write(Object tree) {
    return YamlWriter.write(tree);
  }
}
