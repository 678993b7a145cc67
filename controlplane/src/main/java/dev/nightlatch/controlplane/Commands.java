package dev.nightlatch.controlplane;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command lines of the three programs.
record Commands(Settings settings, Layout layout, Pki pki, Ports ports) {

  List<String> of(Program program) {
    List<String> command = new ArrayList<>();
    command.add(settings.binaries().program(program).toString());
    command.addAll(
        switch (program) {
          case ETCD -> etcd();
          case KUBE_APISERVER -> server();
          case KUBE_CONTROLLER_MANAGER -> controllerManager();
        });
    command.addAll(settings.extraFlags().getOrDefault(program, List.of()));
    return List.copyOf(command);
  }

  private List<String> etcd() {
    String clients = "https://127.0.0.1:" + ports.etcd();
    String peers = "https://127.0.0.1:" + ports.etcdPeer();
    Path authority = pki.certificate("etcd-ca");
    Path certificate = pki.certificate("etcd");
    Path key = pki.key("etcd");
    return List.of(
        "--name=nightlatch",
        "--data-dir=" + layout.etcdData(),
        "--listen-client-urls=" + clients,
        "--advertise-client-urls=" + clients,
        "--listen-peer-urls=" + peers,
        "--initial-advertise-peer-urls=" + peers,
        "--initial-cluster=nightlatch=" + peers,
        "--trusted-ca-file=" + authority,
        "--cert-file=" + certificate,
        "--key-file=" + key,
        "--client-cert-auth=true",
        "--peer-trusted-ca-file=" + authority,
        "--peer-cert-file=" + certificate,
        "--peer-key-file=" + key,
        "--peer-client-cert-auth=true",
        "--log-level=warn",
        // The only member elects itself; nothing is gained by waiting long for another.
        "--heartbeat-interval=50",
        "--election-timeout=500",
        "--unsafe-no-fsync=" + (settings.home() instanceof Settings.Home.Scratch));
  }

  private List<String> server() {
    return List.of(
        "--etcd-servers=https://127.0.0.1:" + ports.etcd(),
        "--etcd-cafile=" + pki.certificate("etcd-ca"),
        "--etcd-certfile=" + pki.certificate("etcd"),
        "--etcd-keyfile=" + pki.key("etcd"),
        "--bind-address=127.0.0.1",
        "--advertise-address=127.0.0.1",
        // No endpoints for the service `kubernetes`: there are no pods that could use it.
        "--endpoint-reconciler-type=none",
        "--secure-port=" + ports.server(),
        "--cert-dir=" + layout.generated(),
        "--tls-cert-file=" + pki.certificate("server"),
        "--tls-private-key-file=" + pki.key("server"),
        "--client-ca-file=" + pki.certificate("ca"),
        "--service-account-issuer=https://kubernetes.default.svc",
        "--service-account-key-file=" + pki.tokenVerificationKey(),
        "--service-account-signing-key-file=" + pki.tokenSigningKey(),
        "--service-cluster-ip-range=10.0.0.0/24",
        "--authorization-mode=RBAC",
        "--requestheader-client-ca-file=" + pki.certificate("request-header-ca"),
        "--requestheader-allowed-names=front-proxy-client",
        "--requestheader-username-headers=X-Remote-User",
        "--requestheader-group-headers=X-Remote-Group",
        "--requestheader-extra-headers-prefix=X-Remote-Extra-",
        "--proxy-client-cert-file=" + pki.certificate("front-proxy"),
        "--proxy-client-key-file=" + pki.key("front-proxy"),
        "--audit-policy-file=" + layout.auditPolicy(),
        "--audit-log-path=" + layout.auditLog(),
        // In megabytes: whoever reads the log wants all of it, not what came after 100 of them.
        "--audit-log-maxsize=1000000");
  }

  private List<String> controllerManager() {
    Path kubeconfig = layout.controllerManagerKubeconfig();
    return List.of(
        "--kubeconfig=" + kubeconfig,
        "--authentication-kubeconfig=" + kubeconfig,
        "--authorization-kubeconfig=" + kubeconfig,
        "--bind-address=127.0.0.1",
        "--secure-port=" + ports.controllerManager(),
        "--cert-dir=" + layout.generated(),
        "--tls-cert-file=" + pki.certificate("server"),
        "--tls-private-key-file=" + pki.key("server"),
        "--service-account-private-key-file=" + pki.tokenSigningKey(),
        "--root-ca-file=" + pki.certificate("ca"),
        "--use-service-account-credentials=true",
        // Each controller fetches a token of its own at the start; at the usual 20 calls a second
        // that takes longer than all the rest.
        "--kube-api-qps=500",
        "--kube-api-burst=500",
        "--leader-elect=false");
  }
}
