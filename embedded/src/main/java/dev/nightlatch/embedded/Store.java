package dev.nightlatch.embedded;

import dev.nightlatch.grants.model.Meta;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.port.Change;
import dev.nightlatch.grants.port.ClusterException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// The objects of a cluster, and the API server's rules for their coming, changing and going. Not
/// safe for use by several threads.
final class Store {

  /// What a DELETE says of the objects that the deleted one owns.
  enum Propagation {
    /// Nothing: finalizers decide, else the kind.
    UNSAID,
    BACKGROUND,
    FOREGROUND
  }

  /// How many random characters a fresh name ends with.
  static final int SUFFIX = 5;

  private final SortedMap<Item.Ref, Item> items = new TreeMap<>();
  private final TreeSet<String> namespaces = new TreeSet<>();
  private final Set<Change> changes = new LinkedHashSet<>();
  private final InstantSource time;
  private final Mint mint;
  private long version;

  Store(InstantSource time, Mint mint) {
    this.time = time;
    this.mint = mint;
  }

  void addNamespace(String name) {
    namespaces.add(name);
  }

  /// What watches are to be told of since this was last asked, each thing once.
  List<Change> takeChanges() {
    List<Change> taken = List.copyOf(changes);
    changes.clear();
    return taken;
  }

  /// How many states there have been.
  long version() {
    return version;
  }

  /// All objects, by kind, namespace and name.
  List<Item> all() {
    return List.copyOf(items.values());
  }

  /// The objects of one kind, by namespace and name.
  List<Item> all(Kind kind) {
    return items.values().stream().filter(item -> item.content().kind() == kind).toList();
  }

  /// The objects of one kind in one namespace, by name.
  List<Item> in(String namespace, Kind kind) {
    return all(kind).stream().filter(item -> item.meta().namespace().equals(namespace)).toList();
  }

  Optional<Item> find(Kind kind, ObjectKey key) {
    return Optional.ofNullable(items.get(new Item.Ref(kind, key)));
  }

  /// The object, which must be there.
  ///
  /// @throws ClusterException as not found if it is not
  Item need(Kind kind, ObjectKey key) {
    return find(kind, key)
        .orElseThrow(
            () ->
                new ClusterException(
                    ClusterException.Kind.NOT_FOUND,
                    "There is no " + new Item.Ref(kind, key) + "."));
  }

  /// A free name that begins with [#cut] of `base`.
  String freshName(Kind kind, String namespace, String base) {
    String name = cut(base) + mint.suffix(SUFFIX);
    return find(kind, new ObjectKey(namespace, name)).isEmpty()
        ? name
        : freshName(kind, namespace, base);
  }

  /// As much of `base` as leaves room for [#SUFFIX] more characters.
  ///
  /// Source: `metadata.generateName`; k8s.io/apiserver/pkg/storage/names: 63 characters at most.
  static String cut(String base) {
    return base.substring(0, Math.min(base.length(), 63 - SUFFIX));
  }

  /// Creates an object that is not there.
  ///
  /// @throws ClusterException as not found if its namespace is not there, as a conflict if the
  ///     object is
  Item create(ObjectKey key, Marks marks, Content content) {
    if (content.kind().isNamespaced() && !namespaces.contains(key.namespace())) {
      throw new ClusterException(
          ClusterException.Kind.NOT_FOUND, "There is no namespace " + key.namespace() + ".");
    }
    Item.Ref ref = new Item.Ref(content.kind(), key);
    if (items.containsKey(ref)) {
      throw new ClusterException(ClusterException.Kind.CONFLICT, "There is already " + ref + ".");
    }
    Meta meta =
        new Meta(
            key.namespace(),
            key.name(),
            mint.uid(),
            nextVersion(),
            1,
            time.instant().truncatedTo(ChronoUnit.SECONDS),
            false,
            marks.labels(),
            marks.annotations(),
            marks.owners(),
            marks.finalizers());
    Item item = new Item(meta, content);
    items.put(ref, item);
    note(item);
    return item;
  }

