package dev.nightlatch.stores;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.engine.set.Protocol;
import dev.nightlatch.grants.model.Bystander;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Drift;
import dev.nightlatch.grants.model.Durations;
import dev.nightlatch.grants.model.Exemption;
import dev.nightlatch.grants.model.GrantRef;
import dev.nightlatch.grants.model.GrantStatus.LatchRef;
import dev.nightlatch.grants.model.GrantStatus.PolicyRef;
import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.IncidentRef;
import dev.nightlatch.grants.model.Notice;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.OnDrift;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Part;
import dev.nightlatch.grants.model.Proof;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.record.JournalEntry;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// How an entry is written: one JSON object on one line, its fields always in the same order.
final class JournalText {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private JournalText() {}

  /// The first line of a journal that is one cluster's alone.
  static String formatCluster(Uid cluster) {
    return MAPPER.createObjectNode().put("kind", "Cluster").put("uid", cluster.text()).toString();
  }

  /// The cluster that such a line names; empty for any other line.
  static Optional<Uid> parseCluster(String line) {
    try {
      JsonNode node = MAPPER.readTree(line);
      String uid = node.path("uid").asText();
      return node.path("kind").asText().equals("Cluster") && !uid.isEmpty()
          ? Optional.of(new Uid(uid))
          : Optional.empty();
    } catch (JsonProcessingException damaged) {
      return Optional.empty();
    }
  }

  static String format(JournalEntry entry) {
    ObjectNode line = MAPPER.createObjectNode();
    line.put("at", entry.at().toString());
    switch (entry) {
      case JournalEntry.Opening opening -> {
        line.put("kind", "Opening");
        line.put("grant", opening.grant().text());
        line.put("name", opening.name());
        line.set("request", request(opening.request()));
        line.put("ruleUid", opening.rule().text());
        line.put("ruleGeneration", opening.ruleGeneration());
        texts(line, "terms", opening.terms());
        ArrayNode latches = line.putArray("latches");
        opening.latches().forEach(latch -> latches.add(key(latch)));
        ArrayNode policies = line.putArray("policies");
        opening.policies().forEach(policy -> policies.add(key(policy)));
        line.put("termsHash", opening.termsHash());
        texts(line, "approvers", opening.approvers());
        if (!opening.accepted().isEmpty()) {
          texts(line, "accepted", opening.accepted());
        }
        opening.exemption().kind().ifPresent(kind -> line.put("exemption", kind.text()));
        opening
            .exemption()
            .review()
            .ifPresent(within -> line.put("reviewWithin", Durations.format(within)));
      }
      case JournalEntry.Opened opened -> {
        line.put("kind", "Opened");
        line.put("grant", opened.grant().text());
        line.put("startsAt", opened.startsAt().toString());
        line.put("expiresAt", opened.expiresAt().toString());
        ArrayNode latches = line.putArray("latches");
        opened
            .latches()
            .forEach(
                latch ->
                    latches.add(
                        key(latch.key())
                            .put("uid", latch.uid().text())
                            .put("startTime", latch.startedAt().toString())
                            .put("expiresAt", latch.expiresAt().toString())));
        ArrayNode policies = line.putArray("policies");
        opened
            .policies()
            .forEach(policy -> policies.add(key(policy.key()).put("uid", policy.uid().text())));
        if (!opened.beside().isEmpty()) {
          ArrayNode beside = line.putArray("beside");
          opened.beside().forEach(each -> beside.add(bystander(each)));
        }
      }
      case JournalEntry.Proven(var grant, var proof) -> {
        line.put("kind", "Proven");
        line.put("grant", grant.text());
        line.put("moment", proof.moment().text());
        line.put("method", proof.method().text());
        line.put("holds", proof.holds());
        line.put("message", proof.sentence());
        texts(line, "connections", proof.connections());
      }
      case JournalEntry.Drifted(var grant, _, var drift, var answer) -> {
        line.put("kind", "Drifted");
        line.put("grant", grant.text());
        ObjectNode policy = key(drift.policy()).put("uid", drift.uid().text());
        if (!drift.version().isEmpty()) {
          policy.put("resourceVersion", drift.version());
        }
        line.set("policy", policy);
        line.put("what", drift.what().text());
        line.put("answer", answer.text());
      }
      case JournalEntry.Noticed(var grant, _, var notices) -> {
        line.put("kind", "Noticed");
        line.put("grant", grant.text());
        ArrayNode beside = line.putArray("beside");
        notices.forEach(
            notice -> beside.add(bystander(notice.bystander()).put("turn", notice.turn().text())));
      }
      case JournalEntry.Closed closed -> {
        line.put("kind", "Closed");
        line.put("grant", closed.grant().text());
        line.put("code", closed.code().text());
        line.put("message", closed.sentence());
      }
      case JournalEntry.Reviewed(var grant, _, var by, var finding) -> {
        line.put("kind", "Reviewed");
        line.put("grant", grant.text());
        line.put("by", by.user());
        if (!by.groups().isEmpty()) {
          texts(line, "groups", by.groups());
        }
        line.put("finding", finding);
      }
      case JournalEntry.Refused refused -> {
        line.put("kind", "Refused");
        line.put("grant", refused.grant().text());
        line.put("name", refused.name());
        line.set("request", request(refused.request()));
        line.put("code", refused.code().text());
        line.put("message", refused.sentence());
      }
    }
    return line.toString();
  }

