package dev.nightlatch.manifests;

import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.DnsNames;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.GrantStatus.LatchRef;
import dev.nightlatch.grants.model.GrantStatus.PolicyRef;
import dev.nightlatch.grants.model.GrantTerms;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Proof;
import dev.nightlatch.grants.model.Prospect;
import dev.nightlatch.grants.model.Uid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `AccessGrant.status`. One that is absent is that of a grant that nobody has looked at.
final class StatusDecoder {
  private StatusDecoder() {}

  static Optional<GrantStatus> status(Cursor cursor) {
    if (!cursor.isPresent()) {
      return Optional.of(GrantStatus.NEW);
    }
    if (!cursor.requireMapping("a status")) {
      return Optional.empty();
    }
    Ours.only(
        cursor,
        "phase",
        "message",
        "code",
        "startsAt",
        "expiresAt",
        "closedAt",
        "terms",
        "latches",
        "policies",
        "reviewBy",
        "proofs",
        "prospect",
        "notIndependent");
    Optional<Phase> phase = phase(cursor.at("phase"));
    String message = cursor.at("message").text().orElse("");
    Optional<Code> code = code(cursor.at("code"));
    Optional<Instant> startsAt = Times.instant(cursor.at("startsAt"));
    Optional<Instant> expiresAt = Times.instant(cursor.at("expiresAt"));
    Optional<Instant> closedAt = Times.instant(cursor.at("closedAt"));
    Optional<GrantTerms> terms = TermsDecoder.terms(cursor.at("terms"));
    List<LatchRef> latches = new ArrayList<>();
    cursor.at("latches").items().forEach(item -> latch(item).ifPresent(latches::add));
    List<PolicyRef> policies = new ArrayList<>();
    cursor.at("policies").items().forEach(item -> policy(item).ifPresent(policies::add));
    Optional<Instant> reviewBy = Times.instant(cursor.at("reviewBy"));
    List<Proof> proofs = new ArrayList<>();
    cursor.at("proofs").items().forEach(item -> ProofDecoder.proof(item).ifPresent(proofs::add));
    Optional<Prospect> prospect = ProspectDecoder.prospect(cursor.at("prospect"));
    List<String> notIndependent =
        TermsDecoder.texts(cursor.at("notIndependent"), "a user's name, as a text");
    return phase.map(
        at ->
            new GrantStatus(
                at,
                message,
                code,
                startsAt,
                expiresAt,
                closedAt,
                terms,
                latches,
                policies,
                reviewBy,
                proofs,
                prospect,
                notIndependent));
  }

  /// A status without a phase is one that nobody has filled in yet.
  private static Optional<Phase> phase(Cursor cursor) {
    if (!cursor.isPresent()) {
      return Optional.of(Phase.PENDING);
    }
    Optional<String> text = cursor.text();
    Optional<Phase> phase = text.flatMap(Phase::parse);
    if (text.isPresent() && phase.isEmpty()) {
      cursor.wrong("a phase such as Pending, Active or Expired");
    }
    return phase;
  }

  /// A newer version may have ended the grant with a code that is unknown here; it has ended all
  /// the same.
  private static Optional<Code> code(Cursor cursor) {
    Optional<String> text = cursor.text().filter(found -> !found.isEmpty());
    Optional<Code> code = text.flatMap(Code::parse);
    if (text.isPresent() && code.isEmpty()) {
      String wanted = "a code that this version knows, such as NL-EXPIRED";
      if (cursor.place().isInFile()) {
        cursor.wrong(wanted);
      } else {
        cursor.notice(ProblemCode.VALUE_WRONG, cursor.shown(), wanted);
      }
    }
    return code;
  }

  private static Optional<LatchRef> latch(Cursor cursor) {
    if (!cursor.requireMapping("a latch")) {
      return Optional.empty();
    }
    Ours.only(cursor, "namespace", "name", "uid", "startTime", "expiresAt");
    Optional<ObjectKey> key = key(cursor);
    Optional<Uid> uid = MetaDecoder.presentUid(cursor.at("uid"));
    Optional<Instant> startedAt = Times.requiredInstant(cursor.at("startTime"));
    Optional<Instant> expiresAt = Times.requiredInstant(cursor.at("expiresAt"));
    return key.isPresent() && uid.isPresent() && startedAt.isPresent() && expiresAt.isPresent()
        ? Optional.of(new LatchRef(key.get(), uid.get(), startedAt.get(), expiresAt.get()))
        : Optional.empty();
  }

  private static Optional<PolicyRef> policy(Cursor cursor) {
    if (!cursor.requireMapping("a policy")) {
      return Optional.empty();
    }
    Ours.only(cursor, "namespace", "name", "uid");
    Optional<ObjectKey> key = key(cursor);
    Optional<Uid> uid = MetaDecoder.presentUid(cursor.at("uid"));
    return key.flatMap(at -> uid.map(id -> new PolicyRef(at, id)));
  }

  private static Optional<ObjectKey> key(Cursor cursor) {
    Optional<String> namespace = Ours.label(cursor.at("namespace"));
    Cursor at = cursor.at("name");
    Optional<String> name = at.requiredText("an object's name");
    if (name.isPresent() && !DnsNames.isSubdomain(name.get())) {
      at.wrong("an object's name");
      return Optional.empty();
    }
    return namespace.flatMap(in -> name.map(called -> new ObjectKey(in, called)));
  }
}
