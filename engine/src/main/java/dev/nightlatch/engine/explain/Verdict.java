package dev.nightlatch.engine.explain;

import dev.nightlatch.engine.model.End;
import dev.nightlatch.engine.model.Switch;
import dev.nightlatch.engine.set.Protocol;
import java.util.List;

/// Whether one connection is allowed, and why.
///
/// @param egress what the source's policies say
/// @param ingress what the destination's policies say
/// @param dependsOn each switch of which another reading alone would change the answer, in order
public record Verdict(
    End from,
    End to,
    Protocol protocol,
    int port,
    Answer answer,
    Evidence egress,
    Evidence ingress,
    List<Switch> dependsOn) {
  public Verdict {
    dependsOn = List.copyOf(dependsOn);
  }
}
