package dev.nightlatch.manifests;

import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.GrantRef;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.IncidentRef;
import dev.nightlatch.grants.model.Meta;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Part;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.SpecialAddresses;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.model.Voices;
import dev.nightlatch.grants.model.Wording;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
    Ours.only(spec, "request", "approvals", "rejection", "revocation", "review");
    Optional<Request> request = request(spec.at("request"));
    Optional<Voices> voices = VoicesDecoder.voices(spec);
    Optional<GrantStatus> status = StatusDecoder.status(object.at("status"));
    if (meta.isEmpty() || request.isEmpty() || voices.isEmpty() || status.isEmpty()) {
      return object.log().decoded(Optional::empty);
    }
    return object
        .log()
        .decoded(
            () ->
                Optional.of(
                    new AccessGrant(meta.get(), request.get(), voices.get(), status.get())));
  }

  private static Optional<Request> request(Cursor cursor) {
    if (!cursor.requireMapping("a request")) {
      return Optional.empty();
    }
    Ours.only(
        cursor,
        "rule",
        "incident",
        "reason",
        "duration",
        "from",
        "sources",
        "ports",
        "startsAt",
        "breakGlass",
        "extends",
        "requestedBy",
        "groups");
    Cursor rule = cursor.at("rule");
    Optional<ObjectKey> key = Optional.empty();
    if (rule.requireMapping("the rule's namespace and name")) {
      Ours.only(rule, "namespace", "name");
      key = Ours.key(rule);
    }
    Optional<IncidentRef> incident = incident(cursor.at("incident"));
    Optional<String> reason = Ours.saying(cursor.at("reason"), Wording.LONGEST_REASON, true);
    Optional<Duration> duration = Times.lease(cursor.at("duration"));
    Optional<Part> part = part(cursor);
    Cursor start = cursor.at("startsAt");
    Optional<Instant> startsAt = Times.instant(start);
    Cursor before = cursor.at("extends");
    Optional<GrantRef> extended = extended(before);
    boolean breakGlass = cursor.at("breakGlass").truth().orElse(false);
    Optional<Identity> requester = VoicesDecoder.who(cursor, "requestedBy");
    if (key.isEmpty()
        || incident.isEmpty()
        || reason.isEmpty()
        || duration.isEmpty()
        || part.isEmpty()
        || start.isPresent() != startsAt.isPresent()
        || before.isPresent() != extended.isPresent()
        || requester.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Request(
            key.get(),
            incident.get(),
            reason.get(),
            duration.get(),
            part.get(),
            startsAt,
            breakGlass,
            extended,
            requester.get()));
  }

  /// Which part of the rule. What cannot be read of it is never left out: that would ask for more.
  private static Optional<Part> part(Cursor cursor) {
    Optional<Origin> from = origin(cursor.at("from"));
    List<Cursor> named = cursor.at("sources").items();
    List<ObjectKey> sources = new ArrayList<>();
    for (Cursor item : named) {
      if (item.requireMapping("a source's namespace and name")) {
        Ours.only(item, "namespace", "name");
        Ours.key(item).ifPresent(sources::add);
      }
    }
    List<Cursor> numbered = cursor.at("ports").items();
    List<PortRange> ports = new ArrayList<>();
    for (Cursor item : numbered) {
      PortDecoder.numbered(item, Ours.unknownField(item)).ifPresent(ports::add);
    }
    return sources.size() == named.size() && ports.size() == numbered.size()
        ? from.map(origin -> new Part(origin, sources, ports))
        : Optional.empty();
  }

  /// Without a provider it is one that only the requester vouches for.
  private static Optional<IncidentRef> incident(Cursor cursor) {
    if (!cursor.requireMapping("the incident's id")) {
      return Optional.empty();
    }
    Ours.only(cursor, "provider", "id");
    Cursor where = cursor.at("provider");
    Optional<String> provider =
        where.isPresent() ? Ours.label(where) : Optional.of(IncidentRef.MANUAL);
    Cursor id = cursor.at("id");
    Optional<String> text = Ours.saying(id, Wording.LONGEST_INCIDENT, false);
    if (text.isPresent() && text.get().codePoints().anyMatch(Texts::isBlank)) {
      id.wrong("an incident's identifier without blanks, such as INC-4711");
      return Optional.empty();
    }
    return provider.flatMap(in -> text.map(called -> new IncidentRef(in, called)));
  }

  private static Optional<GrantRef> extended(Cursor cursor) {
    if (!cursor.isPresent() || !cursor.requireMapping("a grant's name and UID")) {
      return Optional.empty();
    }
    Ours.only(cursor, "name", "uid");
    Optional<String> name = cursor.at("name").requiredText("the grant's name");
    Optional<String> uid =
        cursor.at("uid").requiredText("the grant's UID").filter(text -> !text.isEmpty());
    return name.flatMap(called -> uid.map(text -> new GrantRef(called, new Uid(text))));
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
}
