package dev.nightlatch.grants.plan;

import dev.nightlatch.engine.model.Workload;
import dev.nightlatch.grants.model.Sessions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The network plugins that are known by the DaemonSet that they run, and what each does with
/// established sessions when the policy that let them through goes.
///
/// A DaemonSet counts in a namespace in which plugins live, and in no other: everybody may make one
/// of any name somewhere. The sources of the table are in `docs/approving.md`.
enum NetworkPlugin {
  ANTREA("Antrea", Fate.SURVIVE, "kube-system/antrea-agent"),
  AWS_VPC_CNI("AWS VPC CNI", Fate.SURVIVE, "kube-system/aws-node"),
  AZURE_NPM("Azure NPM", Fate.SURVIVE, "kube-system/azure-npm"),
  CALICO(
      "Calico",
      Fate.SURVIVE,
      "calico-system/calico-node kube-system/calico-node kube-system/canal"),
  /// `anetd` is that of GKE Dataplane V2.
  CILIUM("Cilium", Fate.CUT, "cilium/cilium kube-system/cilium kube-system/anetd"),
  KINDNET("kindnet", Fate.CUT_LATER, "kube-system/kindnet"),
  KUBE_NETWORK_POLICIES(
      "kube-network-policies", Fate.CUT_LATER, "kube-system/kube-network-policies"),
  KUBE_ROUTER("kube-router", Fate.SURVIVE, "kube-system/kube-router"),
  OVN_KUBERNETES(
      "OVN-Kubernetes",
      Fate.CUT,
      "openshift-ovn-kubernetes/ovnkube-node ovn-kubernetes/ovnkube-node"),
  WEAVE_NET("Weave Net", Fate.UNKNOWN, "kube-system/weave-net");

  private static final List<NetworkPlugin> ALL = List.of(values());

  /// How long a plugin takes that goes through the established connections now and then.
  private static final Duration ROUND = Duration.ofSeconds(30);

  /// What becomes of established sessions.
  private enum Fate {
    SURVIVE,
    CUT,
    CUT_LATER,
    UNKNOWN
  }

  private final String title;
  private final Fate fate;
  private final String daemonSets;

  /// @param daemonSets `namespace/name` of each, with blanks between
  NetworkPlugin(String title, Fate fate, String daemonSets) {
    this.title = title;
    this.fate = fate;
    this.daemonSets = daemonSets;
  }

  /// The plugin of a profile; empty for those that stand for none.
  static Optional<NetworkPlugin> ofProfile(String profile) {
    return switch (profile) {
      case "calico" -> Optional.of(CALICO);
      case "cilium" -> Optional.of(CILIUM);
      case "kube-network-policies" -> Optional.of(KUBE_NETWORK_POLICIES);
      default -> Optional.empty();
    };
  }

  /// The plugin that runs this; empty for all else.
  static Optional<NetworkPlugin> running(Workload workload) {
    return ALL.stream().filter(plugin -> plugin.runs(workload)).findFirst();
  }

  private boolean runs(Workload workload) {
    String name = workload.namespace() + "/" + workload.name();
    return workload.kind().equals("DaemonSet") && List.of(daemonSets.split(" ")).contains(name);
  }

  /// What it is called.
  String title() {
    return title;
  }

  /// Whether both do the same with established sessions.
  boolean doesAs(NetworkPlugin other) {
    return fate == other.fate;
  }

  /// What it does with established sessions.
  ///
  /// @param known how the plugin is known
  Sessions sessions(String known) {
    String self = title + ", " + known;
    return switch (fate) {
      case SURVIVE -> new Sessions.Survive(self);
      case CUT -> new Sessions.Cut(self);
      case CUT_LATER -> new Sessions.CutLater(self, ROUND);
      case UNKNOWN -> new Sessions.Unknown("nobody has found out for " + self);
    };
  }
}
