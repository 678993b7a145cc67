package dev.nightlatch.manifests;

import dev.nightlatch.grants.model.IncidentProvider;
import dev.nightlatch.grants.model.IncidentRef;
import dev.nightlatch.grants.model.Meta;
import dev.nightlatch.grants.model.ObjectKey;
import java.util.Optional;

/// `IncidentProvider`, `nightlatch.dev/v1alpha1`.
final class ProviderDecoder {
  private static final int LONGEST_DESCRIPTION = 1024;
  private static final String KEY = "a key of a ConfigMap: letters, digits, -, _ and .";

  private ProviderDecoder() {}

  static Decoded<IncidentProvider> provider(Cursor object) {
    Ours.only(object, "apiVersion", "kind", "metadata", "spec");
    Optional<Meta> meta = MetaDecoder.meta(object, MetaDecoder.Scope.CLUSTER);
    if (meta.filter(known -> known.name().equals(IncidentRef.MANUAL)).isPresent()) {
      object.at("metadata").at("name").wrong("another name: manual is what nobody vouches for");
    }
    Cursor spec = object.at("spec");
    if (!spec.requireMapping("a spec")) {
      return object.log().decoded(Optional::empty);
    }
    Ours.only(spec, "description", "file");
    String description = Ours.description(spec.at("description"), LONGEST_DESCRIPTION);
    Optional<IncidentProvider.Place.File> file = file(spec.at("file"));
    return object
        .log()
        .decoded(
            () ->
                meta.flatMap(
                    known -> file.map(place -> new IncidentProvider(known, description, place))));
  }

  private static Optional<IncidentProvider.Place.File> file(Cursor cursor) {
    if (!cursor.requireMapping("the ConfigMap that holds the incidents")) {
      return Optional.empty();
    }
    Ours.only(cursor, "configMap", "key");
    Cursor at = cursor.at("configMap");
    Optional<ObjectKey> configMap = Optional.empty();
    if (at.requireMapping("the ConfigMap's namespace and name")) {
      Ours.only(at, "namespace", "name");
      configMap = Ours.key(at);
    }
    Cursor key = cursor.at("key");
    String entry = key.text().orElse(IncidentProvider.Place.File.KEY);
    if (!entry.matches("[-._a-zA-Z0-9]{1,253}")) {
      key.wrong(KEY);
      return Optional.empty();
    }
    return configMap.map(map -> new IncidentProvider.Place.File(map, entry));
  }
}
