package dev.nightlatch.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One entry of the API server's audit log, in the fields that tests ask about.
///
/// Source: `Event`, audit.k8s.io/v1.
///
/// @param impersonatedUser the user that the request was made for, where that is another one
/// @param object what the request was about; empty for `/version` and the like
/// @param code the answer's status; 0 where there was none
/// @param sourceIps who forwarded it; only the last is not the client's own word
/// @param received when the API server got the request
/// @param staged when it reached `stage`
/// @param raw the whole event
public record AuditEvent(
    String auditId,
    String stage,
    String level,
    String verb,
    String requestUri,
    String user,
    List<String> groups,
    Optional<String> impersonatedUser,
    Optional<ObjectRef> object,
    int code,
    Instant received,
    Instant staged,
    List<String> sourceIps,
    String userAgent,
    Map<String, String> annotations,
    JsonNode raw) {

  /// What a request was about; a part that does not apply is empty.
  public record ObjectRef(
      String apiGroup, String resource, String subresource, String namespace, String name) {

    /// Whether this is the named object of that resource, whatever the subresource.
    public boolean is(String resource, String namespace, String name) {
      return this.resource.equals(resource)
          && this.namespace.equals(namespace)
          && this.name.equals(name);
    }
  }

  public AuditEvent {
    groups = List.copyOf(groups);
    sourceIps = List.copyOf(sourceIps);
    annotations = Map.copyOf(annotations);
  }

  /// Whether it is a `verb` on that object.
  public boolean is(String verb, String resource, String namespace, String name) {
    return this.verb.equals(verb)
        && object.map(ref -> ref.is(resource, namespace, name)).orElse(false);
  }

  static AuditEvent of(JsonNode json) {
    return new AuditEvent(
        text(json, "auditID"),
        text(json, "stage"),
        text(json, "level"),
        text(json, "verb"),
        text(json, "requestURI"),
        text(json.path("user"), "username"),
        texts(json.path("user").path("groups")),
        Optional.of(text(json.path("impersonatedUser"), "username")).filter(u -> !u.isEmpty()),
        object(json.path("objectRef")),
        json.path("responseStatus").path("code").asInt(0),
        Instant.parse(text(json, "requestReceivedTimestamp")),
        Instant.parse(text(json, "stageTimestamp")),
        texts(json.path("sourceIPs")),
        text(json, "userAgent"),
        annotations(json.path("annotations")),
        json);
  }

  private static Optional<ObjectRef> object(JsonNode ref) {
    return ref.isObject()
        ? Optional.of(
            new ObjectRef(
                text(ref, "apiGroup"),
                text(ref, "resource"),
                text(ref, "subresource"),
                text(ref, "namespace"),
                text(ref, "name")))
        : Optional.empty();
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asText("");
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asText).toList();
  }

  private static Map<String, String> annotations(JsonNode object) {
    Map<String, String> all = new TreeMap<>();
    object.properties().forEach(entry -> all.put(entry.getKey(), entry.getValue().asText()));
    return all;
  }
}
