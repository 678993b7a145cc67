package dev.nightlatch.cli;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.kube.KubeCluster;
import dev.nightlatch.manifests.Encoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Where a command's answer goes and in which format.
///
/// @param objects where the objects of json and yaml come from
record Answer(Screen screen, Format format, ApiObjects objects) {

  /// The answer about a real cluster.
  static Answer about(KubeCluster cluster, Screen screen, Format format) {
    return new Answer(screen, format, ApiObjects.of(cluster));
  }

  /// In words, which need no objects.
  static Answer inWords(Cluster cluster, Screen screen) {
    return new Answer(screen, Format.table, ApiObjects.made(cluster));
  }

  boolean isInWords() {
    return format == Format.table;
  }

  /// Prints the grant as the API has it now, or says the words where the answer is for people.
  void grant(AccessGrant grant, Runnable words) {
    switch (format) {
      case json, yaml -> screen.print(format.text(whole(grant)));
      case table -> words.run();
    }
  }

  /// How to see what becomes of the grant: for a script in the format that it reads.
  String look(AccessGrant grant) {
    return "See how it goes: %s get %s%s"
        .formatted(screen.program(), grant.name(), isInWords() ? "" : " -o " + format);
  }

  /// What was read of a grant that has gone meanwhile is all that there is of it.
  private Map<String, Object> whole(AccessGrant grant) {
    Optional<Map<String, Object>> now = objects.grant(grant.name());
    return now.filter(isSame(grant)).orElseGet(() -> Encoder.grant(grant));
  }

  private static Predicate<Map<String, Object>> isSame(AccessGrant grant) {
    return tree ->
        tree.get("metadata") instanceof Map<?, ?> meta
            && grant.uid().text().equals(meta.get("uid"));
  }

  /// Prints objects as the one that kubectl makes of them: a `List`.
  void list(List<Map<String, Object>> items) {
    screen.print(format.text(Format.list(items)));
  }
}
