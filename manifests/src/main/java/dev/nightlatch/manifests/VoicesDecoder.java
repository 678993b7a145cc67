package dev.nightlatch.manifests;

import dev.nightlatch.grants.model.Approval;
import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.Rejection;
import dev.nightlatch.grants.model.Review;
import dev.nightlatch.grants.model.Revocation;
import dev.nightlatch.grants.model.Voices;
import dev.nightlatch.grants.model.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What people have said about an `AccessGrant`: `spec.approvals`, `spec.rejection`,
/// `spec.revocation` and `spec.review`.
final class VoicesDecoder {
  private static final String HASH = "the 64 hexadecimal digits of status.terms.hash";

  private VoicesDecoder() {}

  /// Empty if what ends the grant cannot be read: nobody may take it for not ended.
  static Optional<Voices> voices(Cursor spec) {
    List<Approval> approvals = new ArrayList<>();
    spec.at("approvals").items().forEach(item -> approval(item).ifPresent(approvals::add));
    Optional<Rejection> rejection = rejection(spec.at("rejection"));
    Optional<Revocation> revocation = revocation(spec.at("revocation"));
    Review review = review(spec.at("review"));
    return rejection.flatMap(no -> revocation.map(back -> new Voices(approvals, no, back, review)));
  }

  private static Optional<Approval> approval(Cursor cursor) {
    if (!cursor.requireMapping("who approves, and which terms")) {
      return Optional.empty();
    }
    Ours.only(cursor, "by", "groups", "terms", "accepts", "reason");
    Optional<Identity> by = who(cursor, "by");
    Cursor at = cursor.at("terms");
    Optional<String> terms = at.requiredText(HASH);
    if (terms.isPresent() && !terms.get().matches("[0-9a-f]{64}")) {
      at.wrong(HASH);
      return Optional.empty();
    }
    Optional<List<String>> accepts = Ours.words(cursor.at("accepts"), "the code of a doubt");
    String reason = reason(cursor);
    return by.flatMap(
        who -> terms.flatMap(hash -> accepts.map(codes -> new Approval(who, hash, codes, reason))));
  }

  private static Optional<Rejection> rejection(Cursor cursor) {
    if (!cursor.isPresent()) {
      return Optional.of(new Rejection.None());
    }
    if (!cursor.requireMapping("who rejects, and why")) {
      return Optional.empty();
    }
    Ours.only(cursor, "by", "groups", "reason");
    String reason = reason(cursor);
    return who(cursor, "by").map(who -> new Rejection.By(who, reason));
  }

  private static Optional<Revocation> revocation(Cursor cursor) {
    if (!cursor.isPresent()) {
      return Optional.of(new Revocation.None());
    }
    if (!cursor.requireMapping("who revokes, and why")) {
      return Optional.empty();
    }
    Ours.only(cursor, "by", "groups", "reason");
    String reason = reason(cursor);
    return who(cursor, "by").map(who -> new Revocation.By(who, reason));
  }

  /// What cannot be read is no review.
  private static Review review(Cursor cursor) {
    if (!cursor.isPresent() || !cursor.requireMapping("who reviews, and what they found")) {
      return new Review.None();
    }
    Ours.only(cursor, "by", "groups", "finding");
    Optional<String> finding = Ours.saying(cursor.at("finding"), Wording.LONGEST_REASON, true);
    return who(cursor, "by")
        .flatMap(who -> finding.<Review>map(text -> new Review.By(who, text)))
        .orElseGet(Review.None::new);
  }

  private static String reason(Cursor cursor) {
    return Ours.description(cursor.at("reason"), Wording.LONGEST_REASON);
  }

  /// A user and their groups.
  ///
  /// @param field the field that holds the user name, beside `groups`
  static Optional<Identity> who(Cursor cursor, String field) {
    Optional<String> user = Ours.saying(cursor.at(field), Wording.LONGEST_USER, false);
    List<String> groups = new ArrayList<>();
    for (Cursor item : cursor.at("groups").items()) {
      item.requiredText("a group's name").ifPresent(groups::add);
    }
    return user.map(name -> new Identity(name, groups));
  }
}
