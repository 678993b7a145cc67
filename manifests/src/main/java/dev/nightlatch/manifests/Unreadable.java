package dev.nightlatch.manifests;

import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.Kind;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.PodScope;
import dev.nightlatch.engine.model.PolicyRef;
import dev.nightlatch.engine.model.Tier;
import dev.nightlatch.grants.model.DnsNames;
import dev.nightlatch.manifests.MetaDecoder.Scope;
import dev.nightlatch.manifests.Problem.Weight;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// What can still be told of an object that cannot be read: at least as much as it may concern.
///
/// Each part counts only if it is wholly right by itself, and if nothing stands in a wrong place
/// that may have been meant for it.
final class Unreadable {
  private static final String[] TOP = {"apiVersion", "kind", "metadata", "spec", "status"};

  private static final List<String> SPEC =
      List.of("podSelector", "policyTypes", "ingress", "egress");
  private static final Pattern IN_A_RULE = Pattern.compile("spec\\.(?:ingress|egress)\\[");

  private final Tree object;
  private final Flaws flaws;
  private final boolean hasSpec;
  private final boolean hasStrays;
  private final boolean hasStraysOfSpec;

  private Unreadable(
      Tree object, Flaws flaws, boolean hasSpec, boolean hasStrays, boolean hasStraysOfSpec) {
    this.object = object;
    this.flaws = flaws;
    this.hasSpec = hasSpec;
    this.hasStrays = hasStrays;
    this.hasStraysOfSpec = hasStraysOfSpec;
  }

  /// An object that could not be decoded.
  ///
  /// @param log what was wrong with it
  static Unreadable of(Tree object, Flaws flaws, Log log) {
    boolean isOverfull = log.problems().size() >= Limits.MISTAKES;
    Cursor spec = Cursor.of(object, new Log()).at("spec");
    return new Unreadable(
        object,
        flaws,
        true,
        isOverfull || !log.strays().isEmpty(),
        isOverfull || log.strays().stream().anyMatch(stray -> isOfSpec(stray, spec)));
  }

  /// Whether an unknown field of a network policy may have been meant for its spec. One inside a
  /// rule is the rule's own mistake, unless it may be a field that the spec lacks, the rules of the
  /// other direction, or a part of the whole object.
  private static boolean isOfSpec(Log.Stray stray, Cursor spec) {
    if (!IN_A_RULE.matcher(stray.path()).lookingAt() || List.of(TOP).contains(stray.key())) {
      return true;
    }
    String meant =
        switch (stray.key()) {
          case "to" -> "egress";
          case "from" -> "ingress";
          default -> stray.key();
        };
    return Spelling.closest(meant, SPEC).filter(field -> !spec.at(field).isPresent()).isPresent();
  }

  /// An object of a version that is not read: its spec tells nothing.
  static Unreadable ofOtherVersion(Tree object, Flaws flaws) {
    return new Unreadable(object, flaws, false, false, false);
  }

  /// The gap that an object of the kind leaves.
  Fact fact(SnapshotKind kind) {
    return switch (kind) {
      case NAMESPACE -> new Fact.OfGap(namespace());
      case NODE -> new Fact.OfGap(new Gap.UnreadableNode(name()));
      case SERVICE -> new Fact.OfGap(new Gap.Unlisted(Kind.SERVICE, podNamespace().orElse("")));
      case ENDPOINT_SLICE ->
          new Fact.OfGap(new Gap.Unlisted(Kind.ENDPOINT_SLICE, podNamespace().orElse("")));
      case POD,
          REPLICATION_CONTROLLER,
          DEPLOYMENT,
          REPLICA_SET,
          STATEFUL_SET,
          DAEMON_SET,
          JOB,
          CRON_JOB ->
          new Fact.OfGap(new Gap.UnreadablePod(podNamespace().orElse(""), kind.word(), name()));
      case NETWORK_POLICY -> new Fact.OfGap(policy());
      case ADMIN_NETWORK_POLICY -> new Fact.OfGap(clusterPolicy(ClusterApi.ADMIN));
      case BASELINE_ADMIN_NETWORK_POLICY ->
          new Fact.OfGap(clusterPolicy(ClusterApi.BASELINE_ADMIN));
      case CLUSTER_NETWORK_POLICY -> new Fact.OfGap(clusterPolicy(ClusterApi.CLUSTER));
    };
  }

  /// The name as it is written; empty if none is, or if it is nothing that one may call a name.
  String name() {
    return clean(cursor -> cursor.at("metadata").at("name").text())
        .filter(DnsNames::isSubdomain)
        .orElse("");
  }

  /// The namespace of anything but a policy: unknown fields there are no problem.
  Optional<String> podNamespace() {
    return clean(
        cursor -> MetaDecoder.namespace(cursor.at("metadata").at("namespace"), Scope.NAMESPACE));
  }

