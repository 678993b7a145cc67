package dev.nightlatch.bench;

import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.Approval;
import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Part;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.Revocation;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.kube.InstallManifests;
import dev.nightlatch.kube.KubeAccess;
import dev.nightlatch.kube.KubeCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Measures, on a real control plane with W2 in it, how long it takes from the approval of a grant
/// until its policies are in.
public final class Openings {
  private static final String TARGETS = "ns-001";
  private static final ObjectKey RULE = new ObjectKey(TARGETS, "app-shell");
  private static final String OPERATOR =
      "system:serviceaccount:nightlatch-system:nightlatch-operator";

  private static final String OBJECTS =
      """
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata: {name: people-ask}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: nightlatch-requester}
      subjects:
      - {apiGroup: rbac.authorization.k8s.io, kind: Group, name: oncall}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata: {name: people-open}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: nightlatch-open}
      subjects:
      - {apiGroup: rbac.authorization.k8s.io, kind: Group, name: oncall}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata: {name: people-approve}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: nightlatch-approve}
      subjects:
      - {apiGroup: rbac.authorization.k8s.io, kind: Group, name: oncall}
      ---
      apiVersion: nightlatch.dev/v1alpha1
      kind: AccessSource
      metadata: {name: tools, namespace: ns-002}
      spec:
        pods: {podSelector: {matchLabels: {app: app-2}}}
        usableFrom: {namespaces: [ns-001]}
      ---
      apiVersion: nightlatch.dev/v1alpha1
      kind: AccessRule
      metadata: {name: app-shell, namespace: ns-001}
      spec:
        target:
          podSelector: {matchLabels: {app: app-1}}
          ports: [{protocol: TCP, port: 5432}]
        sources: [{namespace: ns-002, name: tools}]
        maxDuration: 1h
        approval: {required: 1}
      """;

  private Openings() {}

  /// Opens and closes grants one after the other, and prints how long each part took.
  ///
  /// @param args how many grants; 100 unless told
  /// @throws IOException if the control plane cannot be started or its log not be read
  public static void main(String[] args) throws IOException {
    int count = args.length > 0 ? Integer.parseInt(args[0]) : 100;
    Snapshot cluster = Scenario.W2.live();
    try (LoadedPlane loaded = LoadedPlane.start()) {
      long begin = System.nanoTime();
      loaded.load(cluster);
      System.out.printf(
          Locale.ROOT,
          "%,d workloads, %,d pods, %,d policies, %d namespaces, loaded in %.0f s%n",
          cluster.workloads().size(),
          cluster.pods().size(),
          cluster.networkPolicies().size(),
          cluster.namespaces().size(),
          (System.nanoTime() - begin) / 1e9);
      install(loaded);
      Process operator = operator(loaded);
      try {
        List<Uid> opened = opened(loaded, count);
        report(Witness.of(loaded.plane().auditLog()), opened);
      } finally {
        operator.destroyForcibly().onExit().join();
      }
    }
    // The Kubernetes client's own threads would hold the process up.
    Runtime.getRuntime().exit(0);
  }

  private static void install(LoadedPlane loaded) {
    loaded.apply(InstallManifests.text());
    loaded.kubectl("wait", "--for=condition=Established", "--timeout=60s", "crd", "--all");
    await("the kinds are served", () -> isApplied(loaded));
  }

  private static boolean isApplied(LoadedPlane loaded) {
    try {
      loaded.apply(OBJECTS);
      return true;
    } catch (IllegalStateException notYet) {
      return false;
    }
  }

  private static Process operator(LoadedPlane loaded) throws IOException {
    Path folder = loaded.plane().directory();
    Path log = folder.resolve("operator.log");
    Path kubeconfig =
        loaded.written(
            loaded.plane().serviceAccount("nightlatch-system", "nightlatch-operator"), "operator");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.nightlatch.cli.Main",
                "operator",
                "--until-stdin-ends",
                "--kubeconfig",
                kubeconfig.toString(),
                "--journal",
                folder.resolve("journal.jsonl").toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    await("a canary is back", () -> text(log).contains("the canary went by itself"));
    return process;
  }

  private static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static List<Uid> opened(LoadedPlane loaded, int count) {
    List<Uid> opened = new ArrayList<>();
    try (KubeCluster alice = cluster(loaded, "alice@example.com");
        KubeCluster bob = cluster(loaded, "bob@example.com")) {
      for (int i = 0; i < count; i++) {
        opened.add(opened(alice, bob));
      }
    }
    return opened;
  }

