package dev.nightlatch.controlplane;

import dev.nightlatch.controlplane.Kubeconfig.Credentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedCollection;

/// A running control plane. Its programs end with this process, even if that is killed.
public final class ControlPlane implements AutoCloseable {
  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(2);
  private static final String PORT_TAKEN = "address already in use";
  private static final int STARTS = 3;

  /// kube-controller-manager answers that it is healthy before it has made its controllers, and
  /// ends if the API server fails it then. The checks of the controllers are in the answer once
  /// they run.
  private static final String CONTROLLERS_RUN = "[+]garbage-collector-controller ok";

  private final Settings settings;
  private final Home home;
  private final Pki pki;
  private final Ports ports;
  private final Loopback api;
  private final Loopback etcdApi;
  private final Map<Program, Component> components = new EnumMap<>(Program.class);

  private ControlPlane(Settings settings, Home home, Pki pki, Ports ports) throws IOException {
    this.settings = settings;
    this.home = home;
    this.pki = pki;
    this.ports = ports;
    Identity admin = pki.cluster().client("nightlatch-control-plane", List.of("system:masters"));
    this.api = new Loopback(authority(), admin);
    this.etcdApi = new Loopback(Files.readString(pki.certificate("etcd-ca")), pki.etcdClient());
    Commands commands = new Commands(settings, home.layout(), pki, ports);
    for (Program program : Program.values()) {
      components.put(
          program,
          new Component(
              program,
              commands.of(program),
              home.layout(),
              () -> isReady(program),
              settings.startupTimeout()));
    }
  }

