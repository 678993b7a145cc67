package dev.nightlatch.kube;

import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.manifests.Decoded;
import dev.nightlatch.manifests.Tree;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.dsl.Listable;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The calls to the API server, on trees: every read asks the server itself, never a cache.
final class Objects {
  private static final Logger log = LoggerFactory.getLogger(Objects.class);

  /// Who owns the fields that we apply, in an object's `managedFields`.
  private static final String FIELD_MANAGER = "nightlatch";

  private final KubernetesClient client;

  /// What was left out of a list so far, because it cannot be read.
  private final Set<String> leftOut = ConcurrentHashMap.newKeySet();

  /// Whether the API server was seen to know our own kinds.
  private volatile boolean ours;

  Objects(KubernetesClient client) {
    this.client = client;
  }

  <T> Optional<T> get(
      ResourceDefinitionContext kind, ObjectKey key, Function<Tree, Decoded<T>> decoder) {
    return found(kind, key).map(item -> read(kind, item, decoder));
  }

  private Optional<GenericKubernetesResource> found(ResourceDefinitionContext kind, ObjectKey key) {
    if (!Kinds.canBe(kind, key)) {
      return Optional.empty();
    }
    GenericKubernetesResource found =
        Failures.translated("reading " + what(kind, key), () -> at(kind, key).get());
    if (found == null) {
      requireServed(kind);
      return Optional.empty();
    }
    noteServed(kind);
    return Optional.of(found);
  }

  Set<String> leftOut() {
    return Set.copyOf(leftOut);
  }

  private void noteServed(ResourceDefinitionContext kind) {
    ours = ours || Kinds.isOurs(kind);
  }

  /// What is not found is absent only where the API server knows the kind. Where it once did, a
  /// kind that was taken away took its objects along.
  private void requireServed(ResourceDefinitionContext kind) {
    if (ours || !Kinds.isOurs(kind)) {
      return;
    }
    String path = "/apis/" + Kinds.apiVersion(kind);
    if (Failures.translated("asking for the kinds", () -> Optional.ofNullable(client.raw(path)))
        .isEmpty()) {
      throw unknown(kind);
    }
    ours = true;
  }

  private static ClusterException unknown(ResourceDefinitionContext kind) {
    return new ClusterException(
        ClusterException.Kind.NOT_FOUND,
        "the API server knows no kind "
            + kind.getKind()
            + ": Nightlatch is not installed in this cluster");
  }

  /// Makes the call; where it finds nothing, says whether the kind itself is missing.
  private <T> T called(ResourceDefinitionContext kind, String what, Supplier<T> call) {
    try {
      return Failures.translated(what, call);
    } catch (ClusterException failed) {
      if (failed.kind() == ClusterException.Kind.NOT_FOUND) {
        requireServed(kind);
      }
      throw failed;
    }
  }

  /// What is there and cannot be read is not absent: that would be taken for closed.
  private <T> T read(
      ResourceDefinitionContext kind,
      GenericKubernetesResource item,
      Function<Tree, Decoded<T>> decoder) {
    return decoded(kind, item, decoder)
        .orElseThrow(
            () ->
                new ClusterException(
                    ClusterException.Kind.PERMANENT,
                    kind.getKind()
                        + " "
                        + item.getMetadata().getName()
                        + " is there and cannot be read"));
  }

  <T> List<T> list(
      ResourceDefinitionContext kind,
      Optional<String> namespace,
      Function<Tree, Decoded<T>> decoder) {
    return list(kind, namespace, decoder, new Remembered<>());
  }

  /// @param known what of them was decoded before
  <T> List<T> list(
      ResourceDefinitionContext kind,
      Optional<String> namespace,
      Function<Tree, Decoded<T>> decoder,
      Remembered<T> known) {
    if (isNowhere(namespace)) {
      return List.of();
    }
    return decoded(
        known.listing(namespace.orElse(Remembered.ALL)),
        () -> page(kind, within(namespace)),
        item -> decoded(kind, item, decoder));
  }

