package dev.nightlatch.manifests;

import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.Conditions;
import dev.nightlatch.grants.model.Dns;
import dev.nightlatch.grants.model.FourEyes;
import dev.nightlatch.grants.model.Meta;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.SourceRef;
import dev.nightlatch.grants.model.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `AccessRule`, `nightlatch.dev/v1alpha1`.
final class RuleDecoder {
  private static final int LONGEST_DESCRIPTION = 1024;
  private static final int MOST_APPROVALS = 100;

  private RuleDecoder() {}

  static Decoded<AccessRule> rule(Cursor object) {
    Ours.only(object, "apiVersion", "kind", "metadata", "spec");
    Optional<Meta> meta = MetaDecoder.meta(object, MetaDecoder.Scope.NAMESPACE);
    Cursor spec = object.at("spec");
    if (!spec.requireMapping("a spec")) {
      return object.log().decoded(Optional::empty);
    }
    Ours.only(
        spec,
        "description",
        "target",
        "sources",
        "maxDuration",
        "approval",
        "incidents",
        "breakGlass",
        "quota",
        "onDrift",
        "dns");
    String description = Ours.description(spec.at("description"), LONGEST_DESCRIPTION);
    Optional<Target> target = target(spec.at("target"));
    List<SourceRef> sources = sources(spec.at("sources"));
    Optional<Duration> longest = Times.lease(spec.at("maxDuration"));
    Optional<FourEyes> fourEyes = fourEyes(spec.at("approval"));
    Optional<Conditions> conditions = ConditionsDecoder.conditions(spec);
    Optional<Dns> dns = dns(spec.at("dns"));
    if (meta.isEmpty()
        || conditions.isEmpty()
        || dns.isEmpty()
        || target.isEmpty()
        || sources.isEmpty()
        || longest.isEmpty()
        || fourEyes.isEmpty()) {
      return object.log().decoded(Optional::empty);
    }
    return object
        .log()
        .decoded(
            () ->
                Optional.of(
                    new AccessRule(
                        meta.get(),
                        description,
                        target.get(),
                        sources,
                        longest.get(),
                        fourEyes.get(),
                        conditions.get(),
                        dns.get())));
  }

  private static Optional<Target> target(Cursor cursor) {
    if (!cursor.requireMapping("a target with podSelector and ports")) {
      return Optional.empty();
    }
    Ours.only(cursor, "podSelector", "ports");
    Optional<LabelSelector> pods = Selectors.positive(cursor.at("podSelector"));
    Cursor list = cursor.at("ports");
    if (list.items().isEmpty()) {
      list.missing("at least one port");
    }
    List<PortRange> ports = new ArrayList<>();
    for (Cursor item : list.items()) {
      PortDecoder.numbered(item, Ours.unknownField(item)).ifPresent(ports::add);
    }
    return ports.isEmpty() ? Optional.empty() : pods.map(chosen -> new Target(chosen, ports));
  }

  /// Where nothing is said, nobody resolves names. Where what is said cannot be read, nothing is
  /// known of the rule.
  private static Optional<Dns> dns(Cursor cursor) {
    if (!cursor.isPresent()) {
      return Optional.of(new Dns.None());
    }
    if (!cursor.requireMapping("name servers with namespace and podSelector")) {
      return Optional.empty();
    }
    Ours.only(cursor, "namespace", "podSelector");
    Optional<String> namespace = Ours.label(cursor.at("namespace"));
    Optional<LabelSelector> pods = Selectors.positive(cursor.at("podSelector"));
    return namespace.flatMap(in -> pods.map(chosen -> new Dns.Pods(in, chosen)));
  }

  private static List<SourceRef> sources(Cursor list) {
    if (list.items().isEmpty()) {
      list.missing("at least one source");
    }
    List<SourceRef> sources = new ArrayList<>();
    for (Cursor item : list.items()) {
      if (item.requireMapping("a source's namespace and name")) {
        Ours.only(item, "namespace", "name", "pinAddress");
        Optional<ObjectKey> key = Ours.key(item);
        boolean pinned = item.at("pinAddress").truth().orElse(false);
        key.ifPresent(source -> sources.add(new SourceRef(source, pinned)));
      }
    }
    return sources;
  }

  /// How a grant is approved: by one, where nothing is said. Where what is said cannot be read,
  /// nothing is known of the rule.
  private static Optional<FourEyes> fourEyes(Cursor cursor) {
    if (!cursor.isMappingOrAbsent("approval with the number required")) {
      return Optional.empty();
    }
    Ours.only(cursor, "required", "timeout", "waivedForOnCall");
    Cursor required = cursor.at("required");
    Optional<Integer> number = Ours.whole(required, 0, MOST_APPROVALS);
    Cursor timeout = cursor.at("timeout");
    Optional<Duration> time =
        timeout.isPresent() ? Times.lease(timeout) : Optional.of(FourEyes.TIMEOUT);
    return required.isPresent() && number.isEmpty()
        ? Optional.empty()
        : time.map(
            within ->
                new FourEyes(
                    number.orElse(1), within, cursor.at("waivedForOnCall").truth().orElse(false)));
  }
}
