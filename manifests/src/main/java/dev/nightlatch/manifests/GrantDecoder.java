package dev.nightlatch.manifests;

import dev.nightlatch.engine.set.Address;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.Meta;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.Revocation;
import dev.nightlatch.grants.model.SpecialAddresses;
import dev.nightlatch.grants.model.Wording;
import java.time.Duration;
import java.util.Optional;

/// `AccessGrant`, `nightlatch.dev/v1alpha1`.
final class GrantDecoder {
  private GrantDecoder() {}

  static Decoded<AccessGrant> grant(Cursor object) {
    Ours.only(object, "apiVersion", "kind", "metadata", "spec", "status");
    Optional<Meta> meta = MetaDecoder.meta(object, MetaDecoder.Scope.CLUSTER);
    Cursor spec = object.at("spec");
    if (!spec.requireMapping("a spec")) {
      return object.log().decoded(Optional::empty);
    }
    Ours.only(spec, "request", "revocation");
    Optional<Request> request = request(spec.at("request"));
    Optional<Revocation> revocation = revocation(spec.at("revocation"));
    Optional<GrantStatus> status = StatusDecoder.status(object.at("status"));
    if (meta.isEmpty() || request.isEmpty() || revocation.isEmpty() || status.isEmpty()) {
      return object.log().decoded(Optional::empty);
    }
    return object
        .log()
        .decoded(
            () ->
                Optional.of(
                    new AccessGrant(meta.get(), request.get(), revocation.get(), status.get())));
  }

  private static Optional<Request> request(Cursor cursor) {
    if (!cursor.requireMapping("a request")) {
      return Optional.empty();
    }
    Ours.only(cursor, "rule", "incident", "reason", "duration", "from", "requestedBy");
    Cursor rule = cursor.at("rule");
    Optional<ObjectKey> key = Optional.empty();
    if (rule.requireMapping("the rule's namespace and name")) {
      Ours.only(rule, "namespace", "name");
      key = Ours.key(rule);
    }
    Optional<String> incident = incident(cursor.at("incident"));
    Optional<String> reason = Ours.saying(cursor.at("reason"), Wording.LONGEST_REASON, true);
    Optional<Duration> duration = Times.lease(cursor.at("duration"));
    Optional<Origin> from = origin(cursor.at("from"));
    Optional<String> requestedBy =
        Ours.saying(cursor.at("requestedBy"), Wording.LONGEST_USER, false);
    if (key.isEmpty()
        || incident.isEmpty()
        || reason.isEmpty()
        || duration.isEmpty()
        || from.isEmpty()
        || requestedBy.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Request(
            key.get(),
            incident.get(),
            reason.get(),
            duration.get(),
            from.get(),
            requestedBy.get()));
  }

  private static Optional<String> incident(Cursor cursor) {
    if (!cursor.requireMapping("the incident's id")) {
      return Optional.empty();
    }
    Ours.only(cursor, "id");
    Cursor id = cursor.at("id");
    Optional<String> text = Ours.saying(id, Wording.LONGEST_INCIDENT, false);
    if (text.isPresent() && text.get().codePoints().anyMatch(Texts::isBlank)) {
      id.wrong("an incident's identifier without blanks, such as INC-4711");
      return Optional.empty();
    }
    return text;
  }

  /// Without `from` the rule's sources decide alone.
  private static Optional<Origin> origin(Cursor cursor) {
    if (!cursor.isPresent()) {
      return Optional.of(new Origin.AnySource());
    }
    Optional<String> text = cursor.text();
    Optional<Address> address =
        text.flatMap(Address::parse)
            .filter(found -> found.toString().equals(text.get()))
            .filter(found -> !SpecialAddresses.contains(found));
    if (text.isPresent() && address.isEmpty()) {
      cursor.wrong("one address in its shortest form, such as 10.20.0.17");
    }
    return address.map(Origin.OneAddress::new);
  }

  private static Optional<Revocation> revocation(Cursor cursor) {
    if (!cursor.isPresent()) {
      return Optional.of(new Revocation.None());
    }
    if (!cursor.requireMapping("who revokes, and why")) {
      return Optional.empty();
    }
    Ours.only(cursor, "by", "reason");
    Optional<String> by = Ours.saying(cursor.at("by"), Wording.LONGEST_USER, false);
    String reason = Ours.description(cursor.at("reason"), Wording.LONGEST_REASON);
    return by.map(user -> new Revocation.By(user, reason));
  }
}