  private static <T> List<T> decoded(
      Remembered<T>.Listing listing,
      Supplier<GenericKubernetesResourceList> call,
      Function<GenericKubernetesResource, Optional<T>> decoder) {
    GenericKubernetesResourceList page = call.get();
    var _ = listing.of(said(page.getMetadata().getResourceVersion()));
    List<T> decoded =
        page.getItems().stream()
            .flatMap(
                item ->
                    listing
                        .get(
                            said(item.getMetadata().getUid()),
                            said(item.getMetadata().getResourceVersion()),
                            () -> decoder.apply(item))
                        .stream())
            .toList();
    listing.isDone();
    return decoded;
  }

  private static String said(@Nullable String text) {
    return text == null ? "" : text;
  }

  /// The cluster-scoped objects of a kind whose selectable fields have these values. One that
  /// cannot be read fails the call: each counts.
  ///
  /// @param known what of them was decoded before
  <T> List<T> listWhere(
      ResourceDefinitionContext kind,
      Map<String, String> fields,
      Function<Tree, Decoded<T>> decoder,
      Remembered<T> known) {
    return decoded(
        known.listing(new TreeMap<>(fields).toString()),
        () -> page(kind, all -> all.withFields(fields)),
        item -> Optional.of(read(kind, item, decoder)));
  }

  /// The objects of all namespaces that bear these labels.
  ///
  /// @param known what of them was decoded before
  <T> List<T> listMarked(
      ResourceDefinitionContext kind,
      Map<String, String> labels,
      Function<Tree, Decoded<T>> decoder,
      Remembered<T> known) {
    return decoded(
        known.listing(Remembered.ALL),
        () -> page(kind, all -> all.inAnyNamespace().withLabels(labels)),
        item -> decoded(kind, item, decoder));
  }

  /// All objects of a kind of which each counts: fails as permanent if one cannot be read.
  <T> List<T> listWhole(ResourceDefinitionContext kind, Function<Tree, Decoded<T>> decoder) {
    return items(kind, Optional.empty()).stream().map(item -> read(kind, item, decoder)).toList();
  }

  /// The objects whole, as the API server shows them, without the record of who set which field.
  List<Map<String, Object>> trees(ResourceDefinitionContext kind, Optional<String> namespace) {
    return items(kind, namespace).stream().map(this::shown).toList();
  }

  /// One object whole; see [#trees].
  Optional<Map<String, Object>> tree(ResourceDefinitionContext kind, ObjectKey key) {
    return found(kind, key).map(this::shown);
  }

  private Map<String, Object> shown(GenericKubernetesResource item) {
    item.getMetadata().setManagedFields(List.of());
    return tree(item);
  }

  private List<GenericKubernetesResource> items(
      ResourceDefinitionContext kind, Optional<String> namespace) {
    return isNowhere(namespace) ? List.of() : page(kind, within(namespace)).getItems();
  }

  private static boolean isNowhere(Optional<String> namespace) {
    return namespace.filter(name -> !Kinds.isLabel(name)).isPresent();
  }

  private static Which within(Optional<String> namespace) {
    return all -> namespace.isPresent() ? all.inNamespace(namespace.get()) : all.inAnyNamespace();
  }

  /// Which of all objects of a kind are listed.
  @FunctionalInterface
  private interface Which
      extends Function<
          MixedOperation<
              GenericKubernetesResource,
              GenericKubernetesResourceList,
              Resource<GenericKubernetesResource>>,
          Listable<GenericKubernetesResourceList>> {}

  private GenericKubernetesResourceList page(ResourceDefinitionContext kind, Which which) {
    GenericKubernetesResourceList page =
        called(
            kind,
            "listing " + kind.getPlural(),
            () -> which.apply(client.genericKubernetesResources(kind)).list());
    noteServed(kind);
    return page;
  }

  /// An object of a list that the API server accepted and we cannot read is left out, and said
  /// once.
  private <T> Optional<T> decoded(
      ResourceDefinitionContext kind,
      GenericKubernetesResource item,
      Function<Tree, Decoded<T>> decoder) {
    String origin =
        what(
            kind,
            new ObjectKey(
                item.getMetadata().getNamespace() == null ? "" : item.getMetadata().getNamespace(),
                item.getMetadata().getName()));
    Decoded<T> decoded = decoder.apply(Tree.of(tree(item), origin));
    if (decoded.value().isEmpty() && leftOut.add(origin)) {
      log.warn("left out, cannot be read: {}", decoded.problems());
    }
    return decoded.value();
  }

