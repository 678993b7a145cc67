package dev.nightlatch.kube;

import dev.nightlatch.grants.model.ObjectKey;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/// The hands of somebody who may do everything, on objects as plain trees.
record Admin(KubernetesClient client) {
  private static final int CONFLICT = 409;
  private static final int NOT_FOUND = 404;
  private static final int TRIES = 20;

  /// Creates the object, or puts this content in the place of what is there.
  ///
  /// @return the object as the cluster holds it
  Map<String, Object> put(ResourceDefinitionContext kind, Map<String, Object> tree) {
    GenericKubernetesResource item = item(tree);
    ObjectKey key = new ObjectKey(item.getMetadata().getNamespace(), item.getMetadata().getName());
    for (int attempt = 1; ; attempt++) {
      GenericKubernetesResource there = at(kind, key).get();
      item.getMetadata()
          .setResourceVersion(there == null ? null : there.getMetadata().getResourceVersion());
      try {
        var call = client.resource(item).fieldValidation(Validation.STRICT);
        return tree(there == null ? call.create() : call.update());
      } catch (KubernetesClientException failed) {
        if (failed.getCode() != CONFLICT || attempt == TRIES) {
          throw failed;
        }
      }
    }
  }

  /// Changes what is there: `change` gets the object's tree, to be changed in place.
  void edit(ResourceDefinitionContext kind, ObjectKey key, Consumer<Map<String, Object>> change) {
    for (int attempt = 1; ; attempt++) {
      Map<String, Object> tree = tree(at(kind, key).require());
      change.accept(tree);
      try {
        var _ = client.resource(item(tree)).fieldValidation(Validation.STRICT).update();
        return;
      } catch (KubernetesClientException failed) {
        if (failed.getCode() != CONFLICT || attempt == TRIES) {
          throw failed;
        }
      }
    }
  }

  /// Replaces the status of an object.
  void status(ResourceDefinitionContext kind, ObjectKey key, Map<String, Object> status) {
    Map<String, Object> tree = tree(at(kind, key).require());
    tree.put("status", status);
    var _ = client.resource(item(tree)).updateStatus();
  }

  /// A DELETE with these options and no others; what is not there is no failure.
  void delete(ResourceDefinitionContext kind, ObjectKey key, Map<String, Object> options) {
    String place = key.namespace().isEmpty() ? "" : "/namespaces/" + key.namespace();
    String path =
        "%s/%s%s/%s/%s"
            .formatted(
                kind.getGroup().isEmpty() ? "/api" : "/apis/" + kind.getGroup(),
                kind.getVersion(),
                place,
                kind.getPlural(),
                key.name());
    Map<String, Object> body = new LinkedHashMap<>(options);
    if (!options.isEmpty()) {
      body.put("kind", "DeleteOptions");
      body.put("apiVersion", "v1");
    }
    try {
      var _ = client.raw(path, "DELETE", body.isEmpty() ? null : body);
    } catch (KubernetesClientException failed) {
      if (failed.getCode() != NOT_FOUND) {
        throw failed;
      }
    }
  }

  private Resource<GenericKubernetesResource> at(ResourceDefinitionContext kind, ObjectKey key) {
    var all = client.genericKubernetesResources(kind);
    return kind.isNamespaceScoped()
        ? all.inNamespace(key.namespace()).withName(key.name())
        : all.withName(key.name());
  }

  @SuppressWarnings("unchecked") // a JSON object is a map from texts
  private Map<String, Object> tree(GenericKubernetesResource item) {
    return client.getKubernetesSerialization().convertValue(item, Map.class);
  }

  private GenericKubernetesResource item(Map<String, Object> tree) {
    return client.getKubernetesSerialization().convertValue(tree, GenericKubernetesResource.class);
  }
}
