package dev.nightlatch.kube;

import dev.nightlatch.grants.model.Approvers;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.RuleVerb;
import dev.nightlatch.grants.port.ClusterException;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Who may approve grants of a rule, by the roles and bindings that the caller may list. Where one
/// of the four lists is missing nobody is named: somebody might be left out.
///
/// Source: rbac.authorization.k8s.io/v1.
final class KubeApprovers {
  private static final String API = "/apis/rbac.authorization.k8s.io/v1/";
  private static final String SERVICE_ACCOUNTS = "system:serviceaccount";

  private final KubernetesClient client;

  KubeApprovers(KubernetesClient client) {
    this.client = client;
  }

  Approvers of(ObjectKey rule) {
    String here = API + "namespaces/" + rule.namespace() + "/";
    List<List<Map<?, ?>>> lists = new ArrayList<>();
    for (String path :
        List.of(
            API + "clusterrolebindings",
            API + "clusterroles",
            here + "rolebindings",
            here + "roles")) {
      Optional<List<Map<?, ?>>> list = list(path);
      if (list.isEmpty()) {
        return new Approvers.Unknown();
      }
      lists.add(list.get());
    }
    Set<String> approving = new HashSet<>();
    lists.get(1).forEach(role -> addIfApproving(approving, "ClusterRole", role, rule));
    lists.get(3).forEach(role -> addIfApproving(approving, "Role", role, rule));
    return named(approving, Stream.concat(lists.get(0).stream(), lists.get(2).stream()).toList());
  }

  /// Who is bound to one of these roles.
  private static Approvers named(Set<String> approving, List<Map<?, ?>> bindings) {
    List<String> users = new ArrayList<>();
    List<String> groups = new ArrayList<>();
    for (Map<?, ?> binding : bindings) {
      if (binding.get("roleRef") instanceof Map<?, ?> ref
          && approving.contains(ref.get("kind") + "/" + ref.get("name"))
          && binding.get("subjects") instanceof List<?> subjects) {
        subjects.forEach(subject -> add(subject, users, groups));
      }
    }
    return new Approvers.Named(users, groups);
  }

  private static void addIfApproving(
      Set<String> approving, String kind, Map<?, ?> role, ObjectKey rule) {
    boolean gives =
        role.get("rules") instanceof List<?> rules
            && rules.stream()
                .anyMatch(given -> KubeRights.gives(given, rule.name(), RuleVerb.APPROVE));
    if (gives && role.get("metadata") instanceof Map<?, ?> meta) {
      approving.add(kind + "/" + meta.get("name"));
    }
  }

  /// A ServiceAccount approves nothing, by whatever name it is bound.
  private static void add(Object subject, List<String> users, List<String> groups) {
    if (subject instanceof Map<?, ?> who
        && who.get("name") instanceof String name
        && !name.startsWith(SERVICE_ACCOUNTS)) {
      switch (String.valueOf(who.get("kind"))) {
        case "User" -> users.add(name);
        case "Group" -> groups.add(name);
        default -> {}
      }
    }
  }

  /// The items of a list; empty where the caller may not have it.
  private Optional<List<Map<?, ?>>> list(String path) {
    try {
      return Failures.translated(
              "asking who may approve", () -> Optional.ofNullable(client.raw(path)))
          .map(text -> client.getKubernetesSerialization().unmarshal(text, Map.class).get("items"))
          .map(KubeApprovers::maps);
    } catch (ClusterException failed) {
      return switch (failed.kind()) {
        case FORBIDDEN, NOT_FOUND, INVALID, PERMANENT -> Optional.empty();
        case CONFLICT, TRANSIENT -> throw failed;
      };
    }
  }

  private static List<Map<?, ?>> maps(Object items) {
    List<Map<?, ?>> maps = new ArrayList<>();
    if (items instanceof List<?> all) {
      for (Object item : all) {
        if (item instanceof Map<?, ?> map) {
          maps.add(map);
        }
      }
    }
    return maps;
  }
}