  /// The namespace of a policy. Where none is written, it may stand under a mistaken name or in a
  /// wrong place.
  Optional<String> policyNamespace() {
    return clean(
        cursor -> {
          Cursor meta = cursor.at("metadata");
          Cursor namespace = meta.at("namespace");
          if (!namespace.isPresent()) {
            meta.requireMapping("metadata");
            cursor.only(Weight.SEVERE, TOP);
            meta.only(Weight.SEVERE, MetaDecoder.FIELDS);
          }
          return MetaDecoder.namespace(namespace, Scope.NAMESPACE);
        });
  }

  /// A namespace whose very name is not known may be any that is not given.
  private Gap namespace() {
    return name().isEmpty()
        ? new Gap.Unlisted(Kind.NAMESPACE, "")
        : new Gap.UnreadableNamespace(name());
  }

  /// A policy whose namespace is not known may stand in any.
  private Gap policy() {
    LabelSelector selector =
        cleanOfSpec(spec -> Selectors.selector(spec.at("podSelector")))
            .orElse(LabelSelector.EVERYTHING);
    return new Gap.UnreadablePolicy(
        policyNamespace().orElse(""), name(), selector, policyDirections());
  }

  /// The directions that `policyTypes` names; where it does not, those of its default.
  private Set<Direction> policyDirections() {
    Optional<Set<Direction>> written =
        cleanOfSpec(spec -> Optional.of(PolicyDecoder.writtenTypes(spec.at("policyTypes"))));
    if (written.isEmpty()) {
      return EnumSet.allOf(Direction.class);
    }
    return written
        .filter(types -> !types.isEmpty())
        .or(() -> ruled(hasStraysOfSpec).map(Unreadable::andIngress))
        .orElse(EnumSet.allOf(Direction.class));
  }

  private static Set<Direction> andIngress(Set<Direction> ruled) {
    Set<Direction> all = EnumSet.of(Direction.INGRESS);
    all.addAll(ruled);
    return all;
  }

  /// The directions in which rules are written; empty if some may stand in a wrong place, or under
  /// a mistaken name.
  private Optional<Set<Direction>> ruled(boolean maybeElsewhere) {
    if (maybeElsewhere) {
      return Optional.empty();
    }
    return cleanOfSpec(
        spec -> {
          Set<Direction> ruled = EnumSet.noneOf(Direction.class);
          for (Direction direction : Direction.values()) {
            if (!spec.at(ClusterPolicyDecoder.field(direction)).items().isEmpty()) {
              ruled.add(direction);
            }
          }
          return Optional.of(ruled);
        });
  }

  private Gap clusterPolicy(ClusterApi api) {
    Set<Tier> tiers =
        tierOf(api)
            .or(() -> cleanOfSpec(spec -> ClusterPolicyDecoder.tier(spec, api)))
            .filter(tier -> tier != Tier.UNKNOWN)
            .map(tier -> (Set<Tier>) EnumSet.of(tier))
            .orElse(EnumSet.of(Tier.ADMIN, Tier.BASELINE));
    Gap.Rank rank =
        cleanOfSpec(spec -> ClusterPolicyDecoder.priority(spec, api))
            .<Gap.Rank>map(Gap.Rank.Known::new)
            .orElse(new Gap.Rank.Anywhere());
    PodScope subject =
        cleanOfSpec(spec -> ClusterPolicyDecoder.subject(spec, api)).orElse(PodScope.EVERYTHING);
    Set<Direction> directions =
        ruled(hasStrays).filter(ruled -> !ruled.isEmpty()).orElse(EnumSet.allOf(Direction.class));
    return new Gap.UnreadableClusterPolicy(
        new PolicyRef(api.kind(), "", name()), tiers, rank, subject, directions);
  }

  /// The tier that the kind alone tells.
  private static Optional<Tier> tierOf(ClusterApi api) {
    return switch (api) {
      case ADMIN -> Optional.of(Tier.ADMIN);
      case BASELINE_ADMIN -> Optional.of(Tier.BASELINE);
      case CLUSTER -> Optional.empty();
    };
  }

  private <T> Optional<T> cleanOfSpec(Function<Cursor, Optional<T>> part) {
    return clean(
        cursor -> {
          Cursor spec = spec(cursor);
          return spec.isPresent() ? part.apply(spec) : Optional.empty();
        });
  }

  private Cursor spec(Cursor cursor) {
    Cursor spec = cursor.at(hasSpec ? "spec" : "");
    spec.requireMapping("a spec");
    return spec;
  }

  /// What a part says, if nothing is wrong with it.
  private <T> Optional<T> clean(Function<Cursor, Optional<T>> part) {
    Log log = new Log(flaws);
    Optional<T> said = part.apply(Cursor.of(object, log));
    return log.isBroken() ? Optional.empty() : said;
  }
}
