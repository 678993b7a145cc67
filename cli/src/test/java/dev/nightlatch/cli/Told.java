package dev.nightlatch.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.stream.StreamSupport;

/// The Kubernetes Events that a cluster has, as its admin sees them.
record Told(Site site) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// The events of an object in a namespace, in the order in which they were told.
  ///
  /// @param uid of the object, or its name
  List<JsonNode> events(String namespace, String kind, String uid) {
    JsonNode all =
        parsed(
            site.kubectl(
                "get",
                "events.events.k8s.io",
                "--namespace=" + namespace,
                "--sort-by=.eventTime",
                "--output=json"));
    return StreamSupport.stream(all.at("/items").spliterator(), false)
        .filter(event -> event.at("/regarding/kind").asText().equals(kind))
        .filter(
            event ->
                event.at("/regarding/uid").asText().equals(uid)
                    || event.at("/regarding/name").asText().equals(uid))
        .toList();
  }

  List<String> reasons(String namespace, String kind, String uid) {
    return events(namespace, kind, uid).stream()
        .map(event -> event.at("/reason").asText())
        .toList();
  }

  /// Waits until exactly this was told of an object.
  void await(String namespace, String kind, String uid, String... reasons) {
    site.await(
        Site.SOON,
        () -> "told: " + reasons(namespace, kind, uid),
        () -> reasons(namespace, kind, uid).equals(List.of(reasons)));
  }

  /// Waits until one event of this reason was told of an object, and returns its note.
  ///
  /// @throws AssertionError if it is no warning
  String warning(String namespace, String kind, String uid, String reason) {
    site.await(
        Site.SOON,
        () -> "told: " + reasons(namespace, kind, uid),
        () -> reasons(namespace, kind, uid).contains(reason));
    JsonNode event =
        events(namespace, kind, uid).stream()
            .filter(each -> each.at("/reason").asText().equals(reason))
            .findFirst()
            .orElseThrow();
    if (!event.at("/type").asText().equals("Warning")) {
      throw new AssertionError("no warning: " + event);
    }
    return event.at("/note").asText();
  }

  static JsonNode parsed(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException senseless) {
      throw new AssertionError("not JSON: " + text, senseless);
    }
  }
}
