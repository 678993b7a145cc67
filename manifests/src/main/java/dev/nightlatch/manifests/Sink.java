package dev.nightlatch.manifests;

/// Where goes what is read of a text, as it is read.
interface Sink {

  /// An object, or whatever stands in a document of its own; those of a list one by one.
  ///
  /// @param flaws the mistakes of the whole document; those in the object have not been said yet
  void object(Tree object, Flaws flaws);

  void problem(Problem problem);

  /// A document that could not be read at all; its problem is said apart.
  ///
  /// @param text as much as there is of it
  default void lost(String text) {}

  /// A file that could not be read at all; its problem is said apart.
  default void lost() {}
}
