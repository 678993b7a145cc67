package dev.nightlatch.cli;

import dev.nightlatch.engine.diff.Difference;
import dev.nightlatch.engine.eval.Differences;
import dev.nightlatch.engine.model.ClusterPolicy;
import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.Kind;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.PolicyRef;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.manifests.ReadSnapshot;
import dev.nightlatch.manifests.SnapshotReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `nightlatch impact`
@Command(
    name = "impact",
    header = "Say what policies would open and cut before they are applied.",
    description = {
      "A policy that isolates a pod for the first time cuts what nobody forbade until then.",
      ""
    },
    footerHeading = "%nFor instance:%n",
    footer = {
      "  ${ROOT-COMMAND-NAME} impact -f policy.yaml",
      "  ${ROOT-COMMAND-NAME} impact -f policy.yaml --on manifests/ -o markdown",
      "  ${ROOT-COMMAND-NAME} impact --remove NetworkPolicy/shop/db --on manifests/"
    })
final class ImpactCommand implements Callable<Integer> {
  private static final Set<Kind> POLICIES =
      EnumSet.of(
          Kind.NETWORK_POLICY,
          Kind.ADMIN_NETWORK_POLICY,
          Kind.BASELINE_ADMIN_NETWORK_POLICY,
          Kind.CLUSTER_NETWORK_POLICY);

  @Option(
      names = {"-f", "--filename"},
      paramLabel = "FILE|DIR|-",
      description = "The policies that would be applied: new ones, or other versions.")
  List<Path> policies = new ArrayList<>();

  @Option(
      names = "--remove",
      paramLabel = "KIND[/NAMESPACE]/NAME",
      description = "A policy that would be deleted. May be repeated.")
  List<String> removed = new ArrayList<>();

  @Option(
      names = "--on",
      paramLabel = "FILE|DIR",
      description = "Manifests to take for the cluster instead of the kubeconfig's.")
  List<Path> manifests = new ArrayList<>();

  @Mixin ProfileOption profile = new ProfileOption();
  @Mixin ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text (default), json, yaml, markdown or dot.")
  OutputForm output = OutputForm.text;

  private final Screen screen;

  ImpactCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    if (policies.isEmpty() && removed.isEmpty()) {
      throw new CommandFailed(Exit.USAGE, "which policies? give -f or --remove");
    }
    var plugin = profile.profile();
    Set<PolicyRef> gone = new TreeSet<>();
    removed.forEach(text -> gone.add(policy(text)));
    FactsOptions.requireThere(policies);
    FactsOptions.requireThere(manifests);
    ReadSnapshot change = SnapshotReader.read(policies, System.in);
    FactsOptions.sayProblems(screen, change);
    if (!policies.isEmpty() && !hasPolicies(change)) {
      screen.aside("note: no policy is among what -f names");
    }
    ReadSnapshot now =
        manifests.isEmpty()
            ? FactsOptions.read(screen, cluster, Set.of())
            : SnapshotReader.read(manifests, System.in);
    FactsOptions.say(screen, now);
    sayWhatIsNotWeighed(change.snapshot(), now.snapshot());
    gone.stream()
        .filter(policy -> !isThere(policy, now.snapshot()))
        .forEach(policy -> screen.aside("note: there is no " + policy + " to remove"));
    Difference difference =
        Differences.between(
            now.snapshot(), changed(now.snapshot(), change.snapshot(), gone), plugin);
    screen.print(DifferenceText.text(difference, output));
    return FactsOptions.exitCode(
        change, FactsOptions.exitCode(now, DifferenceText.exitCode(difference)));
  }

  private static boolean hasPolicies(ReadSnapshot change) {
    return !change.snapshot().networkPolicies().isEmpty()
        || !change.snapshot().clusterPolicies().isEmpty()
        || change.snapshot().gaps().stream().anyMatch(ImpactCommand::mayBePolicy);
  }

  /// Whether something may be a policy that would be applied, and nobody can read what it says.
  private static boolean mayBePolicy(Gap gap) {
    return ref(gap).isPresent()
        || (gap instanceof Gap.Unlisted(var kind, _) && POLICIES.contains(kind));
  }

  /// What else the files hold and is not there yet is no part of the answer.
  private void sayWhatIsNotWeighed(Snapshot change, Snapshot now) {
    List<String> others = new ArrayList<>();
    count(others, change.namespaces(), now.namespaces(), "namespaces");
    count(others, change.pods(), now.pods(), "pods");
    count(others, change.workloads(), now.workloads(), "workloads");
    count(others, change.nodes(), now.nodes(), "nodes");
    if (!others.isEmpty()) {
      screen.aside(
          "note: only the policies of -f are weighed, not its "
              + String.join(", ", others)
              + "; '"
              + screen.program()
              + " diff' weighs all");
    }
  }

  private static <T> void count(List<String> others, List<T> change, List<T> now, String what) {
    Set<T> there = new HashSet<>(now);
    long number = change.stream().filter(each -> !there.contains(each)).count();
    if (number > 0) {
      others.add(what + " (" + number + ")");
    }
  }

  private static boolean isThere(PolicyRef policy, Snapshot now) {
    return now.networkPolicies().stream().anyMatch(there -> there.ref().equals(policy))
        || now.clusterPolicies().stream().anyMatch(there -> there.ref().equals(policy));
  }

  private static PolicyRef policy(String text) {
    String[] parts = text.split("/", -1);
    for (PolicyRef.Kind kind : PolicyRef.Kind.values()) {
      if (kind.text().equalsIgnoreCase(parts[0])) {
        boolean isNamespaced = kind == PolicyRef.Kind.NETWORK_POLICY;
        if (parts.length == (isNamespaced ? 3 : 2)) {
          return new PolicyRef(kind, isNamespaced ? parts[1] : "", parts[parts.length - 1]);
        }
      }
    }
    throw new CommandFailed(
        Exit.USAGE,
        "'%s' names no policy; it is written NetworkPolicy/NAMESPACE/NAME or KIND/NAME"
            .formatted(text));
  }

  /// Which policy it is that would be applied and cannot be read.
  private static Optional<PolicyRef> ref(Gap gap) {
    return switch (gap) {
      case Gap.UnreadablePolicy policy -> Optional.of(policy.ref());
      case Gap.UnreadableClusterPolicy policy -> Optional.of(policy.ref());
      case Gap.Unlisted _, Gap.UnreadableNamespace _, Gap.UnreadableNode _, Gap.UnreadablePod _ ->
          Optional.empty();
    };
  }

  /// The snapshot as it would be with the policies of `change`, and without those that are gone.
  static Snapshot changed(Snapshot now, Snapshot change, Set<PolicyRef> gone) {
    Set<PolicyRef> replaced = new TreeSet<>(gone);
    change.networkPolicies().forEach(policy -> replaced.add(policy.ref()));
    change.clusterPolicies().forEach(policy -> replaced.add(policy.ref()));
    change.gaps().forEach(gap -> ref(gap).ifPresent(replaced::add));
    List<NetworkPolicy> networkPolicies = new ArrayList<>(change.networkPolicies());
    now.networkPolicies().stream()
        .filter(policy -> !replaced.contains(policy.ref()))
        .forEach(networkPolicies::add);
    List<ClusterPolicy> clusterPolicies = new ArrayList<>(change.clusterPolicies());
    now.clusterPolicies().stream()
        .filter(policy -> !replaced.contains(policy.ref()))
        .forEach(clusterPolicies::add);
    List<Gap> gaps = new ArrayList<>(now.gaps());
    change.gaps().stream().filter(ImpactCommand::mayBePolicy).forEach(gaps::add);
    return now.withPolicies(networkPolicies, clusterPolicies).withGaps(gaps);
  }
}
