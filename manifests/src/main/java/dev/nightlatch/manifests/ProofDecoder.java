package dev.nightlatch.manifests;

import dev.nightlatch.grants.model.Proof;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What was found out about a grant's connections, in its status. A newer version may have found it
/// out at a moment or in a way that is unknown here: that is passed over.
final class ProofDecoder {
  private ProofDecoder() {}

  static Optional<Proof> proof(Cursor cursor) {
    if (!cursor.requireMapping("a proof")) {
      return Optional.empty();
    }
    Ours.only(cursor, "moment", "method", "at", "holds", "message", "connections");
    Optional<Proof.Moment> moment =
        cursor.at("moment").requiredText("a moment, such as Before").flatMap(Proof.Moment::parse);
    Optional<Proof.Method> method =
        cursor.at("method").requiredText("a method: evaluated").flatMap(Proof.Method::parse);
    Optional<Instant> at = Times.requiredInstant(cursor.at("at"));
    boolean holds = cursor.at("holds").truth().orElse(false);
    String sentence = cursor.at("message").text().orElse("");
    List<String> connections = new ArrayList<>();
    for (Cursor item : cursor.at("connections").items()) {
      item.requiredText("a connection, as a text").ifPresent(connections::add);
    }
    return moment.isPresent() && method.isPresent() && at.isPresent()
        ? Optional.of(new Proof(moment.get(), method.get(), at.get(), holds, sentence, connections))
        : Optional.empty();
  }
}
