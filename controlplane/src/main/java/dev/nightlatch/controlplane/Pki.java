package dev.nightlatch.controlplane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.InstantSource;
import java.util.List;

/// A control plane's keys and certificates, in files where its programs read them.
///
/// Three authorities: one for the API server and its users, one for etcd, so that a user's
/// certificate opens no way around the API server, and one for the request headers of aggregated
/// servers, which the API server refuses to share with the first.
///
/// @param cluster signs the server's and the users' certificates
record Pki(Path directory, Authority cluster) {
  private static final String ENDING = ".crt";

  /// Reads what an earlier start left in the folder, or makes everything anew.
  static Pki open(Path directory, InstantSource time) throws IOException {
    if (!Files.exists(directory.resolve("ca" + ENDING))) {
      create(directory, time);
    }
    return new Pki(directory, authority(directory, time));
  }

  /// The authority that signs users' certificates, of a folder that is there.
  static Authority authority(Path directory, InstantSource time) throws IOException {
    Path certificate = directory.resolve("ca" + ENDING);
    try {
      return Authority.of(
          new Identity(Files.readString(certificate), Files.readString(keyOf(certificate))), time);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new ControlPlaneException("cannot read the certificate authority in " + directory, e);
    }
  }

  private static void create(Path directory, InstantSource time) throws IOException {
    Authority cluster = Authority.create("nightlatch-control-plane", time);
    Authority etcd = Authority.create("nightlatch-etcd", time);
    Authority requestHeader = Authority.create("nightlatch-request-header", time);
    KeyPair tokens = Authority.newKeyPair();
    PrivateFiles.write(
        directory.resolve("sa.key"), Pem.write(Pem.PRIVATE_KEY, tokens.getPrivate().getEncoded()));
    PrivateFiles.write(
        directory.resolve("sa.pub"), Pem.write(Pem.PUBLIC_KEY, tokens.getPublic().getEncoded()));
    write(directory, "etcd-ca", etcd.identity());
    write(directory, "etcd", etcd.server("etcd"));
    write(directory, "request-header-ca", requestHeader.identity());
    write(directory, "front-proxy", requestHeader.client("front-proxy-client", List.of()));
    write(directory, "server", cluster.server("kube-apiserver"));
    // Last, since its presence says that all the others are there.
    write(directory, "ca", cluster.identity());
  }

  private static void write(Path directory, String name, Identity identity) throws IOException {
    Path certificate = directory.resolve(name + ENDING);
    PrivateFiles.write(keyOf(certificate), identity.key());
    PrivateFiles.write(certificate, identity.certificate());
  }

  private static Path keyOf(Path certificate) {
    String name = certificate.getFileName().toString();
    return certificate.resolveSibling(name.substring(0, name.length() - ENDING.length()) + ".key");
  }

  Path certificate(String name) {
    return directory.resolve(name + ENDING);
  }

  Path key(String name) {
    return directory.resolve(name + ".key");
  }

  Path tokenSigningKey() {
    return directory.resolve("sa.key");
  }

  Path tokenVerificationKey() {
    return directory.resolve("sa.pub");
  }

  Identity etcdClient() throws IOException {
    return new Identity(Files.readString(certificate("etcd")), Files.readString(key("etcd")));
  }
}
