package dev.nightlatch.grants.model;

/// Where incidents live. Cluster-scoped.
public record IncidentProvider(Meta meta, String description, Place place) {

  /// The provider's name.
  public String name() {
    return meta.name();
  }

  /// What kind of place it is.
  public sealed interface Place {

    /// A ConfigMap that a team keeps.
    ///
    /// @param configMap its namespace and name
    /// @param key the entry of its `data` that holds the incidents
    record File(ObjectKey configMap, String key) implements Place {
      /// The entry where none is named.
      public static final String KEY = "incidents.yaml";
    }
  }
}