  /// Puts another state in the place of `before`, the current one. The same state again changes
  /// nothing; an object on its way out goes with its last finalizer.
  ///
  /// @throws ClusterException as invalid if an object on its way out is given a new finalizer
  Item update(Item before, Marks marks, Content content) {
    Meta old = before.meta();
    if (marks.equals(Marks.of(old)) && content.equals(before.content())) {
      return before;
    }
    if (old.terminating() && !old.finalizers().containsAll(marks.finalizers())) {
      throw new ClusterException(
          ClusterException.Kind.INVALID,
          before.ref() + " is being deleted: no new finalizers can be added.");
    }
    boolean respecified = !content.spec().equals(before.content().spec());
    return put(before, marks, content, old.generation() + (respecified ? 1 : 0), old.terminating());
  }

  private Item put(
      Item before, Marks marks, Content content, long generation, boolean terminating) {
    Meta old = before.meta();
    Meta meta =
        new Meta(
            old.namespace(),
            old.name(),
            old.uid(),
            nextVersion(),
            generation,
            old.createdAt(),
            terminating,
            marks.labels(),
            marks.annotations(),
            marks.owners(),
            marks.finalizers());
    Item after = new Item(meta, content);
    if (terminating && marks.finalizers().isEmpty()) {
      items.remove(before.ref());
    } else {
      items.put(before.ref(), after);
    }
    note(before);
    note(after);
    return after;
  }

  /// Deletes an object: it goes at once if nothing holds it, else it is on its way out.
  ///
  /// Source: `deletionFinalizersForGarbageCollection`,
  /// k8s.io/apiserver/pkg/registry/generic/registry; a Job whose DELETE says nothing orphans, "for
  /// back compatibility" (pkg/registry/batch/job/strategy.go).
  void delete(Item item, Propagation propagation) {
    boolean unsaid = propagation == Propagation.UNSAID;
    boolean takesAlong =
        propagation == Propagation.FOREGROUND || (unsaid && item.holds(Item.FOREGROUND));
    boolean orphans =
        unsaid && !takesAlong && (item.holds(Item.ORPHAN) || item.content().kind() == Kind.JOB);
    Marks marks = Marks.of(item.meta()).without(Item.FOREGROUND).without(Item.ORPHAN);
    if (takesAlong) {
      marks = marks.and(Item.FOREGROUND);
    }
    if (orphans) {
      marks = marks.and(Item.ORPHAN);
    }
    if (!item.meta().terminating() || !marks.equals(Marks.of(item.meta()))) {
      put(item, marks, item.content(), item.meta().generation(), true);
    }
  }

  private String nextVersion() {
    return Long.toString(++version);
  }

  /// Notes that something happened to an object in this state.
  private void note(Item item) {
    Meta meta = item.meta();
    Optional<Change> change =
        switch (item.content()) {
          case Content.Grant _ -> Optional.of(new Change.OfGrant(meta.uid(), meta.name()));
          case Content.Boundary _ -> Optional.of(new Change.OfBoundary(meta.name()));
          case Content.Rule _, Content.Source _ ->
              Optional.of(new Change.OfSurroundings(meta.namespace()));
          case Content.Policy _ ->
              Optional.of(belonging(meta).orElse(new Change.OfSurroundings(meta.namespace())));
          case Content.Job _ -> belonging(meta);
          case Content.Pod _, Content.Texts _, Content.Provider _ -> Optional.empty();
        };
    change.ifPresent(changes::add);
  }

  private static Optional<Change> belonging(Meta meta) {
    return Optional.ofNullable(meta.labels().get(Names.GRANT_LABEL))
        .filter(text -> !text.isEmpty())
        .map(text -> new Change.OfBelonging(new Uid(text)));
  }
}
