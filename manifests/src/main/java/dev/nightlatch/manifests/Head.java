package dev.nightlatch.manifests;

import dev.nightlatch.engine.model.Controller;
import dev.nightlatch.manifests.MetaDecoder.Scope;
import dev.nightlatch.manifests.Problem.Weight;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is read of the metadata of objects of which only network policies want to know: where they
/// live, what they are called, what they bear and what made them. Nothing else there matters.
///
/// @param namespace empty for a cluster-scoped object
record Head(String namespace, String name, Map<String, String> labels, Controller controller) {

  /// Reads the head of any object but a policy; unknown fields are no problem.
  static Optional<Head> of(Cursor object, Scope scope) {
    Cursor meta = object.at("metadata");
    if (!meta.requireMapping("a mapping with at least a name")) {
      return Optional.empty();
    }
    Optional<String> name = name(meta);
    Optional<String> namespace = namespace(meta.at("namespace"), scope);
    Map<String, String> labels = Selectors.labels(meta.at("labels"));
    Controller controller = controller(meta.at("ownerReferences").tolerant());
    return name.flatMap(called -> namespace.map(in -> new Head(in, called, labels, controller)));
  }

  /// Reads the head of a policy, whose labels are seen by nobody. In a file an unknown field beside
  /// or in the metadata is a slip of the pen: what was meant for the spec may have got there.
  static Optional<Head> ofPolicy(Cursor object, Scope scope) {
    Cursor meta = object.at("metadata");
    if (object.place().isInFile()) {
      object.only(Weight.SEVERE, "apiVersion", "kind", "metadata", "spec", "status");
      meta.only(Weight.SEVERE, MetaDecoder.FIELDS);
    }
    if (!meta.requireMapping("a mapping with at least a name")) {
      return Optional.empty();
    }
    Optional<String> name = name(meta);
    Optional<String> namespace = namespace(meta.at("namespace"), scope);
    return name.flatMap(
        called -> namespace.map(in -> new Head(in, called, Map.of(), Controller.NONE)));
  }

  /// The API server drops the namespace of an object that has none.
  private static Optional<String> namespace(Cursor written, Scope scope) {
    return switch (scope) {
      case NAMESPACE -> MetaDecoder.namespace(written, scope);
      case CLUSTER -> MetaDecoder.namespace(written.tolerant(), scope);
    };
  }

  /// An object that the API server is still to name goes by the beginning of its name.
  private static Optional<String> name(Cursor meta) {
    Optional<String> beginning =
        Optional.of(meta.at("generateName")).filter(Cursor::isText).flatMap(Cursor::text);
    return !meta.at("name").isPresent() && beginning.filter(text -> !text.isEmpty()).isPresent()
        ? beginning
        : MetaDecoder.name(meta.at("name"));
  }

  /// The owner with `controller: true`; where none has it, the only one. A node is none: it owns
  /// the static pods that are written on it, and lives in no namespace.
  private static Controller controller(Cursor references) {
    List<Cursor> owners = references.items();
    for (Cursor owner : owners) {
      if (owner.at("controller").truth().orElse(false)) {
        return named(owner);
      }
    }
    return owners.size() == 1 ? named(owners.getFirst()) : Controller.NONE;
  }

  private static Controller named(Cursor owner) {
    Optional<String> kind = owner.at("kind").text();
    Optional<String> name = owner.at("name").text();
    return kind.isPresent() && !kind.get().equals("Node") && name.isPresent()
        ? new Controller.Named(kind.get(), name.get())
        : Controller.NONE;
  }
}