  /// Starts the three programs and returns when all of them are ready.
  ///
  /// A port that somebody else takes in the moment between its choice and its use is no failure:
  /// the start is repeated with others.
  ///
  /// @throws ControlPlaneException if a program ends or is not ready in time; nothing is left
  public static ControlPlane start(Settings settings) {
    try {
      Home home = Home.open(settings.home());
      try {
        return start(settings, home);
      } catch (IOException | RuntimeException e) {
        home.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ControlPlane start(Settings settings, Home home) throws IOException {
    Layout layout = home.layout();
    layout.prepare();
    Pki pki = Pki.open(layout.pki(), InstantSource.system());
    for (int attempt = 1; ; attempt++) {
      Ports ports = Ports.remembered(layout.ports()).orElseGet(Ports::free);
      ControlPlane plane = new ControlPlane(settings, home, pki, ports);
      try {
        plane.launch();
        ports.remember(layout.ports());
        return plane;
      } catch (ControlPlaneException e) {
        boolean portTaken = plane.tails(5).contains(PORT_TAKEN);
        plane.end();
        Files.deleteIfExists(layout.ports());
        if (!portTaken || attempt == STARTS) {
          throw e;
        }
      } catch (IOException | RuntimeException e) {
        plane.end();
        throw e;
      }
    }
  }

  private void launch() throws IOException {
    Layout layout = home.layout();
    kubeconfig(
            "system:kube-controller-manager",
            pki.cluster().client("system:kube-controller-manager", List.of()))
        .write(layout.controllerManagerKubeconfig());
    component(Program.ETCD).launch();
    component(Program.ETCD).awaitReady();
    component(Program.KUBE_APISERVER).start();
    component(Program.KUBE_CONTROLLER_MANAGER).start();
  }

  /// Where the API server listens.
  public URI server() {
    return URI.create("https://127.0.0.1:" + ports.server());
  }

  /// One of the three programs.
  public Component component(Program program) {
    Component component = components.get(program);
    if (component == null) {
      throw new IllegalStateException("no component for " + program);
    }
    return component;
  }

  /// The three programs, in the order of their start.
  public SequencedCollection<Component> components() {
    return List.copyOf(components.values());
  }

  /// The store of the API server.
  public Component etcd() {
    return component(Program.ETCD);
  }

  /// The API server.
  public Component apiServer() {
    return component(Program.KUBE_APISERVER);
  }

  /// The controllers: jobs, garbage collection, namespaces, ServiceAccounts.
  public Component controllerManager() {
    return component(Program.KUBE_CONTROLLER_MANAGER);
  }

  /// Waits until all three programs are ready, for instance after one was started again.
  public void awaitReady() {
    components.values().forEach(Component::awaitReady);
  }

  /// The folder with data, certificates and logs; of a scratch one it is gone after [#close].
  public Path directory() {
    return home.layout().root();
  }

  /// The API server's audit log, one JSON object per line: writes of network policies, jobs and
  /// `nightlatch.dev` with request and response, the rest by its metadata.
  public Path auditLog() {
    return home.layout().auditLog();
  }

  /// The programs that this was started from, and the kubectl beside them.
  public Binaries binaries() {
    return settings.binaries();
  }

  /// A user who may do everything (group `system:masters`, which RBAC does not bind).
  public Kubeconfig admin() {
    return user("nightlatch-admin", "system:masters");
  }

  /// A user with a client certificate. There is no list of users: whoever has one exists, and may
  /// do what RBAC grants to the name and the groups.
  public Kubeconfig user(String name, String... groups) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a user needs a name");
    }
    return kubeconfig(name, pki.cluster().client(name, List.of(groups)));
  }

  /// A user of a control plane that another process runs, from the keys in its folder.
  ///
  /// @param directory the folder of its [Settings.Home.Kept]
  /// @throws ControlPlaneException if there are no keys
  public static Kubeconfig userOf(Path directory, URI server, String name, String... groups) {
    try {
      Authority authority = Pki.authority(new Layout(directory).pki(), InstantSource.system());
      return kubeconfig(server, authority, name, authority.client(name, List.of(groups)));
    } catch (IOException e) {
      throw new ControlPlaneException("no keys of a control plane in " + directory, e);
    }
  }

  /// Whether one of the ports of the control plane that was last started in `directory` is taken.
  public static boolean holdsPorts(Path directory) {
    Path file = new Layout(directory).ports();
    return Files.exists(file) && Ports.remembered(file).isEmpty();
  }

  /// A ServiceAccount with a token of the API server's making, valid for a day. Namespace and
  /// account are made where they are not there.
  ///
  /// Source: kubernetes.io, `TokenRequest`, authentication.k8s.io/v1.
  public Kubeconfig serviceAccount(String namespace, String name) {
    createNamespace(namespace);
    return new Kubeconfig(
        server(),
        authority(),
        "system:serviceaccount:%s:%s".formatted(namespace, name),
        new Credentials.Token(new CoreApi(api, server()).token(namespace, name)));
  }

  /// Makes a namespace where it is not there.
  public void createNamespace(String name) {
    new CoreApi(api, server()).namespace(name);
  }

  /// The last lines of each program's log, with a heading each.
  public String tails(int lines) {
    List<String> parts = new ArrayList<>();
    for (Component component : components.values()) {
      parts.add("--- the end of %s%n%s".formatted(component.log(), component.logTail(lines)));
    }
    return String.join(System.lineSeparator(), parts);
  }

  /// Kills the programs and, of a scratch control plane, removes the folder.
  @Override
  public void close() {
    end();
    try {
      home.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void end() {
    // The last one started goes first, so that none complains of the loss of another; one that
    // cannot be killed keeps none of the others alive.
    List<ControlPlaneException> failures = new ArrayList<>();
    for (Component component : List.copyOf(components.values()).reversed()) {
      try {
        component.kill();
      } catch (ControlPlaneException e) {
        failures.add(e);
      }
    }
    api.close();
    etcdApi.close();
    if (!failures.isEmpty()) {
      throw failures.getFirst();
    }
  }

  private boolean isReady(Program program) {
    return switch (program) {
      case ETCD ->
          etcdApi.isOk(
              URI.create("https://127.0.0.1:%d/health".formatted(ports.etcd())), "", PROBE_TIMEOUT);
      case KUBE_APISERVER -> api.isOk(server().resolve("/readyz"), "", PROBE_TIMEOUT);
      case KUBE_CONTROLLER_MANAGER ->
          api.isOk(
              URI.create(
                  "https://127.0.0.1:%d/healthz?verbose".formatted(ports.controllerManager())),
              CONTROLLERS_RUN,
              PROBE_TIMEOUT);
    };
  }

  private Kubeconfig kubeconfig(String user, Identity identity) {
    return kubeconfig(server(), pki.cluster(), user, identity);
  }

  private static Kubeconfig kubeconfig(
      URI server, Authority authority, String user, Identity identity) {
    return new Kubeconfig(
        server,
        authority.identity().certificate(),
        user,
        new Credentials.Certificate(identity.certificate(), identity.key()));
  }

  private String authority() {
    return pki.cluster().identity().certificate();
  }
}
