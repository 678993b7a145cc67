package dev.nightlatch.cli;

/// How what the engine says is printed.
enum OutputForm {
  /// For people.
  text,
  /// One JSON value; its schema stands in `docs/schemas`.
  json,
  /// The same as YAML.
  yaml,
  /// A table for a review or a chat.
  markdown,
  /// A graph for Graphviz.
  dot
}
