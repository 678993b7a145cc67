package dev.nightlatch.kube;

import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Permission;
import dev.nightlatch.grants.model.RuleRights;
import dev.nightlatch.grants.model.RuleVerb;
import dev.nightlatch.grants.port.ClusterException;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the caller may do with rules, as the API server answers the caller; and in whose name
/// somebody could act.
///
/// One review of a namespace answers for all of its rules. Where the API server says that it does
/// not show everything, as with an authorizer that is asked over the network, each rule and verb is
/// asked for by itself, which is what the guards do too.
///
/// Source: `SelfSubjectRulesReview`, `SelfSubjectAccessReview`, authorization.k8s.io/v1.
final class KubeRights {
  private static final String API = "authorization.k8s.io/v1";
  private static final String ANY = "*";

  /// How a grant is approved.
  private static final List<String> CHANGES = List.of("patch", "update");

  private final KubernetesClient client;

  KubeRights(KubernetesClient client) {
    this.client = client;
  }

  SortedMap<ObjectKey, RuleRights> of(Collection<ObjectKey> rules) {
    Map<String, Map<?, ?>> reviews = new HashMap<>();
    SortedMap<ObjectKey, RuleRights> rights = new TreeMap<>();
    for (ObjectKey rule : rules) {
      Map<?, ?> review = reviews.computeIfAbsent(rule.namespace(), this::review);
      rights.put(rule, shown(review, rule.name()).orElseGet(() -> oneByOne(rule)));
    }
    return rights;
  }

  /// What the caller may do in a namespace; nothing is in it where that may not be asked.
  private Map<?, ?> review(String namespace) {
    return asked(
            "SelfSubjectRulesReview", "selfsubjectrulesreviews", Map.of("namespace", namespace))
        .orElse(Map.of());
  }

  /// Each verb by a question of its own.
  RuleRights oneByOne(ObjectKey rule) {
    return RuleRights.of(verb -> one(rule, verb));
  }

  /// Whether somebody may change a grant in another user's name, in either way that the API server
  /// knows.
  ///
  /// Source: `SubjectAccessReview`. The verb `impersonate` on `users`; and from Kubernetes 1.35 on,
  /// "constrained impersonation" (KEP-5284): `impersonate:user-info` on
  /// `users.authentication.k8s.io`, together with `impersonate-on:user-info:` and what is to be
  /// done.
  Permission impersonation(Identity who, String user) {
    Permission freely = may(who, "", "users", "impersonate", user);
    if (freely == Permission.HELD) {
      return freely;
    }
    Permission constrained =
        may(who, "authentication.k8s.io", "users", "impersonate:user-info", user);
    if (constrained != Permission.HELD) {
      return constrained == Permission.UNKNOWN ? constrained : freely;
    }
    return CHANGES.stream()
        .map(
            verb ->
                may(
                    who,
                    Kinds.GRANT.getGroup(),
                    Kinds.GRANT.getPlural(),
                    "impersonate-on:user-info:" + verb,
                    ""))
        .filter(permission -> permission != Permission.NOT_HELD)
        .findFirst()
        .orElse(freely);
  }

  /// @param name empty for any
  private Permission may(Identity who, String group, String resource, String verb, String name) {
    return permission(
        "SubjectAccessReview",
        "subjectaccessreviews",
        Map.of(
            "user",
            who.user(),
            "groups",
            who.groups(),
            "resourceAttributes",
            Map.of("group", group, "resource", resource, "verb", verb, "name", name)));
  }

  /// An error in an answer makes no yes of it: the guards ask the same, and hear the same.
  private Permission one(ObjectKey rule, RuleVerb verb) {
    Map<String, ?> attributes =
        Map.of(
            "group",
            Kinds.RULE.getGroup(),
            "resource",
            Kinds.RULE.getPlural(),
            "verb",
            verb.text(),
            "namespace",
            rule.namespace(),
            "name",
            rule.name());
    return permission(
        "SelfSubjectAccessReview",
        "selfsubjectaccessreviews",
        Map.of("resourceAttributes", attributes));
  }

  private Permission permission(String kind, String plural, Map<String, ?> spec) {
    return asked(kind, plural, spec)
        .map(
            status ->
                Boolean.TRUE.equals(status.get("allowed")) ? Permission.HELD : Permission.NOT_HELD)
        .orElse(Permission.UNKNOWN);
  }

  /// The status of a review; empty where the API server does not let the caller ask, or answers
  /// nothing.
  private Optional<Map<?, ?>> asked(String kind, String plural, Map<String, ?> spec) {
    Map<String, ?> question = Map.of("apiVersion", API, "kind", kind, "spec", spec);
    try {
      return Failures.translated(
              "asking what may be done",
              () ->
                  Optional.ofNullable(client.raw("/apis/" + API + "/" + plural, "POST", question)))
          .<Map<?, ?>>map(
              answer -> client.getKubernetesSerialization().unmarshal(answer, Map.class))
          .flatMap(
              review ->
                  review.get("status") instanceof Map<?, ?> status
                      ? Optional.of(status)
                      : Optional.empty());
    } catch (ClusterException failed) {
      return switch (failed.kind()) {
        case FORBIDDEN, NOT_FOUND, INVALID, PERMANENT -> Optional.empty();
        case CONFLICT, TRANSIENT -> throw failed;
      };
    }
  }

  /// What the status of a SelfSubjectRulesReview says of one rule.
  ///
  /// `incomplete`: "true when the rules returned by this call are incomplete"; `evaluationError`
  /// "can appear in combination with Rules", so something may be missing then too.
  ///
  /// @return empty where it does not show everything
  static Optional<RuleRights> shown(Map<?, ?> status, String rule) {
    if (!(status.get("resourceRules") instanceof List<?> all)
        || Boolean.TRUE.equals(status.get("incomplete"))
        || !texts(status.get("evaluationError")).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        RuleRights.of(
            verb ->
                all.stream().anyMatch(given -> gives(given, rule, verb))
                    ? Permission.HELD
                    : Permission.NOT_HELD));
  }

  /// Whether one entry of a role's `rules` gives the verb on the rule.
  ///
  /// `resourceNames`: "an empty set means that everything is allowed".
  static boolean gives(@Nullable Object given, String rule, RuleVerb verb) {
    if (!(given instanceof Map<?, ?> entry)) {
      return false;
    }
    List<String> only = texts(entry.get("resourceNames"));
    return names(entry.get("apiGroups"), Kinds.RULE.getGroup())
        && names(entry.get("resources"), Kinds.RULE.getPlural())
        && names(entry.get("verbs"), verb.text())
        && (only.isEmpty() || only.contains(rule));
  }

  private static boolean names(@Nullable Object list, String text) {
    List<String> all = texts(list);
    return all.contains(text) || all.contains(ANY);
  }

  private static List<String> texts(@Nullable Object value) {
    return switch (value) {
      case List<?> list -> list.stream().map(String::valueOf).toList();
      case String text when !text.isEmpty() -> List.of(text);
      case null, default -> List.of();
    };
  }
}
