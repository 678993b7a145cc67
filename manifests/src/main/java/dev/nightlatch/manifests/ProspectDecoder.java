package dev.nightlatch.manifests;

import dev.nightlatch.engine.explain.Answer;
import dev.nightlatch.grants.model.Durations;
import dev.nightlatch.grants.model.Prospect;
import dev.nightlatch.grants.model.Sessions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `AccessGrant.status.prospect`. A newer version may say of sessions what is unknown here: then
/// the whole is passed over.
final class ProspectDecoder {
  static final String YES = "Yes";
  static final String NO = "No";
  static final String UNKNOWN = "Unknown";

  private ProspectDecoder() {}

  static Optional<Prospect> prospect(Cursor cursor) {
    if (!cursor.isPresent() || !cursor.requireMapping("what an opening brings within reach")) {
      return Optional.empty();
    }
    Ours.only(cursor, "opened", "beyond", "outside", "connections", "sessions");
    Optional<Prospect.Step> opened = step(cursor.at("opened"));
    Optional<Prospect.Step> beyond = step(cursor.at("beyond"));
    Optional<Answer> outside =
        cursor.at("outside").requiredText("Yes, No or Unknown").flatMap(ProspectDecoder::outside);
    List<String> connections = new ArrayList<>();
    for (Cursor item : cursor.at("connections").items()) {
      item.requiredText("a connection, as a text").ifPresent(connections::add);
    }
    Optional<Sessions> sessions = sessions(cursor.at("sessions"));
    return opened.isPresent() && beyond.isPresent() && outside.isPresent() && sessions.isPresent()
        ? Optional.of(
            new Prospect(opened.get(), beyond.get(), outside.get(), connections, sessions.get()))
        : Optional.empty();
  }

  private static Optional<Prospect.Step> step(Cursor cursor) {
    if (!cursor.requireMapping("numbers")) {
      return Optional.empty();
    }
    Ours.only(cursor, "pods", "workloads", "namespaces", "connections", "undetermined");
    return Optional.of(
        new Prospect.Step(
            number(cursor.at("pods")),
            number(cursor.at("workloads")),
            number(cursor.at("namespaces")),
            number(cursor.at("connections")),
            number(cursor.at("undetermined"))));
  }

  private static int number(Cursor cursor) {
    return cursor.whole().orElse(0L).intValue();
  }

  private static Optional<Answer> outside(String word) {
    return switch (word) {
      case YES -> Optional.of(Answer.ALLOWED);
      case NO -> Optional.of(Answer.DENIED);
      case UNKNOWN -> Optional.of(Answer.UNDETERMINED);
      default -> Optional.empty();
    };
  }

  private static Optional<Sessions> sessions(Cursor cursor) {
    if (!cursor.requireMapping("what becomes of sessions")) {
      return Optional.empty();
    }
    Ours.only(cursor, "outcome", "ground", "within", "message");
    Optional<String> outcome = cursor.at("outcome").requiredText("what becomes of them");
    String ground = cursor.at("ground").text().orElse("");
    Optional<Sessions> within =
        cursor
            .at("within")
            .text()
            .flatMap(Durations::parse)
            .map(longest -> new Sessions.CutLater(ground, longest));
    return outcome.flatMap(
        word ->
            switch (word) {
              case "Survive" -> Optional.of(new Sessions.Survive(ground));
              case "Cut" -> Optional.of(new Sessions.Cut(ground));
              case "CutLater" -> within;
              case "Unknown" -> Optional.of(new Sessions.Unknown(ground));
              default -> Optional.empty();
            });
  }
}
