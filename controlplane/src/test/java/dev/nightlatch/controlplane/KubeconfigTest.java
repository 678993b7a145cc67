package dev.nightlatch.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.controlplane.Kubeconfig.Credentials;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The text of a kubeconfig file. That kubectl accepts it is shown wherever a test uses kubectl.
class KubeconfigTest {
  private static final Kubeconfig ALICE =
      new Kubeconfig(
          URI.create("https://127.0.0.1:6443"), "CA", "alice", new Credentials.Token("t.o.k"));

  @Test
  void theTextHoldsServerAuthorityAndCredentials() {
    assertThat(ALICE.text())
        .contains("server: \"https://127.0.0.1:6443\"")
        .contains("certificate-authority-data: Q0E=\n")
        .contains("token: \"t.o.k\"\n");
  }

  @Test
  void aNameIsQuotedWhateverItHolds() {
    Kubeconfig odd =
        new Kubeconfig(ALICE.server(), "CA", "a\"b\\c: #d", new Credentials.Certificate("X", "Y"));
    assertThat(odd.text())
        .contains("- name: \"a\\\"b\\\\c: #d\"\n")
        .contains("    client-certificate-data: WA==\n    client-key-data: WQ==\n");
  }

  @Test
  void theSameUserCanComeByAnotherAddress() {
    Kubeconfig proxied = ALICE.at(InetSocketAddress.createUnresolved("127.0.0.1", 9));
    assertThat(proxied.server()).isEqualTo(URI.create("https://127.0.0.1:9"));
    assertThat(proxied.credentials()).isEqualTo(ALICE.credentials());
    assertThat(proxied.user()).isEqualTo("alice");
  }

  @Test
  void theFileIsItsOwnersAloneAlsoWhenItReplacesAnother(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("alice.kubeconfig");
    Files.writeString(file, "old");
    assertThat(ALICE.write(file)).isEqualTo(file).hasContent(ALICE.text());
    assertThat(Files.getPosixFilePermissions(file))
        .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    assertThat(folder.toFile().list()).containsExactly("alice.kubeconfig");
  }

  @Test
  void noSecretIsInTheTextOfAValue() {
    assertThat(ALICE.toString()).doesNotContain("t.o.k");
    assertThat(new Credentials.Certificate("cert", "secret").toString()).doesNotContain("secret");
    assertThat(new Identity("cert", "secret").toString()).doesNotContain("secret");
  }
}
