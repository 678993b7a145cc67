package dev.nightlatch.embedded;

import dev.nightlatch.grants.model.Meta;
import dev.nightlatch.grants.model.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// The part of an object's [Meta] that clients write.
record Marks(
    Map<String, String> labels,
    Map<String, String> annotations,
    List<Owner> owners,
    List<String> finalizers) {

  static final Marks NONE = new Marks(Map.of(), Map.of(), List.of(), List.of());

  static Marks of(Meta meta) {
    return new Marks(meta.labels(), meta.annotations(), meta.owners(), meta.finalizers());
  }

  Marks labelled(Map<String, String> next) {
    return new Marks(next, annotations, owners, finalizers);
  }

  Marks ownedBy(List<Owner> next) {
    return new Marks(labels, annotations, next, finalizers);
  }

  Marks heldBy(List<String> next) {
    return new Marks(labels, annotations, owners, next);
  }

  Marks without(String finalizer) {
    return heldBy(finalizers.stream().filter(Predicate.not(finalizer::equals)).toList());
  }

  Marks and(String finalizer) {
    List<String> more = new ArrayList<>(finalizers);
    more.add(finalizer);
    return heldBy(more);
  }
}
