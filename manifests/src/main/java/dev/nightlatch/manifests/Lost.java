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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What may have stood in a text that is no YAML, as far as its lines still show it: a template
/// that nobody filled in, a line that is indented by one column too many, half a file.
///
/// A text without the word `kind` is no object of Kubernetes. Where the lines show which kind it
/// is, it leaves what an unreadable object of that kind leaves; where they show a kind that no
/// policy sees, nothing; and where they do not show it, it may have been anything.
final class Lost {
  private static final Pattern KIND =
      Pattern.compile("[\"']?\\bkind[\"']?[ \\t]*:[ \\t]*[\"']?([^\"',}#\\r\\n]*)");
  private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9]*");

  private final String text;

  private Lost(String text) {
    this.text = text;
  }

  /// The gaps that a text leaves. Costs O(text).
  static List<Gap> gaps(String text) {
    return new Lost(text).gaps();
  }

  /// What is left where nothing at all is known of a text.
  static List<Gap> anything() {
    List<Gap> gaps = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      gaps.add(new Gap.Unlisted(kind, ""));
    }
    return gaps;
  }

  private List<Gap> gaps() {
    if (!text.contains("kind")) {
      return List.of();
    }
    Set<String> kinds = kinds();
    boolean isPlain = !kinds.isEmpty() && kinds.stream().allMatch(Lost::isWord);
    if (!isPlain) {
      return anything();
    }
    List<Gap> gaps = new ArrayList<>();
    boolean isOne = kinds.size() == 1;
    for (String kind : kinds) {
      Optional<SnapshotKind> named = SnapshotKind.named(kind);
      if (named.isPresent()) {
        gap(named.get(), isOne).ifPresent(gaps::add);
      } else if (Lists.isList(kind) && isOne) {
        // The kinds of its items are left out in some of them.
        return anything();
      }
    }
    return gaps;
  }

  private static boolean isWord(String kind) {
    return WORD.matcher(kind).matches();
  }

  /// A word `kind` with its indentation, and whether its line begins with it.
  private record Mention(String kind, int column, boolean isFirst) {}

  /// The kinds of the document itself: those that are indented the least. Of a list those of its
  /// items, too, and of JSON all.
  private Set<String> kinds() {
    List<Mention> mentions = new ArrayList<>();
    Matcher matcher = KIND.matcher(text);
    while (matcher.find()) {
      int begin = text.lastIndexOf('\n', matcher.start()) + 1;
      String before = text.substring(begin, matcher.start());
      boolean isFirst = before.chars().allMatch(at -> at == ' ' || at == '\t' || at == '-');
      mentions.add(new Mention(matcher.group(1).strip(), before.length(), isFirst));
    }
    int least =
        mentions.stream().filter(Mention::isFirst).mapToInt(Mention::column).min().orElse(0);
    boolean isList = mentions.stream().anyMatch(mention -> Lists.isList(mention.kind()));
    Set<String> kinds = new LinkedHashSet<>();
    for (Mention mention : mentions) {
      if (isList || !mention.isFirst() || mention.column() == least) {
        kinds.add(mention.kind());
      }
    }
    return kinds;
  }

  /// @param isOne whether names in the text are this object's
  private Optional<Gap> gap(SnapshotKind kind, boolean isOne) {
    String name = isOne ? only("name", DnsNames::isSubdomain).orElse("") : "";
    Optional<String> namespace = isOne ? only("namespace", DnsNames::isLabel) : Optional.empty();
    return switch (kind) {
      case NETWORK_POLICY ->
          Optional.of(
              namespace
                  .<Gap>map(
                      in ->
                          new Gap.UnreadablePolicy(
                              in, name, LabelSelector.EVERYTHING, EnumSet.allOf(Direction.class)))
                  .orElse(new Gap.Unlisted(Kind.NETWORK_POLICY, "")));
      case ADMIN_NETWORK_POLICY -> Optional.of(cluster(ClusterApi.ADMIN, name, Tier.ADMIN));
      case BASELINE_ADMIN_NETWORK_POLICY ->
          Optional.of(cluster(ClusterApi.BASELINE_ADMIN, name, Tier.BASELINE));
      case CLUSTER_NETWORK_POLICY ->
          Optional.of(cluster(ClusterApi.CLUSTER, name, Tier.ADMIN, Tier.BASELINE));
      case NAMESPACE ->
          Optional.of(
              name.isEmpty()
                  ? new Gap.Unlisted(Kind.NAMESPACE, "")
                  : new Gap.UnreadableNamespace(name));
      case NODE -> Optional.of(new Gap.UnreadableNode(name));
      case SERVICE -> Optional.of(new Gap.Unlisted(Kind.SERVICE, namespace.orElse("")));
      case ENDPOINT_SLICE ->
          Optional.of(new Gap.Unlisted(Kind.ENDPOINT_SLICE, namespace.orElse("")));
      case POD,
          REPLICATION_CONTROLLER,
          DEPLOYMENT,
          REPLICA_SET,
          STATEFUL_SET,
          DAEMON_SET,
          JOB,
          CRON_JOB ->
          Optional.of(new Gap.UnreadablePod(namespace.orElse(""), kind.word(), name));
    };
  }

  private static Gap cluster(ClusterApi api, String name, Tier first, Tier... more) {
    return new Gap.UnreadableClusterPolicy(
        new PolicyRef(api.kind(), "", name),
        EnumSet.of(first, more),
        new Gap.Rank.Anywhere(),
        PodScope.EVERYTHING,
        EnumSet.allOf(Direction.class));
  }

  /// What a field says wherever it is written, if it says one thing, and a name: the first that is
  /// indented the least.
  private Optional<String> only(String field, Predicate<String> isName) {
    Matcher matcher =
        Pattern.compile("[\"']?\\b" + field + "[\"']?[ \\t]*:[ \\t]*[\"']?([^\"',}#\\r\\n]*)")
            .matcher(text);
    String found = "";
    int least = Integer.MAX_VALUE;
    while (matcher.find()) {
      int column = matcher.start() - (text.lastIndexOf('\n', matcher.start()) + 1);
      if (column < least) {
        least = column;
        found = matcher.group(1).strip();
      }
    }
    return Optional.of(found).filter(isName);
  }
}
