package dev.nightlatch.kube;

import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.port.Announcement;
import dev.nightlatch.grants.port.Announcement.About;
import dev.nightlatch.grants.port.Announcer;
import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.manifests.Decoded;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tells by Kubernetes' own Events, which `kubectl describe` shows below their object.
///
/// An event stands in its object's namespace; that of an object without one stands in `default`.
///
/// Source: `Event`, events.k8s.io/v1; the API server's validation of `involvedObject.namespace`.
final class KubeAnnouncer implements Announcer {
  private static final String CONTROLLER = "nightlatch.dev/operator";
  private static final int LONGEST_INSTANCE = 128;

  private final Objects objects;
  private final String instance;
  private final InstantSource time;

  /// @param instance which process tells it: the pod's name
  KubeAnnouncer(Objects objects, String instance, InstantSource time) {
    this.objects = objects;
    this.instance =
        instance.length() > LONGEST_INSTANCE ? instance.substring(0, LONGEST_INSTANCE) : instance;
    this.time = time;
  }

  @Override
  public void announce(Announcement announcement) {
    try {
      var _ =
          objects.create(
              Kinds.EVENT, event(announcement), _ -> new Decoded<>(Optional.of(true), List.of()));
    } catch (ClusterException failed) {
      if (!Failures.isAlreadyThere(failed)) {
        throw failed;
      }
    }
  }

  private Map<String, Object> event(Announcement told) {
    About about = told.regarding();
    ResourceDefinitionContext kind = kind(about.kind());
    Map<String, Object> regarding = new LinkedHashMap<>();
    regarding.put("apiVersion", Kinds.apiVersion(kind));
    regarding.put("kind", kind.getKind());
    regarding.put("name", about.key().name());
    if (kind.isNamespaceScoped()) {
      regarding.put("namespace", about.key().namespace());
    }
    uid(kind, about).ifPresent(uid -> regarding.put("uid", uid));
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("apiVersion", Kinds.apiVersion(Kinds.EVENT));
    event.put("kind", Kinds.EVENT.getKind());
    event.put(
        "metadata",
        Map.of(
            "name",
            told.name(),
            "namespace",
            kind.isNamespaceScoped() ? about.key().namespace() : "default"));
    event.put("eventTime", MicroTime.text(time.instant()));
    event.put("reportingController", CONTROLLER);
    event.put("reportingInstance", instance);
    event.put("regarding", regarding);
    event.put(
        "type",
        switch (told.weight()) {
          case NORMAL -> "Normal";
          case WARNING -> "Warning";
        });
    event.put("reason", told.reason());
    event.put("action", told.action());
    event.put("note", told.note());
    return event;
  }

  /// What is told of an object without its UID is not shown by `kubectl describe`, so it is asked
  /// for where the caller did not know it. A namespace's is not ours to read.
  private Optional<String> uid(ResourceDefinitionContext kind, About about) {
    return about
        .uid()
        .map(Object::toString)
        .or(
            () ->
                switch (about.kind()) {
                  case RULE -> uid(kind, about.key());
                  case GRANT, POLICY, NAMESPACE -> Optional.empty();
                });
  }

  private Optional<String> uid(ResourceDefinitionContext kind, ObjectKey key) {
    return objects
        .tree(kind, key)
        .map(tree -> tree.get("metadata"))
        .filter(Map.class::isInstance)
        .flatMap(metadata -> Optional.ofNullable(((Map<?, ?>) metadata).get("uid")))
        .map(Object::toString);
  }

  private static ResourceDefinitionContext kind(Announcement.Kind kind) {
    return switch (kind) {
      case GRANT -> Kinds.GRANT;
      case RULE -> Kinds.RULE;
      case POLICY -> Kinds.POLICY;
      case NAMESPACE -> Kinds.NAMESPACE;
    };
  }
}
