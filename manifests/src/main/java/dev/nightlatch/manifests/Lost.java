package dev.nightlatch.manifests;

import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.Kind;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.PodScope;
import dev.nightlatch.engine.model.PolicyRef;
import dev.nightlatch.engine.model.Tier;
import dev.nightlatch.grants.model.DnsNames;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What may have stood in a text that is no YAML: the gaps that it leaves.
///
/// The text is read line by line, and a line counts only where it can hardly mean anything else:
/// one `kind` at the margin, and a name and a namespace directly below one `metadata` at the
/// margin. A text whose kind cannot be told may be any policy, and any other object; one without
/// the word `kind` is none.
///
/// Costs O(characters).
final class Lost {
  private static final Set<Direction> BOTH = EnumSet.allOf(Direction.class);
  private static final String CONTROL = "\\{\\{-?\\s*(?:if|else|end|range|with)\\b[^}]*}}";
  private static final Pattern CONTROLS = Pattern.compile("(?:" + CONTROL + "\\s*)+");
  /// A template that writes what stands elsewhere, at the margin.
  private static final Pattern MADE =
      Pattern.compile("^\\{\\{[^}]*\\b(?:include|template|toYaml|tpl)\\b");
  private static final Pattern KIND = Pattern.compile("kind\\s*:(.*)");
  private static final Pattern VERSION = Pattern.compile("apiVersion\\s*:(.*)");
  private static final Pattern META = Pattern.compile("metadata\\s*:(.*)");
  private static final Pattern FLOW = Pattern.compile("\\{([^{}]*)}\\s*(?:#.*)?");
  private static final Pattern FIELD = Pattern.compile("([A-Za-z]+)\\s*:(.*)");
  private static final Pattern WORD =
      Pattern.compile("\\s*([\"']?)([A-Za-z0-9./-]+)\\1\\s*(?:\\s#.*)?");
  private static final Pattern POLICY = Pattern.compile("[A-Za-z]*NetworkPolicy");

  private final List<String> lines;
  private final Place place;

  private Lost(List<String> lines, Place place) {
    this.lines = lines;
    this.place = place;
  }

  /// The gaps that a text leaves.
  ///
  /// @param text what stands there; empty if not even that is known
  /// @param place where it could not be read on
  static List<Gap> gaps(String text, Place place) {
    if (!text.isBlank() && !text.contains("kind")) {
      return List.of();
    }
    List<String> lines = text.lines().filter(Lost::says).toList();
    boolean isControl = lines.stream().allMatch(line -> CONTROLS.matcher(line.strip()).matches());
    return isControl && !text.isBlank() ? List.of() : new Lost(lines, place).gaps();
  }

  /// Whether a line is more than a comment or a separator.
  private static boolean says(String line) {
    String stripped = line.strip();
    return !stripped.isEmpty() && !stripped.startsWith("#") && !stripped.equals("---");
  }

  private List<Gap> gaps() {
    List<String> kinds = atMargin(KIND);
    boolean isMade = lines.stream().anyMatch(line -> MADE.matcher(line).find());
    if (isMade || kinds.isEmpty() || kinds.stream().anyMatch(kind -> word(kind).isEmpty())) {
      return anything();
    }
    List<String> words = kinds.stream().flatMap(kind -> word(kind).stream()).distinct().toList();
    if (words.stream().anyMatch(Lists::isList)) {
      return anything();
    }
    boolean isOne = kinds.size() == 1 && isAlone(words.getFirst());
    List<Gap> gaps = new ArrayList<>();
    Stream.concat(words.stream(), mentioned())
        .distinct()
        .flatMap(word -> meant(word, isOne).stream())
        .distinct()
        .forEach(kind -> gaps.addAll(of(kind, isOne)));
    return gaps;
  }

  /// Policies that are named anywhere: where an indentation is wrong, a second object may stand in
  /// the first.
  private Stream<String> mentioned() {
    return lines.stream()
        .filter(line -> line.contains("kind"))
        .flatMap(line -> POLICY.matcher(line).results().map(found -> found.group()));
  }

  private boolean isAlone(String word) {
    return mentioned().allMatch(word::equals)
        && lines.stream().filter(line -> line.contains("kind") && line.contains(word)).count() == 1;
  }

  /// The kind of which a word is the name, or nearly, if it matters.
  private Optional<SnapshotKind> meant(String word, boolean isOne) {
    List<String> versions = atMargin(VERSION);
    boolean isForeign =
        isOne
            && versions.size() == 1
            && word(versions.getFirst())
                .filter(version -> !SnapshotKind.isOfKubernetes(SnapshotKind.group(version)))
                .isPresent();
    if (isForeign) {
      return Optional.empty();
    }
    return SnapshotKind.named(word).or(() -> SnapshotKind.nearlyPolicy(word));
  }

