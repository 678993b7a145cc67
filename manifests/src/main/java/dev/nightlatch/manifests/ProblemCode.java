package dev.nightlatch.manifests;

/// What can be wrong with an input: stable texts that scripts may compare.
public enum ProblemCode {
  /// A file or folder cannot be read, or is not UTF-8.
  FILE_UNREADABLE,
  /// A document is no YAML and no JSON.
  SYNTAX,
  /// A mapping has one key twice: which of the two is meant is a guess.
  KEY_TWICE,
  /// A document is larger, deeper or more repetitive than any sensible one.
  TOO_LARGE,
  /// A document is no object of Kubernetes: no mapping, or without apiVersion or kind.
  NOT_AN_OBJECT,
  /// Our API group has no such kind; or a kind that is nearly one that is read.
  KIND_UNKNOWN,
  /// A kind that is read, in an API version that is not.
  VERSION_UNKNOWN,
  /// A field that its object does not have.
  FIELD_UNKNOWN,
  /// A field that its object needs.
  FIELD_MISSING,
  /// A value of another type than its field has.
  TYPE_WRONG,
  /// A value of the right type that its field does not allow.
  VALUE_WRONG,
  /// Several fields of which exactly one, or none together, is allowed.
  CHOICE_WRONG,
  /// No namespace is written; `default` is assumed.
  NAMESPACE_ASSUMED,
  /// An absent selector that selects everything.
  SELECTS_ALL,
  /// An address or a block in another than its canonical spelling.
  NOT_CANONICAL,
  /// One object is there twice.
  OBJECT_TWICE,
  /// A word of a cluster-wide policy that the API does not know: what it means depends on the
  /// network plugin.
  WORD_UNKNOWN,
  /// A part of a cluster-wide policy with no field that is known: its rule fails closed.
  FAILS_CLOSED,
  /// A policy of another layer than those that are read.
  OTHER_LAYER,
  /// What an API server answered in place of the objects that it was asked for.
  NOT_LISTED;

  /// The stable text: `NL-FIELD-UNKNOWN`.
  public String text() {
    return "NL-" + name().replace('_', '-');
  }
}