  private static KubeCluster cluster(LoadedPlane loaded, String user) {
    Path file = loaded.written(loaded.plane().user(user, "oncall"), user);
    return KubeCluster.of(KubeAccess.of(Optional.of(file), Optional.empty()));
  }

  private static Uid opened(KubeCluster alice, KubeCluster bob) {
    Identity requester = alice.whoAmI();
    AccessGrant asked =
        alice.ask(
            new Request(
                RULE,
                "INC-1",
                "to measure it",
                Duration.ofMinutes(10),
                Part.of(new Origin.AnySource()),
                Optional.empty(),
                requester));
    await("it can be approved", () -> !now(alice, asked).status().hash().isEmpty());
    // People read what they approve.
    LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
    AccessGrant waiting = now(alice, asked);
    var _ = bob.approve(waiting, new Approval(bob.whoAmI(), waiting.status().hash(), "go ahead"));
    await("it is open", () -> now(alice, asked).status().phase() == Phase.ACTIVE);
    var _ = alice.revoke(now(alice, asked), new Revocation.By(requester, ""));
    await("it is over", () -> now(alice, asked).status().phase().isTerminal());
    return asked.uid();
  }

  private static AccessGrant now(KubeCluster cluster, AccessGrant grant) {
    AccessGrant now = cluster.grant(grant.name()).orElseThrow();
    if (now.status().phase().isTerminal() && now.status().phase() != Phase.CLOSED) {
      throw new IllegalStateException(now.status().toString());
    }
    return now;
  }

  private static void await(String what, BooleanSupplier condition) {
    long begin = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - begin > Duration.ofSeconds(90).toNanos()) {
        throw new IllegalStateException("never: " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(25).toNanos());
    }
  }

  private static void report(Witness witness, List<Uid> grants) {
    Map<String, List<Double>> parts = new TreeMap<>();
    for (Uid grant : grants) {
      String latch = Names.latch(grant);
      List<Witness.Event> policies =
          witness.all(
              event ->
                  event.verb().equals("patch")
                      && event.code() == 201
                      && event.path().contains("/networkpolicies/" + latch));
      List<Witness.Event> starts =
          witness.all(
              event ->
                  event.path().endsWith("/jobs/" + latch + "/status")
                      && event.code() == 200
                      && event.received().isBefore(policies.getFirst().received()));
      List<Witness.Event> armed =
          witness.all(
              event ->
                  event.verb().equals("create")
                      && event.path().endsWith("/jobs")
                      && event.user().equals(OPERATOR)
                      && event.received().isBefore(starts.getFirst().received()));
      Instant applied = policies.getLast().answered();
      Witness.Event approval =
          witness
              .all(
                  event ->
                      event.user().startsWith("bob")
                          && event.verb().equals("patch")
                          && event.path().contains("/accessgrants/")
                          && event.answered().isBefore(applied))
              .getLast();
      Instant approved = approval.answered();
      List<Witness.Event> between =
          witness.all(
              event ->
                  event.user().equals(OPERATOR)
                      && !event.received().isBefore(approved)
                      && !event.answered().isAfter(applied));
      add(parts, "1 approved to armed", approved, armed.getLast().answered());
      add(parts, "2 armed to started", armed.getLast().answered(), starts.getLast().answered());
      add(parts, "3 started to applied", starts.getLast().answered(), applied);
      add(parts, "4 approved to applied", approved, applied);
      parts
          .computeIfAbsent("5 requests of the operator", _ -> new ArrayList<>())
          .add((double) between.size());
      if (grant.equals(grants.getLast())) {
        between.forEach(
            event ->
                System.out.printf(
                    Locale.ROOT,
                    "%6.1f %6.1f ms %s %s%n",
                    millis(approved, event.received()),
                    millis(event.received(), event.answered()),
                    event.verb(),
                    event.uri()));
      }
    }
    parts.forEach(
        (name, all) -> {
          List<Double> sorted = all.stream().sorted().toList();
          System.out.printf(
              Locale.ROOT,
              "%-28s p50 %6.1f  p90 %6.1f  p99 %6.1f  longest %6.1f%n",
              name.substring(2),
              at(sorted, 0.5),
              at(sorted, 0.9),
              at(sorted, 0.99),
              sorted.getLast());
        });
  }

  private static void add(
      Map<String, List<Double>> parts, String name, Instant from, Instant until) {
    parts.computeIfAbsent(name, _ -> new ArrayList<>()).add(millis(from, until));
  }

  private static double millis(Instant from, Instant until) {
    return Duration.between(from, until).toNanos() / 1e6;
  }

  private static double at(List<Double> sorted, double share) {
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }
}
