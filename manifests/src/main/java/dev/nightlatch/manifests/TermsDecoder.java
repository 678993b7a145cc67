package dev.nightlatch.manifests;

import dev.nightlatch.grants.model.GrantTerms;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Uid;
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
    Ours.only(cursor, "hash", "approvals", "connections", "targets", "basis");
    List<GrantTerms.Basis> basis = new ArrayList<>();
    cursor.at("basis").items().forEach(item -> basis(item).ifPresent(basis::add));
    return Optional.of(
        new GrantTerms(
            cursor.at("hash").text().orElse(""),
            cursor.at("approvals").whole().orElse(0L).intValue(),
            texts(cursor.at("connections"), "a connection, as a text"),
            texts(cursor.at("targets"), "a workload, as a text"),
            basis));
  }

  private static List<String> texts(Cursor list, String wanted) {
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
