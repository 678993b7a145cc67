package dev.nightlatch.grants.model;

import java.util.List;
import java.util.Optional;

/// What is known of an incident at the moment.
public sealed interface IncidentView {

  /// Nobody looked: nothing depends on it at this step.
  record NotAsked() implements IncidentView {}

  /// It is still to be worked on.
  ///
  /// @param severity empty where its provider has none
  /// @param services whose it is, sorted; empty where its provider has none
  /// @param onCall who is on call for it now
  record Open(Optional<String> severity, List<String> services, List<IncidentFile.Who> onCall)
      implements IncidentView {
    public Open {
      services = services.stream().distinct().sorted().toList();
      onCall = List.copyOf(onCall);
    }

    /// Whether this person is on call for it: the person, not everybody who takes turns.
    public boolean isOnCall(Identity person) {
      return onCall.stream().anyMatch(who -> who.is(person));
    }
  }

  /// It is over.
  record Closed() implements IncidentView {}

  /// Its provider knows of no such incident.
  record Unknown() implements IncidentView {}

  /// There is no provider of that name.
  record NoProvider() implements IncidentView {}

  /// Its provider cannot be asked, or what it says makes no sense.
  ///
  /// @param why a clause: `ConfigMap incidents/open is not there`
  record Unreachable(String why) implements IncidentView {}
}
