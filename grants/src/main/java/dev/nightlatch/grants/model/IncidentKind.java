package dev.nightlatch.grants.model;

import java.util.List;

/// Which incidents count for a rule: all that it names must fit.
///
/// @param providers where they are kept, sorted; empty for anywhere
/// @param severities how severe they are, sorted; empty for any
/// @param services whose they are, sorted: one of them at least; empty for any
public record IncidentKind(List<String> providers, List<String> severities, List<String> services) {

  /// Any incident, also one that nobody but its requester vouches for.
  public static final IncidentKind ANY = new IncidentKind(List.of(), List.of(), List.of());

  public IncidentKind {
    providers = providers.stream().distinct().sorted().toList();
    severities = severities.stream().distinct().sorted().toList();
    services = services.stream().distinct().sorted().toList();
  }

  /// Whether something must be known of an incident that only its provider can tell.
  public boolean needsProvider() {
    return !severities.isEmpty() || !services.isEmpty();
  }
}
