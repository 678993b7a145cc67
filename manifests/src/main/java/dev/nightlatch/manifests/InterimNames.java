package dev.nightlatch.manifests;

import dev.nightlatch.grants.model.DnsNames;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;

/// What objects go by that the API server is still to name: each will have a name of its own.
///
/// The first of its kind and namespace goes by the beginning of its name, further ones by that and
/// a number: `deny-`, `deny-~2`. A beginning that could be a whole name has its number from the
/// first on, so that none of these is ever the name of another object.
///
/// Source: `ObjectMeta.generateName`, meta/v1.
final class InterimNames {
  private static final String META = "metadata";
  private static final String BEGINNING = "generateName";

  private record Beginning(SnapshotKind kind, String namespace, String text) {}

  private final Map<Beginning, Integer> given = new ConcurrentHashMap<>();

  /// The object with what it goes by as its `generateName`; one that has a name, or not even the
  /// beginning of one, as it is.
  Tree named(SnapshotKind kind, Tree object, Flaws flaws) {
    if (object instanceof Tree.Mapping outer
        && outer.value(META).orElse(null) instanceof Tree.Mapping meta
        && !(meta.value("name").orElse(null) instanceof Tree.Text)
        && meta.value(BEGINNING).orElse(null) instanceof Tree.Text beginning
        && !beginning.written().isEmpty()) {
      String name = next(new Beginning(kind, namespace(meta), beginning.written()));
      Tree text = new Tree.Text(beginning.place(), name);
      flaws.pass(beginning, text);
      return with(outer, META, with(meta, BEGINNING, text, flaws), flaws);
    }
    return object;
  }

  private String next(Beginning beginning) {
    int number = given.merge(beginning, 1, Integer::sum);
    String text = beginning.text();
    return number == 1 && !DnsNames.isSubdomain(text) ? text : text + "~" + number;
  }

  private static String namespace(Tree.Mapping meta) {
    return meta.value("namespace").orElse(null) instanceof Tree.Text(_, var written)
            && !written.isEmpty()
        ? written
        : MetaDecoder.DEFAULT_NAMESPACE;
  }

  private static Tree with(Tree.Mapping map, String key, Tree value, Flaws flaws) {
    SequencedMap<String, Tree.Entry> entries = new LinkedHashMap<>(map.entries());
    entries.computeIfPresent(key, (_, entry) -> new Tree.Entry(entry.place(), value));
    Tree made = new Tree.Mapping(map.place(), entries);
    flaws.pass(map, made);
    return made;
  }
}
