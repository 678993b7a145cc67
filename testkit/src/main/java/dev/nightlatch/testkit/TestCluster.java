package dev.nightlatch.testkit;

import dev.nightlatch.controlplane.ControlPlane;
import dev.nightlatch.controlplane.Kubeconfig;
import java.util.ArrayList;
import java.util.List;

/// A real control plane as a test sees it: with a namespace of the test's own, and the people of
/// the story.
public final class TestCluster implements AutoCloseable {
  private final ControlPlane plane;
  private final String namespace;
  private final List<FaultProxy> proxies = new ArrayList<>();
  private int extra = 2;

  private TestCluster(ControlPlane plane, String namespace) {
    this.plane = plane;
    this.namespace = namespace;
  }

  static TestCluster fresh(ControlPlane plane, Class<?> testClass) {
    String namespace = Names.namespace(testClass);
    plane.createNamespace(namespace);
    return new TestCluster(plane, namespace);
  }

  /// The control plane itself: its programs, its addresses, more users.
  public ControlPlane plane() {
    return plane;
  }

  /// A namespace that nobody else uses. It is left behind, since its deletion would keep the
  /// controllers busy that the next test waits for.
  public String namespace() {
    return namespace;
  }

  /// One more namespace that nobody else uses.
  public String anotherNamespace() {
    String name = namespace + "-" + extra++;
    plane.createNamespace(name);
    return name;
  }

  /// May do everything.
  public Kubeconfig admin() {
    return plane.admin();
  }

  /// On call: `alice@example.com` of group `oncall`. Like all but the admin, she may do only what
  /// the test's own roles grant.
  public Kubeconfig alice() {
    return plane.user("alice@example.com", "oncall");
  }

  /// The one who approves: `bob@example.com` of group `approvers`.
  public Kubeconfig approver() {
    return plane.user("bob@example.com", "approvers");
  }

  /// Has a valid certificate and no group: `mallory@example.com`.
  public Kubeconfig stranger() {
    return plane.user("mallory@example.com");
  }

  /// The ServiceAccount `name` in this test's namespace, with a token.
  public Kubeconfig serviceAccount(String name) {
    return plane.serviceAccount(namespace, name);
  }

  /// kubectl as admin, in this test's namespace.
  public Kubectl kubectl() {
    return kubectl(admin());
  }

  /// kubectl as somebody else, in this test's namespace.
  public Kubectl kubectl(Kubeconfig user) {
    return new Kubectl(plane.binaries().kubectl(), plane.directory(), user, namespace);
  }

  /// Runs kubectl as admin and returns what it printed.
  ///
  /// @throws AssertionError if it fails
  public String kubectl(String... arguments) {
    return kubectl().of(arguments);
  }

  /// Applies objects as admin, those without a namespace into this test's.
  ///
  /// @throws AssertionError if it fails
  public void apply(String yaml) {
    kubectl().apply(yaml);
  }

  /// The API server's audit log; of the shared control plane with everybody's events.
  public AuditLog audit() {
    return new AuditLog(plane.auditLog());
  }

  /// A new proxy in front of the API server, closed with the test; lead a user there by
  /// `user.at(proxy.address())`.
  public FaultProxy proxy() {
    FaultProxy proxy = FaultProxy.to(plane.server().getPort());
    proxies.add(proxy);
    return proxy;
  }

  @Override
  public void close() {
    proxies.forEach(FaultProxy::close);
  }

  @Override
  public String toString() {
    return "TestCluster[" + namespace + "]";
  }
}