  @SuppressWarnings("unchecked") // a JSON object is a map from texts
  private Map<String, Object> tree(GenericKubernetesResource item) {
    return client.getKubernetesSerialization().convertValue(item, Map.class);
  }

  private GenericKubernetesResource item(Map<String, ?> tree) {
    return client.getKubernetesSerialization().convertValue(tree, GenericKubernetesResource.class);
  }

  /// Creates the object; a field that the server does not know is an error, not silence.
  <T> T create(
      ResourceDefinitionContext kind, Map<String, ?> tree, Function<Tree, Decoded<T>> decoder) {
    GenericKubernetesResource made =
        called(
            kind,
            "creating " + kind.getKind(),
            () -> at(kind, item(tree)).fieldValidation(Validation.STRICT).create());
    return read(kind, made, decoder);
  }

  /// Server-side apply under our field manager: it creates, or puts right what is ours.
  <T> T apply(
      ResourceDefinitionContext kind, Map<String, ?> tree, Function<Tree, Decoded<T>> decoder) {
    GenericKubernetesResource applied =
        Failures.translated(
            "applying " + kind.getKind(),
            () ->
                at(kind, item(tree))
                    .fieldManager(FIELD_MANAGER)
                    .forceConflicts()
                    .serverSideApply());
    return read(kind, applied, decoder);
  }

  /// Replaces the status of the object whose state `tree` carries as its resource version.
  <T> T putStatus(
      ResourceDefinitionContext kind, Map<String, ?> tree, Function<Tree, Decoded<T>> decoder) {
    GenericKubernetesResource written =
        Failures.translated(
            "writing the status of " + kind.getKind(), () -> at(kind, item(tree)).updateStatus());
    return read(kind, written, decoder);
  }

  void jsonPatch(ResourceDefinitionContext kind, ObjectKey key, List<Map<String, ?>> patch) {
    String text = client.getKubernetesSerialization().asJson(patch);
    var _ =
        Failures.translated(
            "patching " + what(kind, key),
            () -> at(kind, key).patch(PatchContext.of(PatchType.JSON), text));
  }

  /// Deletes the object with this UID; gone, or another one of that name, is success.
  ///
  /// @param propagation `Foreground` or `Background`
  void delete(ResourceDefinitionContext kind, ObjectKey key, Uid uid, String propagation) {
    if (!Kinds.canBe(kind, key)) {
      return;
    }
    Map<String, ?> options =
        Map.of(
            "kind",
            "DeleteOptions",
            "apiVersion",
            "v1",
            "propagationPolicy",
            propagation,
            "preconditions",
            Map.of("uid", uid.text()));
    try {
      var _ =
          Failures.translated(
              "deleting " + what(kind, key),
              () -> Optional.ofNullable(client.raw(path(kind, key), "DELETE", options)));
    } catch (ClusterException failed) {
      switch (failed.kind()) {
        case NOT_FOUND, CONFLICT -> {}
        case TRANSIENT, FORBIDDEN, INVALID, PERMANENT -> throw failed;
      }
    }
  }

  private static String path(ResourceDefinitionContext kind, ObjectKey key) {
    String group = kind.getGroup().isEmpty() ? "/api" : "/apis/" + kind.getGroup();
    return group
        + "/"
        + kind.getVersion()
        + "/namespaces/"
        + key.namespace()
        + "/"
        + kind.getPlural()
        + "/"
        + key.name();
  }

  private Resource<GenericKubernetesResource> at(ResourceDefinitionContext kind, ObjectKey key) {
    var all = client.genericKubernetesResources(kind);
    return kind.isNamespaceScoped()
        ? all.inNamespace(key.namespace()).withName(key.name())
        : all.withName(key.name());
  }

  private Resource<GenericKubernetesResource> at(
      ResourceDefinitionContext kind, GenericKubernetesResource item) {
    var all = client.genericKubernetesResources(kind);
    return kind.isNamespaceScoped()
        ? all.inNamespace(item.getMetadata().getNamespace()).resource(item)
        : all.resource(item);
  }

  private static String what(ResourceDefinitionContext kind, ObjectKey key) {
    return kind.getKind() + " " + (key.namespace().isEmpty() ? key.name() : key.toString());
  }
}
