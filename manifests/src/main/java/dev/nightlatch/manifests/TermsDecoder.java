package dev.nightlatch.manifests;

import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Doubt;
import dev.nightlatch.grants.model.Exemption;
import dev.nightlatch.grants.model.GrantTerms;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Uid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `AccessGrant.status.terms`.
final class TermsDecoder {
  private TermsDecoder() {}

  static Optional<GrantTerms> terms(Cursor cursor) {
    if (!cursor.isPresent() || !cursor.requireMapping("what would open")) {
      return Optional.empty();
    }
    Ours.only(
        cursor,
        "hash",
        "approvals",
        "exemption",
        "reviewWithin",
        "doubts",
        "connections",
        "targets",
        "basis");
    List<Doubt> doubts = new ArrayList<>();
    cursor.at("doubts").items().forEach(item -> doubt(item).ifPresent(doubts::add));
    List<GrantTerms.Basis> basis = new ArrayList<>();
    cursor.at("basis").items().forEach(item -> basis(item).ifPresent(basis::add));
    return Optional.of(
        new GrantTerms(
            cursor.at("hash").text().orElse(""),
            cursor.at("approvals").whole().orElse(0L).intValue(),
            exemption(cursor),
            doubts,
            texts(cursor.at("connections"), "a connection, as a text"),
            texts(cursor.at("targets"), "a workload, as a text"),
            basis));
  }

  /// What cannot be read is no exemption.
  private static Exemption exemption(Cursor cursor) {
    Cursor within = cursor.at("reviewWithin");
    Optional<Duration> review = within.isPresent() ? Times.days(within) : Optional.empty();
    return cursor
        .at("exemption")
        .text()
        .flatMap(Exemption.Kind::parse)
        .flatMap(
            kind ->
                switch (kind) {
                  case ON_CALL -> Optional.of(new Exemption.OnCall());
                  case BREAK_GLASS -> review.map(Exemption.BreakGlass::new);
                })
        .map(Exemption.class::cast)
        .orElseGet(Exemption.None::new);
  }

  private static Optional<Doubt> doubt(Cursor cursor) {
    if (!cursor.requireMapping("a code and what is not known")) {
      return Optional.empty();
    }
    Ours.only(cursor, "code", "message");
    Cursor at = cursor.at("code");
    Optional<String> text = at.requiredText("the code of a doubt");
    Optional<Code> code = text.flatMap(Code::parse);
    if (text.isPresent() && code.isEmpty()) {
      at.wrong("the code of a doubt");
    }
    Optional<String> message = cursor.at("message").requiredText("what is not known");
    return code.flatMap(known -> message.map(said -> new Doubt(known, said)));
  }

  static List<String> texts(Cursor list, String wanted) {
    List<String> texts = new ArrayList<>();
    list.items().forEach(item -> item.requiredText(wanted).ifPresent(texts::add));
    return texts;
  }

  private static Optional<GrantTerms.Basis> basis(Cursor cursor) {
    if (!cursor.requireMapping("an object, with its UID and generation")) {
      return Optional.empty();
    }
    Ours.only(cursor, "kind", "namespace", "name", "uid", "generation");
    Optional<String> kind =
        cursor.at("kind").requiredText("AccessBoundary, AccessRule or AccessSource");
    Optional<ObjectKey> key =
        kind.equals(Optional.of(Ours.BOUNDARY))
            ? Ours.label(cursor.at("name")).map(name -> new ObjectKey("", name))
            : Ours.key(cursor);
    Optional<Uid> uid = MetaDecoder.presentUid(cursor.at("uid"));
    long generation = cursor.at("generation").whole().orElse(0L);
    return kind.isPresent() && key.isPresent() && uid.isPresent()
        ? Optional.of(new GrantTerms.Basis(kind.get(), key.get(), uid.get(), generation))
        : Optional.empty();
  }
}
