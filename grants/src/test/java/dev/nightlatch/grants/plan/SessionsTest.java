package dev.nightlatch.grants.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Controller;
import dev.nightlatch.engine.model.Workload;
import dev.nightlatch.grants.model.Sessions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What becomes of established sessions, by what is known of the network plugin.
class SessionsTest {
  private static Workload daemonSet(String namespace, String name) {
    return workload(namespace, "DaemonSet", name);
  }

  private static Workload workload(String namespace, String kind, String name) {
    return new Workload(namespace, name, kind, Map.of(), 1, true, List.of(), Controller.NONE);
  }

  private static Sessions seen(Workload... workloads) {
    return Prospects.sessions(CniProfile.DEFAULT, Arrays.asList(workloads));
  }

  @Test
  void eachPluginIsKnownByItsDaemonSetAndDoesWhatTheTableSays() {
    assertThat(
            List.of(
                seen(daemonSet("kube-system", "antrea-agent")).word(),
                seen(daemonSet("kube-system", "aws-node")).word(),
                seen(daemonSet("kube-system", "azure-npm")).word(),
                seen(daemonSet("kube-system", "calico-node")).word(),
                seen(daemonSet("calico-system", "calico-node")).word(),
                seen(daemonSet("kube-system", "canal")).word(),
                seen(daemonSet("kube-system", "kube-router")).word()))
        .containsOnly("Survive");
    assertThat(
            List.of(
                seen(daemonSet("kube-system", "cilium")).word(),
                seen(daemonSet("kube-system", "anetd")).word(),
                seen(daemonSet("openshift-ovn-kubernetes", "ovnkube-node")).word(),
                seen(daemonSet("ovn-kubernetes", "ovnkube-node")).word()))
        .containsOnly("Cut");
    assertThat(seen(daemonSet("kube-system", "kindnet")))
        .isEqualTo(
            new Sessions.CutLater(
                "kindnet, seen as DaemonSet kube-system/kindnet", Duration.ofSeconds(30)));
    assertThat(seen(daemonSet("kube-system", "kube-network-policies")).word())
        .isEqualTo("CutLater");
    assertThat(seen(daemonSet("kube-system", "weave-net")).sentence())
        .isEqualTo(
            "Closing stops new connections; whether it cuts established sessions is not known:"
                + " nobody has found out for Weave Net, seen as DaemonSet kube-system/weave-net.");
  }

  @Test
  void whereNoPluginIsRecognisedThatIsSaid() {
    assertThat(seen().sentence())
        .isEqualTo(
            "Closing stops new connections; whether it cuts established sessions is not known: no"
                + " network plugin was recognised.");
    assertThat(seen(daemonSet("kube-system", "kube-proxy"))).isInstanceOf(Sessions.Unknown.class);
  }

  @Test
  void whatAnybodyMayMakeIsNoPlugin() {
    assertThat(seen(daemonSet("shop", "cilium"))).isInstanceOf(Sessions.Unknown.class);
    assertThat(seen(workload("kube-system", "Deployment", "cilium")))
        .isInstanceOf(Sessions.Unknown.class);
  }

  @Test
  void ofSeveralThatDifferNobodyKnowsWhichDecides() {
    assertThat(seen(daemonSet("kube-system", "cilium"), daemonSet("kube-system", "aws-node")))
        .isEqualTo(new Sessions.Unknown("several network plugins were seen, AWS VPC CNI, Cilium"));
    assertThat(seen(daemonSet("kube-system", "calico-node"), daemonSet("kube-system", "aws-node")))
        .isInstanceOf(Sessions.Survive.class);
  }

  @Test
  void whatTheOperatorIsToldWinsOverWhatIsSeen() {
    assertThat(
            Prospects.sessions(CniProfile.CILIUM, List.of(daemonSet("kube-system", "calico-node"))))
        .isEqualTo(new Sessions.Cut("Cilium, as the operator's --profile says"));
    assertThat(Prospects.sessions(CniProfile.CALICO, List.of()).word()).isEqualTo("Survive");
    assertThat(Prospects.sessions(CniProfile.KUBE_NETWORK_POLICIES, List.of()).word())
        .isEqualTo("CutLater");
    assertThat(Prospects.sessions(CniProfile.NETPOL_ANALYZER, List.of()).word())
        .isEqualTo("Unknown");
  }

  @Test
  void closedAndCutAreTwoStatements() {
    assertThat(new Sessions.Survive("Calico").sentence())
        .isEqualTo(
            "Closing stops new connections; established sessions go on until they end by"
                + " themselves: Calico.");
    assertThat(new Sessions.Cut("Cilium").sentence())
        .isEqualTo("Closing cuts established sessions too: Cilium.");
    assertThat(new Sessions.CutLater("kindnet", Duration.ofSeconds(30)).sentence())
        .isEqualTo("Closing cuts established sessions too, but up to 30s later: kindnet.");
  }
}
