package dev.nightlatch.controlplane;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.SequencedSet;
import java.util.concurrent.ThreadLocalRandom;

/// The four ports of one control plane, all on 127.0.0.1.
///
/// They are taken from below the range from which Linux and macOS hand out ports for outgoing
/// connections, so that a program that is down finds its port free when it comes back.
record Ports(int etcd, int etcdPeer, int server, int controllerManager) {
  private static final int LOWEST = 20_000;
  private static final int BEYOND = 32_000;

  /// Four ports that were free a moment ago.
  static Ports free() {
    SequencedSet<Integer> found = new LinkedHashSet<>();
    for (int tries = 0; found.size() < 4; tries++) {
      if (tries > 2_000) {
        throw new ControlPlaneException("no four free ports on 127.0.0.1");
      }
      int port = ThreadLocalRandom.current().nextInt(LOWEST, BEYOND);
      if (isFree(port)) {
        found.add(port);
      }
    }
    List<Integer> ports = new ArrayList<>(found);
    return new Ports(ports.get(0), ports.get(1), ports.get(2), ports.get(3));
  }

  /// The ports of an earlier start, if there was one and they are free.
  static Optional<Ports> remembered(Path file) {
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      properties.load(reader);
      Ports ports =
          new Ports(
              Integer.parseInt(properties.getProperty("etcd", "")),
              Integer.parseInt(properties.getProperty("etcdPeer", "")),
              Integer.parseInt(properties.getProperty("server", "")),
              Integer.parseInt(properties.getProperty("controllerManager", "")));
      return ports.all().stream().allMatch(Ports::isFree) ? Optional.of(ports) : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  void remember(Path file) throws IOException {
    PrivateFiles.write(
        file,
        "etcd=%d\netcdPeer=%d\nserver=%d\ncontrollerManager=%d\n"
            .formatted(etcd, etcdPeer, server, controllerManager));
  }

  List<Integer> all() {
    return List.of(etcd, etcdPeer, server, controllerManager);
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
