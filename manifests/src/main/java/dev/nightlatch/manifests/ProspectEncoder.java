package dev.nightlatch.manifests;

import dev.nightlatch.grants.model.Durations;
import dev.nightlatch.grants.model.Prospect;
import dev.nightlatch.grants.model.Sessions;
import java.util.Map;

/// `AccessGrant.status.prospect`. The opposite of [ProspectDecoder].
final class ProspectEncoder {
  private ProspectEncoder() {}

  static Map<String, Object> prospect(Prospect prospect) {
    return new Fields()
        .put("opened", step(prospect.opened()))
        .put("beyond", step(prospect.beyond()))
        .put(
            "outside",
            switch (prospect.outside()) {
              case ALLOWED -> ProspectDecoder.YES;
              case DENIED -> ProspectDecoder.NO;
              case UNDETERMINED -> ProspectDecoder.UNKNOWN;
            })
        .list("connections", prospect.connections())
        .put("sessions", sessions(prospect.sessions()))
        .map();
  }

  private static Map<String, Object> step(Prospect.Step step) {
    return new Fields()
        .put("pods", step.pods())
        .put("workloads", step.workloads())
        .put("namespaces", step.namespaces())
        .put("connections", step.connections())
        .put("undetermined", step.undetermined())
        .map();
  }

  private static Map<String, Object> sessions(Sessions sessions) {
    Fields fields = new Fields().put("outcome", sessions.word()).put("ground", sessions.ground());
    if (sessions instanceof Sessions.CutLater(_, var within)) {
      fields.put("within", Durations.format(within));
    }
    return fields.put("message", sessions.sentence()).map();
  }
}
