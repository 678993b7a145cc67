package dev.nightlatch.grants.plan;

import dev.nightlatch.engine.eval.Paths;
import dev.nightlatch.engine.model.ClusterPolicy;
import dev.nightlatch.engine.model.Namespace;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.PolicyRef;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.grants.model.Bystander;
import dev.nightlatch.grants.model.Sha256;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What of somebody else's stands beside what a grant opens.
///
/// The pods at its ends, and the standing policies that select one of them, those of the whole
/// cluster too: whatever comes, changes or goes among these may widen or cut what is open. Other
/// grants' policies are not among them: they have stories of their own.
public final class Beside {
  /// Enough of a hash to tell one content from the next.
  private static final int DIGITS = 16;

  private Beside() {}

  /// What stands beside these terms, sorted by name.
  ///
  /// Costs a walk over the pods of the namespaces at its ends, and for each pod at an end one over
  /// their policies.
  ///
  /// @param terms as they went on record; a line that is no term says nothing
  public static List<Bystander> of(List<String> terms, Look.At look) {
    return of(look, terms.stream().map(Term::parse).flatMap(Optional::stream).toList());
  }

  static List<Bystander> of(Look.At look, List<Term> terms) {
    Snapshot standing = look.within(Scopes.ofPods(terms)).surroundings().standing();
    List<Paths.Chosen.Pods> ends = ends(terms);
    List<Pod> pods =
        standing.pods().stream()
            .filter(pod -> !pod.finished())
            .filter(pod -> ends.stream().anyMatch(end -> end.has(pod)))
            .toList();
    Map<String, Namespace> namespaces = new TreeMap<>();
    standing.namespaces().forEach(each -> namespaces.put(each.name(), each));
    List<Bystander> all = new ArrayList<>();
    pods.forEach(pod -> all.add(new Bystander("Pod " + pod.namespace() + "/" + pod.name(), "")));
    standing.networkPolicies().stream()
        .filter(policy -> pods.stream().anyMatch(pod -> isSelected(pod, policy)))
        .forEach(policy -> all.add(bystander(policy.ref(), policy.toString())));
    standing.clusterPolicies().stream()
        .filter(policy -> pods.stream().anyMatch(pod -> isSelected(pod, policy, namespaces)))
        .forEach(policy -> all.add(bystander(policy.ref(), policy.toString())));
    return all.stream().sorted(Comparator.comparing(Bystander::name)).toList();
  }

  private static List<Paths.Chosen.Pods> ends(List<Term> terms) {
    List<Paths.Chosen.Pods> ends = new ArrayList<>();
    for (Term term : terms) {
      ends.add(term.destination());
      switch (term.source()) {
        case Paths.Chosen.Pods pods -> ends.add(pods);
        case Paths.Chosen.Addresses _ -> {}
      }
    }
    return ends.stream().distinct().toList();
  }

  private static boolean isSelected(Pod pod, NetworkPolicy policy) {
    return !pod.hostNetwork()
        && policy.namespace().equals(pod.namespace())
        && policy.podSelector().matches(pod.labels());
  }

  private static boolean isSelected(
      Pod pod, ClusterPolicy policy, Map<String, Namespace> namespaces) {
    String name = pod.namespace();
    Namespace namespace = namespaces.getOrDefault(name, Namespace.bare(name));
    return !pod.hostNetwork()
        && policy.subject().namespaces().matches(namespace.labels())
        && policy.subject().pods().matches(pod.labels());
  }

  private static Bystander bystander(PolicyRef policy, String content) {
    return new Bystander(policy.toString(), Sha256.of(content).substring(0, DIGITS));
  }
}
