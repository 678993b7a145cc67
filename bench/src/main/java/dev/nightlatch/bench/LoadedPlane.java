package dev.nightlatch.bench;

import dev.nightlatch.controlplane.Binaries;
import dev.nightlatch.controlplane.ControlPlane;
import dev.nightlatch.controlplane.Kubeconfig;
import dev.nightlatch.controlplane.Program;
import dev.nightlatch.controlplane.Settings;
import dev.nightlatch.engine.model.Controller;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.Snapshot;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A real control plane with the objects of a [Scenario] in it: workloads as Deployments that
/// nobody carries out, and their pods as objects with addresses.
final class LoadedPlane implements AutoCloseable {
  private static final int AT_ONCE = 16;
  private static final int TRIES = 50;
  private static final int CREATED = 201;
  private static final int OK = 200;
  private static final Pattern UID = Pattern.compile("\"uid\": ?\"([0-9a-f-]{36})\"");
  private static final Pattern NAMESPACE = Pattern.compile("(?m)^ {2}namespace: (\\S+)$");
  private static final Pattern NAME = Pattern.compile("(?m)^ {2}name: (\\S+)$");

  /// In this order: nothing is made before its namespace.
  private static final Map<String, String> PATHS =
      Map.of(
          "kind: Namespace", "/api/v1/namespaces",
          "kind: Deployment", "/apis/apps/v1/namespaces/%s/deployments",
          "kind: NetworkPolicy", "/apis/networking.k8s.io/v1/namespaces/%s/networkpolicies");

  private final ControlPlane plane;
  private final Process proxy;
  private final URI door;
  /// The proxy does not understand a client that offers to speak HTTP/2.
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Map<String, String> uids = new ConcurrentHashMap<>();

  private LoadedPlane(ControlPlane plane) throws IOException {
    this.plane = plane;
    Path admin = plane.admin().write(plane.directory().resolve("bench-admin.kubeconfig"));
    this.proxy =
        new ProcessBuilder(
                plane.binaries().kubectl().toString(), "--kubeconfig=" + admin, "proxy", "--port=0")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String said =
        new BufferedReader(new InputStreamReader(proxy.getInputStream(), StandardCharsets.UTF_8))
            .readLine();
    this.door = URI.create("http://" + said.substring(said.indexOf("127.0.0.1")));
  }

  /// Starts one without anything in it.
  static LoadedPlane start() throws IOException {
    Binaries binaries =
        switch (Binaries.locate()) {
          case Binaries.Located.Found(var found) -> found;
          case Binaries.Located.Missing(var why) -> throw new IllegalStateException(why);
        };
    Settings settings =
        Settings.scratch(binaries)
            .with(
                Program.KUBE_CONTROLLER_MANAGER,
                List.of("--controllers=*,-deployment-controller,-replicaset-controller"));
    return new LoadedPlane(ControlPlane.start(settings));
  }

  ControlPlane plane() {
    return plane;
  }

  /// Writes a kubeconfig and returns where it lies.
  Path written(Kubeconfig user, String name) {
    return user.write(plane.directory().resolve(name + ".kubeconfig"));
  }

  /// Applies objects that name their own namespaces.
  void apply(String yaml) {
    try {
      Path file = Files.createTempFile(plane.directory(), "apply-", ".yaml");
      Files.writeString(file, yaml);
      kubectl("apply", "-f", file.toString());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// Runs kubectl as admin.
  void kubectl(String... arguments) {
    List<String> line = new ArrayList<>();
    line.add(plane.binaries().kubectl().toString());
    line.add("--server=" + door);
    line.addAll(List.of(arguments));
    try {
      Process run =
          new ProcessBuilder(line)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      if (run.onExit().join().exitValue() != 0) {
        throw new IllegalStateException("failed: kubectl " + String.join(" ", arguments));
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// Puts a cluster in.
  void load(Snapshot snapshot) {
    List<String> objects =
        Arrays.stream(Emitted.yaml(snapshot.withPods(List.of())).split("(?m)^---\n", -1))
            .filter(object -> !object.isBlank())
            .toList();
    for (String kind : List.of("kind: Namespace", "kind: Deployment", "kind: NetworkPolicy")) {
      all(
          objects.stream()
              .filter(object -> object.contains("\n" + kind + "\n"))
              .<Runnable>map(object -> () -> create(kind, object)));
    }
    all(snapshot.pods().stream().map(pod -> () -> create(pod)));
  }

  private void all(Stream<Runnable> deeds) {
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<? extends Future<?>> done = deeds.map(threads::submit).toList();
      for (Future<?> each : done) {
        each.get();
      }
    } catch (InterruptedException | ExecutionException failed) {
      throw new IllegalStateException("the cluster cannot be loaded", failed);
    }
  }

  private void create(String kind, String yaml) {
    Matcher namespace = NAMESPACE.matcher(yaml);
    String in = namespace.find() ? namespace.group(1) : "";
    Matcher name = NAME.matcher(yaml);
    String path = PATHS.getOrDefault(kind, "").formatted(in);
    if (path.isEmpty() || !name.find()) {
      throw new IllegalStateException("no scenario has " + yaml);
    }
    String made = said("POST", path, "application/yaml", yaml, CREATED);
    Matcher uid = UID.matcher(made);
    if (uid.find()) {
      uids.put(kind + " " + in + "/" + name.group(1), uid.group(1));
    }
  }

  private void create(Pod pod) {
    String yaml = Emitted.yaml(Snapshot.EMPTY.withPods(List.of(pod)));
    String spec = yaml.substring(0, yaml.indexOf("\nstatus:\n") + 1);
    String path = "/api/v1/namespaces/" + pod.namespace() + "/pods";
    var _ = said("POST", path, "application/yaml", owned(pod, spec), CREATED);
    String address = pod.addresses().getFirst().toString();
    var _ =
        said(
            "PATCH",
            path + "/" + pod.name() + "/status",
            "application/merge-patch+json",
            "{\"status\":{\"phase\":\"Running\",\"podIP\":\"%s\",\"podIPs\":[{\"ip\":\"%s\"}]}}"
                .formatted(address, address),
            OK);
  }

  /// With its workload as its controller, as a pod of it has.
  private String owned(Pod pod, String yaml) {
    return switch (pod.controller()) {
      case Controller.None() -> yaml;
      case Controller.Named(var kind, var name) ->
          yaml.replace(
              "\nspec:\n",
              """

                ownerReferences:
                - {apiVersion: apps/v1, kind: %s, name: %s, uid: %s, controller: true}
              spec:
              """
                  .formatted(
                      kind, name, uids.get("kind: " + kind + " " + pod.namespace() + "/" + name)));
    };
  }

  /// A namespace has its account a moment later, without which there are no pods.
  private String said(String method, String path, String type, String body, int wanted) {
    HttpRequest request =
        HttpRequest.newBuilder(door.resolve(path))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", type)
            .method(method, BodyPublishers.ofString(body))
            .build();
    for (int attempt = 1; ; attempt++) {
      try {
        HttpResponse<String> answer =
            http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        if (answer.statusCode() == wanted) {
          return answer.body();
        }
        if (attempt == TRIES) {
          throw new IllegalStateException(method + " " + path + ": " + answer.body());
        }
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      } catch (InterruptedException stopped) {
        throw new IllegalStateException("stopped", stopped);
      }
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
  }

  @Override
  public void close() {
    proxy.destroy();
    plane.close();
  }
}
