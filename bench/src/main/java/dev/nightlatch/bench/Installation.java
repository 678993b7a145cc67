package dev.nightlatch.bench;

import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.kube.InstallManifests;
import dev.nightlatch.kube.KubeAccess;
import dev.nightlatch.kube.KubeCluster;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A real control plane with a [Scenario] in it, Nightlatch installed, an operator as a process of
/// its own, and two rules: `ns-001/app-shell` wants an approval, `ns-001/app-free` wants none.
final class Installation implements AutoCloseable {
  /// The operator's name.
  static final String OPERATOR = "system:serviceaccount:nightlatch-system:nightlatch-operator";

  private static final Duration ENDING = Duration.ofSeconds(60);

  /// Of the role of this name, for whoever is on call.
  private static final String BINDING =
      """
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata: {name: %1$s}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: %1$s}
      subjects:
      - {apiGroup: rbac.authorization.k8s.io, kind: Group, name: oncall}
      """;

  private static final String OBJECTS =
      """
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
      ---
      apiVersion: nightlatch.dev/v1alpha1
      kind: AccessRule
      metadata: {name: app-free, namespace: ns-001}
      spec:
        target:
          podSelector: {matchLabels: {app: app-1}}
          ports: [{protocol: TCP, port: 5432}]
        sources: [{namespace: ns-002, name: tools}]
        maxDuration: 4h
        approval: {required: 0}
      """;

  private final LoadedPlane loaded;
  private final Process operator;

  private Installation(LoadedPlane loaded, Process operator) {
    this.loaded = loaded;
    this.operator = operator;
  }

  /// Starts all of it, and says how large the cluster is.
  static Installation start(Scenario scenario) throws IOException {
    Snapshot cluster = scenario.live();
    LoadedPlane loaded = LoadedPlane.start();
    try {
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
      loaded.apply(InstallManifests.text());
      loaded.kubectl("wait", "--for=condition=Established", "--timeout=60s", "crd", "--all");
      await("the kinds are served", () -> isApplied(loaded));
      return new Installation(loaded, operator(loaded));
    } catch (IOException | RuntimeException failed) {
      loaded.close();
      throw failed;
    }
  }

  private static boolean isApplied(LoadedPlane loaded) {
    try {
      String bindings =
          Stream.of("nightlatch-requester", "nightlatch-open", "nightlatch-approve")
              .map(BINDING::formatted)
              .collect(Collectors.joining());
      loaded.apply(bindings + OBJECTS);
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
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-Xmx" + System.getProperty("nightlatch.bench.heap", "512m")));
    Stream.of(System.getProperty("nightlatch.bench.options", "").split(" ", -1))
        .filter(option -> !option.isEmpty())
        .forEach(command::add);
    command.addAll(
        List.of(
            "-cp",
            jars(),
            "dev.nightlatch.cli.Main",
            "operator",
            "--until-stdin-ends",
            "--kubeconfig",
            kubeconfig.toString(),
            "--journal",
            folder.resolve("journal.jsonl").toString()));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    await("a canary is back", () -> text(log).contains("the canary went by itself"));
    await("openings are rehearsed", () -> text(log).contains("openings rehearsed"));
    text(log).lines().filter(line -> line.contains("rehearsed")).forEach(System.out::println);
    return process;
  }

  /// What the operator runs from, without this program's own classes: an archive of classes is made
  /// of jars alone.
  private static String jars() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(path -> path.endsWith(".jar"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// The cluster, as somebody who is on call sees it.
  KubeCluster as(String user) {
    Path file = loaded.written(loaded.plane().user(user, "oncall"), user);
    return KubeCluster.of(KubeAccess.of(Optional.of(file), Optional.empty()));
  }

  /// The cluster, as an administrator sees it.
  KubeCluster asAdmin() {
    Path file = loaded.written(loaded.plane().admin(), "looks-on");
    return KubeCluster.of(KubeAccess.of(Optional.of(file), Optional.empty()));
  }

  /// What the API server witnessed so far.
  Witness witness() throws IOException {
    return Witness.of(loaded.plane().auditLog());
  }

  /// The operator's process.
  ProcessHandle operator() {
    return operator.toHandle();
  }

  /// `kill -9`; it is gone on return.
  void killOperator() {
    var _ = operator.destroyForcibly().onExit().join();
  }

  /// Waits for something for a minute and a half at most.
  static void await(String what, BooleanSupplier condition) {
    await(what, Duration.ofSeconds(90), condition);
  }

  static void await(String what, Duration longest, BooleanSupplier condition) {
    long begin = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - begin > longest.toNanos()) {
        throw new IllegalStateException("never: " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(25).toNanos());
    }
  }

  /// Ends the operator as whoever keeps it does: a JVM that is to leave an archive of classes
  /// behind writes it at its end.
  @Override
  public void close() {
    try {
      operator.getOutputStream().close();
      var _ = operator.waitFor(ENDING);
    } catch (IOException alreadyGone) {
      // All the same.
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    killOperator();
    loaded.close();
  }
}
