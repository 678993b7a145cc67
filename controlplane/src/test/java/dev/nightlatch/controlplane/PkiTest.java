package dev.nightlatch.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keys and certificates.
class PkiTest {
  private static final Instant NOW = Instant.parse("2026-03-01T02:14:00Z");
  private static final InstantSource TIME = InstantSource.fixed(NOW);

  @TempDir private Path folder;

  @Test
  void aUsersCertificateIsSignedByTheClustersAuthorityAndHoldsNameAndGroups()
      throws IOException, GeneralSecurityException {
    Pki pki = Pki.open(folder, TIME);
    X509Certificate alice =
        Pem.certificate(pki.cluster().client("alice", List.of("oncall", "x")).certificate());

    assertThatCode(
            () ->
                alice.verify(
                    Pem.certificate(pki.cluster().identity().certificate()).getPublicKey()))
        .doesNotThrowAnyException();
    assertThat(alice.getSubjectX500Principal().getName("RFC1779"))
        .contains("CN=alice", "O=oncall", "O=x");
    assertThatCode(() -> alice.checkValidity(Date.from(NOW))).doesNotThrowAnyException();
    // clientAuth, and nothing that would let a user pass for a server.
    assertThat(alice.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
  }

  @Test
  void etcdTrustsAnotherAuthorityThanTheUsers() throws IOException {
    Pki pki = Pki.open(folder, TIME);
    assertThat(Files.readString(pki.certificate("etcd-ca")))
        .isNotEqualTo(Files.readString(pki.certificate("ca")));
  }

  @Test
  void whatIsThereIsKept() throws IOException {
    Identity first = Pki.open(folder, TIME).cluster().identity();
    assertThat(Pki.open(folder, TIME).cluster().identity()).isEqualTo(first);
  }

  @Test
  void keysAreReadableByTheirOwnerAlone() throws IOException {
    Pki pki = Pki.open(folder, TIME);
    assertThat(Files.getPosixFilePermissions(pki.key("ca"))).hasSize(2);
    assertThat(Files.getPosixFilePermissions(pki.tokenSigningKey())).hasSize(2);
  }
}
