package dev.nightlatch.manifests;

import dev.nightlatch.grants.model.Meta;
import dev.nightlatch.grants.model.Owner;
import java.time.Instant;
import java.util.Map;

/// `metadata`. What an object in a file has not got is left out, and comes out of the decoder again
/// as it was. That an object is being deleted is left out: the model does not keep since when.
final class MetaEncoder {
  private MetaEncoder() {}

  static Map<String, Object> meta(Meta meta) {
    Fields fields =
        new Fields()
            .put("name", meta.name())
            .text("namespace", meta.namespace())
            .text("uid", Unassigned.is(meta.uid()) ? "" : meta.uid().text())
            .text("resourceVersion", meta.resourceVersion());
    if (meta.generation() != 0) {
      fields.put("generation", meta.generation());
    }
    if (!meta.createdAt().equals(Instant.EPOCH)) {
      fields.put("creationTimestamp", meta.createdAt().toString());
    }
    return fields
        .texts("labels", meta.labels())
        .texts("annotations", meta.annotations())
        .list("ownerReferences", meta.owners().stream().map(MetaEncoder::owner).toList())
        .list("finalizers", meta.finalizers())
        .map();
  }

  private static Map<String, Object> owner(Owner owner) {
    return fields(owner).map();
  }

  /// An owner that does not go before what it owns has gone; never a controller.
  static Map<String, Object> blocking(Owner owner) {
    return fields(owner).put("blockOwnerDeletion", true).map();
  }

  private static Fields fields(Owner owner) {
    return new Fields()
        .put("apiVersion", owner.apiVersion())
        .put("kind", owner.kind())
        .put("name", owner.name())
        .put("uid", owner.uid().text());
  }
}
