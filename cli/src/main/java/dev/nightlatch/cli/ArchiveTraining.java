package dev.nightlatch.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;

/// What the build runs once to learn which classes commands load, for the archive that makes them
/// start fast. Touches no cluster: the one that it asks is not there.
public final class ArchiveTraining {
  private static final String NOBODY =
      """
      apiVersion: v1
      kind: Config
      clusters: [{name: nobody, cluster: {server: "http://127.0.0.1:1"}}]
      users: [{name: nobody, user: {token: none}}]
      contexts: [{name: nobody, context: {cluster: nobody, user: nobody}}]
      current-context: nobody
      """;

  /// What the sample does not have: expressions, blocks, other protocols, a cluster-wide policy.
  private static final String MORE =
      """
      ---
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: training, namespace: shop}
      spec:
        podSelector:
          matchExpressions: [{key: app, operator: In, values: [db]}]
        policyTypes: [Ingress, Egress]
        ingress:
          - from:
              - ipBlock: {cidr: 192.0.2.0/24, except: [192.0.2.128/25]}
              - namespaceSelector:
                  matchExpressions: [{key: team, operator: NotIn, values: [none]}]
            ports: [{port: 5432}, {protocol: UDP, port: 7000, endPort: 7010}]
        egress:
          - to: [{podSelector: {matchLabels: {app: web}}}]
            ports: [{port: http}]
      ---
      apiVersion: policy.networking.k8s.io/v1alpha2
      kind: ClusterNetworkPolicy
      metadata: {name: training}
      spec:
        tier: Admin
        priority: 5
        subject: {namespaces: {}}
        ingress:
          - action: Pass
            from: [{namespaces: {matchLabels: {team: none}}}]
      """;

  private static final String DB = "shop/deployment/db:5432";

  private ArchiveTraining() {}

  /// Runs a few commands into the void.
  ///
  /// @param args the file to write when done, which tells the launcher that all is built; beside it
  ///     comes `jdk`, which says whose archive it is
  public static void main(String[] args) throws IOException {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    Screen screen =
        new Screen(
            nowhere,
            nowhere,
            false,
            false,
            false,
            true,
            Clock.systemUTC(),
            () -> ZoneOffset.UTC,
            "nightlatch");
    Path kubeconfig = Files.createTempFile("nightlatch", ".kubeconfig");
    Path folder = Files.createTempDirectory("nightlatch");
    Path manifests = folder.resolve("manifests.yaml");
    try (DemoStage stage = EmbeddedStage.build()) {
      Files.writeString(kubeconfig, NOBODY);
      Files.writeString(manifests, SampleShop.text() + MORE);
      run(screen, "--help");
      run(screen, "version");
      run(screen, "install", "--print");
      run(screen, "get", "--kubeconfig", kubeconfig.toString());
      for (String form : List.of("text", "json", "yaml", "markdown", "dot")) {
        run(screen, "list", "-f", manifests.toString(), "-o", form);
      }
      for (String form : List.of("text", "json", "yaml")) {
        run(
            screen,
            "why",
            "support-tools/deployment/psql",
            DB,
            "-f",
            manifests.toString(),
            "-o",
            form);
        run(screen, "why", "shop/deployment/orders", DB, "-f", manifests.toString(), "-o", form);
      }
      // A folder is walked, and a cluster without policies is judged by default.
      run(screen, "list", "-f", folder.toString(), "-o", "json");
      run(screen, "why", "shop/deployment/web", DB, "-f", folder.toString());
      run(screen, "why", "192.0.2.7", DB, "-f", folder.toString(), "-o", "json");
      run(screen, "diff", manifests.toString(), manifests.toString());
      run(screen, "impact", "-f", manifests.toString(), "--on", manifests.toString());
      run(screen, "reach", "shop/deployment/orders", "-f", manifests.toString());
      run(screen, "suggest", "support-tools/deployment/psql", DB, "-f", manifests.toString());
      new DemoStory(screen, stage, true).playUntilOpen();
    } finally {
      Files.delete(kubeconfig);
      Files.delete(manifests);
      Files.delete(folder);
    }
    Path built = Path.of(args[0]);
    Files.writeString(built.resolveSibling("jdk"), System.getProperty("java.home") + "\n");
    Files.writeString(built, VersionCommand.version() + "\n");
    Runtime.getRuntime().exit(0);
  }

  private static void run(Screen screen, String... command) {
    int ignored = Nightlatch.run(screen, command);
    if (ignored == Exit.BUG) {
      throw new IllegalStateException("the command " + String.join(" ", command) + " failed");
    }
  }
}
