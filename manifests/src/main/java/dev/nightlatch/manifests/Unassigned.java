package dev.nightlatch.manifests;

import dev.nightlatch.grants.model.Uid;

/// An object that no API server has given a UID yet, because it is only in a file.
///
/// Its UID stands in for one: the same for the same kind, namespace and name, never one of an API
/// server, and never written by the [Encoder].
record Unassigned(String kind, String namespace, String name) {
  private static final String PREFIX = "unassigned/";

  Uid uid() {
    return new Uid(PREFIX + kind + "/" + namespace + "/" + name);
  }

  static boolean is(Uid uid) {
    return uid.text().startsWith(PREFIX);
  }
}