  private List<Gap> of(SnapshotKind kind, boolean isOne) {
    List<String> meta = isOne ? metadata() : List.of();
    String namespace = only(meta, "namespace").filter(DnsNames::isLabel).orElse("");
    String name = only(meta, "name").filter(DnsNames::isSubdomain).orElse("");
    return switch (kind) {
      case NAMESPACE ->
          List.of(
              name.isEmpty()
                  ? new Gap.Unlisted(Kind.NAMESPACE, "")
                  : new Gap.UnreadableNamespace(name));
      case NODE -> List.of(new Gap.UnreadableNode(name));
      case SERVICE -> List.of(new Gap.Unlisted(Kind.SERVICE, namespace));
      case ENDPOINT_SLICE -> List.of(new Gap.Unlisted(Kind.ENDPOINT_SLICE, namespace));
      case POD,
          REPLICATION_CONTROLLER,
          DEPLOYMENT,
          REPLICA_SET,
          STATEFUL_SET,
          DAEMON_SET,
          JOB,
          CRON_JOB ->
          List.of(new Gap.UnreadablePod(namespace, kind.word(), name));
      case NETWORK_POLICY ->
          List.of(
              new Gap.UnreadablePolicy(namespace, called(name), LabelSelector.EVERYTHING, BOTH));
      case ADMIN_NETWORK_POLICY ->
          List.of(clusterPolicy(ClusterApi.ADMIN, name, EnumSet.of(Tier.ADMIN)));
      case BASELINE_ADMIN_NETWORK_POLICY ->
          List.of(clusterPolicy(ClusterApi.BASELINE_ADMIN, name, EnumSet.of(Tier.BASELINE)));
      case CLUSTER_NETWORK_POLICY ->
          List.of(clusterPolicy(ClusterApi.CLUSTER, name, EnumSet.of(Tier.ADMIN, Tier.BASELINE)));
    };
  }

  private List<Gap> anything() {
    return List.of(
        new Gap.UnreadablePolicy("", called(""), LabelSelector.EVERYTHING, BOTH),
        clusterPolicy(ClusterApi.CLUSTER, "", EnumSet.of(Tier.ADMIN, Tier.BASELINE)),
        new Gap.UnreadablePod("", "", ""),
        new Gap.UnreadableNode(""),
        new Gap.Unlisted(Kind.NAMESPACE, ""),
        new Gap.Unlisted(Kind.SERVICE, ""),
        new Gap.Unlisted(Kind.ENDPOINT_SLICE, ""));
  }

  private Gap clusterPolicy(ClusterApi api, String name, Set<Tier> tiers) {
    return new Gap.UnreadableClusterPolicy(
        new PolicyRef(api.kind(), "", called(name)),
        tiers,
        new Gap.Rank.Anywhere(),
        PodScope.EVERYTHING,
        BOTH);
  }

  /// What to call a policy: by where it stands, since its name may be gone or be another's.
  private String called(String name) {
    return name.isEmpty() ? place.toString() : name + " (" + place + ")";
  }

  private List<String> atMargin(Pattern field) {
    return lines.stream()
        .map(field::matcher)
        .filter(Matcher::matches)
        .map(found -> found.group(1))
        .toList();
  }

  private static Optional<String> word(String written) {
    Matcher word = WORD.matcher(written);
    return word.matches() ? Optional.of(word.group(2)) : Optional.empty();
  }

  /// The fields directly below the one `metadata` at the margin, or inside its braces; none where
  /// it is not whole.
  private List<String> metadata() {
    List<String> found = atMargin(META);
    if (found.size() != 1) {
      return List.of();
    }
    Matcher flow = FLOW.matcher(found.getFirst().strip());
    if (flow.matches()) {
      return Stream.of(flow.group(1).split(",", -1)).map(String::strip).toList();
    }
    List<String> after =
        lines.stream().dropWhile(line -> !META.matcher(line).matches()).skip(1).toList();
    List<String> below = after.stream().takeWhile(line -> line.startsWith(" ")).toList();
    int indent = below.isEmpty() ? 0 : indent(below.getFirst());
    boolean isWhole =
        (found.getFirst().isBlank() || found.getFirst().strip().startsWith("#"))
            && below.stream().allMatch(line -> indent(line) >= indent)
            && below.stream().noneMatch(line -> line.strip().startsWith("{{"))
            && after.stream().skip(below.size()).limit(1).allMatch(Lost::isField);
    return isWhole
        ? below.stream().filter(line -> indent(line) == indent).map(String::strip).toList()
        : List.of();
  }

  private static boolean isField(String line) {
    return FIELD.matcher(line).matches();
  }

  private static int indent(String line) {
    return line.length() - line.stripLeading().length();
  }

  /// The value of a field that is there once; empty if it is no single word.
  private static Optional<String> only(List<String> fields, String name) {
    List<String> values =
        fields.stream()
            .map(FIELD::matcher)
            .filter(Matcher::matches)
            .filter(field -> field.group(1).equals(name))
            .map(field -> field.group(2))
            .toList();
    return values.size() == 1 ? word(values.getFirst()) : Optional.empty();
  }
}
