package dev.nightlatch.manifests;

/// Where goes what is read of a text, as it is read.
interface Sink {

  /// An object, or whatever stands in a document of its own; those of a list one by one.
  ///
  /// @param flaws the mistakes of the whole document; those in the object have not been said yet
  void object(Tree object, Flaws flaws);

  void problem(Problem problem);

  /// A file or a document that could not be read: what stood in it is lost.
  ///
  /// @param text all that stands there; empty if that is not known
  void lost(Problem problem, String text);
}
