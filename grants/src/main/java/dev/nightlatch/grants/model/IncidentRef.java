package dev.nightlatch.grants.model;

/// Which incident, and where it is kept.
///
/// @param provider the name of the [IncidentProvider], or [#MANUAL]
/// @param id the incident's identifier there
public record IncidentRef(String provider, String id) {

  /// Where an incident is kept that nobody but its requester vouches for: on record alone.
  public static final String MANUAL = "manual";

  /// @throws IllegalArgumentException if one of them is blank
  public IncidentRef {
    if (provider.isBlank() || id.isBlank()) {
      throw new IllegalArgumentException("provider and id are never blank");
    }
  }

  /// An incident that only the requester vouches for.
  public static IncidentRef manual(String id) {
    return new IncidentRef(MANUAL, id);
  }

  /// Whether nobody but the requester vouches for it.
  public boolean isManual() {
    return provider.equals(MANUAL);
  }

  /// `INC-4711`; of another provider than [#MANUAL] `rota/INC-4711`.
  @Override
  public String toString() {
    return isManual() ? id : provider + "/" + id;
  }
}
