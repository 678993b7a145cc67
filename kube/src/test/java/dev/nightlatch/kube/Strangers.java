package dev.nightlatch.kube;

import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.Meta;
import dev.nightlatch.grants.model.Owner;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.port.Tampering;
import dev.nightlatch.manifests.Encoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What strangers do to an object, as changes of its tree.
final class Strangers {
  private Strangers() {}

  static void change(Map<String, Object> policy, Tampering.OfPolicy change) {
    Map<String, Object> meta = mapping(policy, "metadata");
    switch (change) {
      case Tampering.OfPolicy.Respecified(var other) ->
          policy.put("spec", part(Encoder.policy(new HeldPolicy(meta("", "x"), other)), "spec"));
      case Tampering.OfPolicy.Labelled(var key, var value) ->
          mapping(meta, "labels").put(key, value);
      case Tampering.OfPolicy.Unlabelled(var key) -> mapping(meta, "labels").remove(key);
      case Tampering.OfPolicy.Annotated(var key, var value) ->
          mapping(meta, "annotations").put(key, value);
      case Tampering.OfPolicy.Held(var finalizer) -> sequence(meta, "finalizers").add(finalizer);
      case Tampering.OfPolicy.Released(var finalizer) ->
          sequence(meta, "finalizers").remove(finalizer);
      case Tampering.OfPolicy.Coowned(var owner) ->
          sequence(meta, "ownerReferences").add(reference(owner));
    }
  }

  static void change(Map<String, Object> latch, Tampering.OfLatch change) {
    Map<String, Object> meta = mapping(latch, "metadata");
    Map<String, Object> spec = mapping(latch, "spec");
    switch (change) {
      case Tampering.OfLatch.Rescheduled(var deadline) ->
          spec.put("activeDeadlineSeconds", deadline.toSeconds());
      case Tampering.OfLatch.Endless() -> spec.remove("activeDeadlineSeconds");
      case Tampering.OfLatch.Suspended() -> spec.put("suspend", true);
      case Tampering.OfLatch.Kept() -> spec.remove("ttlSecondsAfterFinished");
      case Tampering.OfLatch.Populated() -> spec.put("parallelism", 1);
      case Tampering.OfLatch.Orphaning() -> meta.remove("finalizers");
      case Tampering.OfLatch.Coowned(var owner) ->
          sequence(meta, "ownerReferences").add(reference(owner));
    }
  }

  private static Map<String, Object> reference(Owner owner) {
    return Map.of(
        "apiVersion",
        owner.apiVersion(),
        "kind",
        owner.kind(),
        "name",
        owner.name(),
        "uid",
        owner.uid().text());
  }

  /// The meta of an object that is yet to be made.
  static Meta meta(String namespace, String name) {
    return meta(namespace, name, Map.of());
  }

  static Meta meta(String namespace, String name, Map<String, String> labels) {
    return new Meta(
        namespace,
        name,
        new Uid("unassigned/-"),
        "",
        0,
        Instant.EPOCH,
        false,
        labels,
        Map.of(),
        List.of(),
        List.of());
  }

  private static Object part(Map<String, Object> tree, String field) {
    return Optional.ofNullable(tree.get(field)).orElseThrow();
  }

  @SuppressWarnings("unchecked") // a JSON object is a map from texts
  private static Map<String, Object> mapping(Map<String, Object> tree, String field) {
    return (Map<String, Object>) tree.computeIfAbsent(field, _ -> new LinkedHashMap<>());
  }

  @SuppressWarnings("unchecked") // a JSON array is a list of anything
  private static List<Object> sequence(Map<String, Object> tree, String field) {
    return (List<Object>) tree.computeIfAbsent(field, _ -> new ArrayList<>());
  }
}