  private static void texts(ObjectNode node, String field, List<String> texts) {
    ArrayNode array = node.putArray(field);
    texts.forEach(array::add);
  }

  private static ObjectNode request(Request request) {
    ObjectNode node = MAPPER.createObjectNode();
    node.set("rule", key(request.rule()));
    if (!request.incident().isManual()) {
      node.put("provider", request.incident().provider());
    }
    node.put("incident", request.incident().id());
    node.put("reason", request.reason());
    node.put("duration", Durations.format(request.duration()));
    if (request.from() instanceof Origin.OneAddress(var address)) {
      node.put("from", address.toString());
    }
    if (!request.part().sources().isEmpty()) {
      ArrayNode sources = node.putArray("sources");
      request.part().sources().forEach(source -> sources.add(key(source)));
    }
    if (!request.part().ports().isEmpty()) {
      ArrayNode ports = node.putArray("ports");
      request.part().ports().forEach(port -> ports.add(port(port)));
    }
    request.startsAt().ifPresent(start -> node.put("startsAt", start.toString()));
    if (request.breakGlass()) {
      node.put("breakGlass", true);
    }
    request
        .extended()
        .ifPresent(
            ref ->
                node.set(
                    "extends",
                    MAPPER
                        .createObjectNode()
                        .put("name", ref.name())
                        .put("uid", ref.uid().text())));
    node.put("requestedBy", request.requestedBy());
    if (!request.requester().groups().isEmpty()) {
      texts(node, "groups", request.requester().groups());
    }
    return node;
  }

  private static ObjectNode port(PortRange range) {
    return MAPPER
        .createObjectNode()
        .put("protocol", range.protocol().name())
        .put("port", range.first())
        .put("endPort", range.last());
  }

  private static ObjectNode key(ObjectKey key) {
    return MAPPER.createObjectNode().put("namespace", key.namespace()).put("name", key.name());
  }

  private static ObjectNode bystander(Bystander bystander) {
    ObjectNode node = MAPPER.createObjectNode().put("name", bystander.name());
    return bystander.content().isEmpty() ? node : node.put("content", bystander.content());
  }

