package dev.nightlatch.grants.port;

import dev.nightlatch.grants.model.IncidentRef;
import dev.nightlatch.grants.model.IncidentView;
import java.time.Instant;

/// The tools in which incidents live. Safe for use by several threads.
public interface Incidents {

  /// What is known of an incident, and who is on call for it. An incident that is
  /// [IncidentRef#isManual] is not asked for: nobody but its requester knows of it.
  ///
  /// A provider that cannot be asked is an [IncidentView.Unreachable], not an exception.
  IncidentView look(IncidentRef incident, Instant now);
}
