package dev.nightlatch.controlplane;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// Where things lie in a control plane's folder.
record Layout(Path root) {

  /// Makes the folders, and puts our own scripts and policies into them anew.
  void prepare() throws IOException {
    for (Path directory : List.of(root, pki(), logs(), audit(), generated())) {
      PrivateFiles.directory(directory);
    }
    PrivateFiles.write(supervisor(), resource("supervise.sh"));
    PrivateFiles.write(auditPolicy(), resource("audit-policy.yaml"));
  }

  Path pki() {
    return root.resolve("pki");
  }

  Path etcdData() {
    return root.resolve("etcd");
  }

  /// Where programs may write certificates of their own making.
  Path generated() {
    return root.resolve("generated");
  }

  Path logs() {
    return root.resolve("logs");
  }

  Path log(Program program) {
    return logs().resolve(program.fileName() + ".log");
  }

  Path audit() {
    return root.resolve("audit");
  }

  Path auditLog() {
    return audit().resolve("audit.log");
  }

  Path auditPolicy() {
    return audit().resolve("policy.yaml");
  }

  Path supervisor() {
    return root.resolve("supervise.sh");
  }

  Path ports() {
    return root.resolve("ports.properties");
  }

  Path controllerManagerKubeconfig() {
    return root.resolve("pki").resolve("controller-manager.kubeconfig");
  }

  private static String resource(String name) throws IOException {
    try (InputStream stream =
        Objects.requireNonNull(Layout.class.getResourceAsStream(name), name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