  /// The entry of this line; empty if the line is anything else than an entry.
  static Optional<JournalEntry> parse(String line) {
    try {
      JsonNode node = MAPPER.readTree(line);
      return Optional.of(entry(new Fields(node)));
    } catch (JsonProcessingException | DateTimeException | IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }

  private static JournalEntry entry(Fields line) {
    Uid grant = new Uid(line.text("grant"));
    Instant at = line.instant("at");
    return switch (line.text("kind")) {
      case "Opening" ->
          new JournalEntry.Opening(
              grant,
              at,
              line.text("name"),
              request(line.object("request")),
              new Uid(line.text("ruleUid")),
              line.number("ruleGeneration"),
              line.list("terms", Fields::itself),
              line.keys("latches", "latch"),
              line.keys("policies", "policy"),
              line.has("termsHash") ? line.text("termsHash") : "",
              line.optional("approvers", Fields::itself),
              line.optional("accepted", Fields::itself),
              exemption(line));
      case "Opened" ->
          new JournalEntry.Opened(
              grant,
              at,
              line.instant("startsAt"),
              line.instant("expiresAt"),
              line.list(
                  "latches",
                  latch ->
                      new LatchRef(
                          latch.key(),
                          new Uid(latch.text("uid")),
                          latch.instant("startTime"),
                          latch.instant("expiresAt"))),
              line.list(
                  "policies", policy -> new PolicyRef(policy.key(), new Uid(policy.text("uid")))),
              line.optional("beside", JournalText::bystander));
      case "Proven" ->
          new JournalEntry.Proven(
              grant,
              new Proof(
                  Proof.Moment.parse(line.text("moment"))
                      .orElseThrow(IllegalArgumentException::new),
                  Proof.Method.parse(line.text("method"))
                      .orElseThrow(IllegalArgumentException::new),
                  at,
                  line.truth("holds"),
                  line.text("message"),
                  line.list("connections", Fields::itself)));
      case "Drifted" ->
          new JournalEntry.Drifted(
              grant,
              at,
              drift(line.object("policy"), line.text("what")),
              OnDrift.parse(line.text("answer")).orElseThrow(IllegalArgumentException::new));
      case "Noticed" ->
          new JournalEntry.Noticed(
              grant,
              at,
              line.list(
                  "beside",
                  each ->
                      new Notice(
                          bystander(each),
                          Notice.Turn.parse(each.text("turn"))
                              .orElseThrow(IllegalArgumentException::new))));
      case "Closed" -> new JournalEntry.Closed(grant, at, line.code(), line.text("message"));
      case "Reviewed" ->
          new JournalEntry.Reviewed(
              grant,
              at,
              new Identity(line.text("by"), line.optional("groups", Fields::itself)),
              line.text("finding"));
      case "Refused" ->
          new JournalEntry.Refused(
              grant,
              at,
              line.text("name"),
              request(line.object("request")),
              line.code(),
              line.text("message"));
      case String kind -> throw new IllegalArgumentException("no kind of entry: " + kind);
    };
  }

  private static Drift drift(Fields policy, String what) {
    return new Drift(
        policy.key(),
        new Uid(policy.text("uid")),
        policy.has("resourceVersion") ? policy.text("resourceVersion") : "",
        Drift.What.parse(what).orElseThrow(IllegalArgumentException::new));
  }

  private static Bystander bystander(Fields each) {
    return new Bystander(each.text("name"), each.has("content") ? each.text("content") : "");
  }

  private static Exemption exemption(Fields line) {
    if (!line.has("exemption")) {
      return new Exemption.None();
    }
    return switch (Exemption.Kind.parse(line.text("exemption"))
        .orElseThrow(IllegalArgumentException::new)) {
      case ON_CALL -> new Exemption.OnCall();
      case BREAK_GLASS ->
          new Exemption.BreakGlass(
              Durations.parse(line.text("reviewWithin"))
                  .orElseThrow(IllegalArgumentException::new));
    };
  }

  private static Request request(Fields node) {
    return new Request(
        node.object("rule").key(),
        new IncidentRef(
            node.has("provider") ? node.text("provider") : IncidentRef.MANUAL,
            node.text("incident")),
        node.text("reason"),
        Durations.parse(node.text("duration")).orElseThrow(IllegalArgumentException::new),
        new Part(
            node.has("from")
                ? new Origin.OneAddress(
                    Address.parse(node.text("from")).orElseThrow(IllegalArgumentException::new))
                : new Origin.AnySource(),
            node.optional("sources", Fields::key),
            node.optional("ports", Fields::port)),
        node.has("startsAt") ? Optional.of(node.instant("startsAt")) : Optional.empty(),
        node.has("breakGlass") && node.truth("breakGlass"),
        node.has("extends") ? Optional.of(node.object("extends").grant()) : Optional.empty(),
        new Identity(node.text("requestedBy"), node.optional("groups", Fields::itself)));
  }

  /// A JSON value that is read strictly: what is missing or of another type is an error.
  private record Fields(JsonNode node) {

    boolean has(String field) {
      return node.has(field);
    }

    private JsonNode at(String field) {
      JsonNode value = node.get(field);
      if (value == null) {
        throw new IllegalArgumentException("no field " + field);
      }
      return value;
    }

    String text(String field) {
      return new Fields(at(field)).itself();
    }

    String itself() {
      if (!node.isTextual()) {
        throw new IllegalArgumentException("not a text");
      }
      return node.textValue();
    }

    boolean truth(String field) {
      JsonNode value = at(field);
      if (!value.isBoolean()) {
        throw new IllegalArgumentException(field + " is neither true nor false");
      }
      return value.booleanValue();
    }

    long number(String field) {
      JsonNode value = at(field);
      if (!value.isIntegralNumber() || !value.canConvertToLong()) {
        throw new IllegalArgumentException(field + " is not a number");
      }
      return value.longValue();
    }

    Instant instant(String field) {
      return Instant.parse(text(field));
    }

    Code code() {
      return Code.parse(text("code")).orElseThrow(IllegalArgumentException::new);
    }

    Fields object(String field) {
      return new Fields(at(field));
    }

    GrantRef grant() {
      return new GrantRef(text("name"), new Uid(text("uid")));
    }

    ObjectKey key() {
      return new ObjectKey(text("namespace"), text("name"));
    }

    /// Several keys; the one of earlier versions, which had a name of its own, is a list of one.
    List<ObjectKey> keys(String field, String one) {
      return has(one) ? List.of(object(one).key()) : list(field, Fields::key);
    }

    PortRange port() {
      return new PortRange(
          Protocol.valueOf(text("protocol")),
          Math.toIntExact(number("port")),
          Math.toIntExact(number("endPort")));
    }

    /// A list that earlier versions do not write; none is an empty one.
    <T> List<T> optional(String field, Function<Fields, T> item) {
      return has(field) ? list(field, item) : List.of();
    }

    <T> List<T> list(String field, Function<Fields, T> item) {
      JsonNode value = at(field);
      if (!value.isArray()) {
        throw new IllegalArgumentException(field + " is not a list");
      }
      List<T> items = new ArrayList<>();
      value.forEach(element -> items.add(item.apply(new Fields(element))));
      return items;
    }
  }
}
