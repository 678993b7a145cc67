package dev.nightlatch.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nightlatch.controlplane.Kubeconfig;
import dev.nightlatch.controlplane.Kubeconfig.Credentials;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.Revocation;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.grants.port.ClusterException.Kind;
import dev.nightlatch.testkit.FaultProxy;
import dev.nightlatch.testkit.RealCluster;
import dev.nightlatch.testkit.TestCluster;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the adapter makes of a server that says no, or nothing.
@RealCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KubeFailuresIT {
  private static final Duration SECONDS = Duration.ofSeconds(5);
  private static final Duration AT_MOST = Duration.ofSeconds(15);

  private final TestCluster shared;
  private Installed installed;

  KubeFailuresIT(TestCluster cluster) {
    this.shared = cluster;
    this.installed = new Installed(cluster.plane());
  }

  @BeforeAll
  void install() {
    installed = Installed.unguarded(shared);
  }

  private static Request request(String incident) {
    return new Request(
        new ObjectKey("shop", "orders-db"),
        incident,
        "orders cannot be read",
        Duration.ofMinutes(5),
        new Origin.AnySource(),
        "alice");
  }

  private static ClusterException failure(Kind kind, Supplier<?> call) {
    ClusterException failed = catchThrowableOfType(ClusterException.class, call::get);
    assertThat(failed).as("a failure").isNotNull();
    assertThat(failed.kind()).as(failed.getMessage()).isEqualTo(kind);
    return failed;
  }

  /// Fails as transient, in time.
  private static ClusterException unreachable(Duration within, Supplier<?> call) {
    long start = System.nanoTime();
    ClusterException failed = failure(Kind.TRANSIENT, call);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(within);
    assertThat(failed).hasMessageContaining("the API server cannot be reached");
    return failed;
  }

  @Test
  void aStrangerIsForbiddenInTheServersWords() {
    try (KubeCluster stranger = Installed.connect(shared.stranger())) {
      assertThat(stranger.whoAmI().user()).isEqualTo("mallory@example.com");
      assertThat(failure(Kind.FORBIDDEN, stranger::rules))
          .hasMessageContaining(
              "User \"mallory@example.com\" cannot list resource \"accessrules\"");
      var _ = failure(Kind.FORBIDDEN, stranger::grants);
      var _ = failure(Kind.FORBIDDEN, () -> stranger.ask(request("INC-1")));
      var _ = failure(Kind.FORBIDDEN, stranger::policies);
    }
  }

  @Test
  void whoIsOnCallMayDoNothingThatIsTheOperators() {
    try (KubeCluster alice = installed.user("alice")) {
      AccessGrant grant = alice.ask(request("INC-1"));
      ObjectKey key = new ObjectKey(shared.namespace(), "x");
      var _ = failure(Kind.FORBIDDEN, () -> alice.report(grant, grant.status()));
      var _ = failure(Kind.FORBIDDEN, () -> alice.policy(key));
      var _ = failure(Kind.FORBIDDEN, () -> alice.latch(key));
      assertThat(failure(Kind.FORBIDDEN, () -> removed(alice, key)))
          .hasMessageContaining("networkpolicies");
    }
  }

  private static boolean removed(KubeCluster cluster, ObjectKey key) {
    cluster.remove(key, new Uid("u"));
    return true;
  }

  @Test
  void theOperatorMayNeitherAskNorRevoke() {
    try (KubeCluster operator = installed.operator();
        KubeCluster alice = installed.user("alice")) {
      AccessGrant grant = alice.ask(request("INC-1"));
      var _ = failure(Kind.FORBIDDEN, () -> operator.ask(request("INC-1")));
      var _ =
          failure(
              Kind.FORBIDDEN,
              () -> operator.revoke(grant, new Revocation.By("operator", "no longer")));
    }
  }

  @Test
  void whatTheServerRefusesIsRefusedWithItsSentence() {
    try (KubeCluster alice = installed.user("alice")) {
      assertThat(failure(Kind.INVALID, () -> alice.ask(request("INC 1"))))
          .hasMessageContaining("spec.request.incident.id")
          .hasMessageContaining("INC 1");
      AccessGrant grant = alice.ask(request("INC-1"));
      assertThat(
              failure(
                  Kind.INVALID, () -> alice.revoke(grant, new Revocation.By("alice", "\u001b[2J"))))
          .hasMessageContaining("spec.revocation.reason");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "a/b", "..", ".", "a b", "A", "a%2fb", "x/status", "ä", "?limit=1", "#"})
  void aTextThatIsNoNameNamesNothing(String text) {
    try (KubeCluster operator = installed.operator()) {
      ObjectKey key = new ObjectKey(text, text);
      assertThat(operator.grant(text)).isEmpty();
      assertThat(operator.rule(key)).isEmpty();
      assertThat(operator.rule(new ObjectKey(shared.namespace(), text))).isEmpty();
      assertThat(operator.source(key)).isEmpty();
      assertThat(operator.latch(key)).isEmpty();
      assertThat(operator.policy(key)).isEmpty();
      assertThat(operator.rules(text)).isEmpty();
      operator.disarm(key, new Uid("u"));
      operator.remove(key, new Uid("u"));
    }
  }

  @Test
  void whoseTokenIsNotBelievedIsToldSo() {
    Kubeconfig config = shared.admin();
    try (KubeCluster nobody =
        Installed.connect(
            new Kubeconfig(
                config.server(), config.authority(), "x", new Credentials.Token("no-token")))) {
      assertThat(failure(Kind.PERMANENT, nobody::rules)).hasMessageContaining("Unauthorized");
    }
  }

  @Test
  void aServerThatIsNotBelievedGetsNoWord() {
    Kubeconfig config = shared.admin();
    String another = ((Credentials.Certificate) config.credentials()).certificate();
    try (KubeCluster wary =
        Installed.connect(new Kubeconfig(config.server(), another, "x", config.credentials()))) {
      assertThat(unreachable(SECONDS, wary::rules)).hasMessageContaining("certification path");
    }
  }

  @Test
  void aHostThatIsNotThereIsToldAtOnce() {
    Kubeconfig config = shared.admin();
    URI nowhere = URI.create("https://no-such-host.invalid:6443");
    try (KubeCluster lost =
        Installed.connect(new Kubeconfig(nowhere, config.authority(), "x", config.credentials()))) {
      assertThat(unreachable(SECONDS, lost::rules)).hasMessageContaining("no such host");
    }
  }

  @Test
  void aServerThatIsGoneIsToldAtOnceAndIsHeardAgainAtOnce(TestCluster cluster) {
    FaultProxy proxy = cluster.proxy();
    Kubeconfig config = cluster.admin().at(proxy.address());
    try (KubeCluster known = Installed.connect(config);
        KubeCluster fresh = Installed.connect(config)) {
      assertThat(known.rules(cluster.namespace())).isEmpty();
      proxy.cut();
      for (KubeCluster client : List.of(known, fresh)) {
        var _ = unreachable(SECONDS, client::rules);
        var _ = unreachable(SECONDS, () -> client.ask(request("INC-1")));
        var _ = unreachable(SECONDS, () -> removed(client, new ObjectKey("shop", "x")));
        var _ = unreachable(SECONDS, client::whoAmI);
      }
      proxy.heal();
      assertThat(known.rules(cluster.namespace())).isEmpty();
      assertThat(fresh.rules(cluster.namespace())).isEmpty();
    }
  }

  @Test
  void aServerThatDoesNotAnswerIsGivenUpInTime(TestCluster cluster) {
    FaultProxy proxy = cluster.proxy();
    Kubeconfig config = cluster.admin().at(proxy.address());
    try (KubeCluster known = Installed.connect(config);
        KubeCluster fresh = Installed.connect(config)) {
      assertThat(known.rules(cluster.namespace())).isEmpty();
      proxy.blackhole();
      var _ = unreachable(AT_MOST, known::rules);
      var _ = unreachable(AT_MOST, fresh::rules);
      proxy.heal();
      assertThat(known.rules(cluster.namespace())).isEmpty();
    }
  }

  /// Without an answer nobody knows whether it was made; a second try could make a second one.
  @Test
  void whatIsAskedForOnceIsMadeAtMostOnce(TestCluster cluster) {
    FaultProxy proxy = cluster.proxy();
    try (KubeCluster far = Installed.connect(cluster.admin().at(proxy.address()));
        KubeCluster near = Installed.connect(cluster.admin())) {
      assertThat(far.rules(cluster.namespace())).isEmpty();
      proxy.blackhole();
      var _ = unreachable(AT_MOST, () -> far.ask(request("once")));
      proxy.heal();
      assertThat(far.rules(cluster.namespace())).isEmpty();
      assertThat(
              near.grants().stream().map(g -> g.request().incident().id()).filter("once"::equals))
          .hasSizeLessThanOrEqualTo(1);
    }
  }
}
