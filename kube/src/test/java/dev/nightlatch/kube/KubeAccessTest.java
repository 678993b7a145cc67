package dev.nightlatch.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fabric8.kubernetes.client.Config;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is read of a kubeconfig, and what is refused of it.
final class KubeAccessTest {
  /// The client reads it where it would read the variable `KUBECONFIG`, which no test can set.
  private static final String VARIABLE = Config.KUBERNETES_KUBECONFIG_FILE;

  private static final String TWO =
      """
      apiVersion: v1
      kind: Config
      current-context: day
      clusters:
      - {name: a, cluster: {server: "https://a.example:6443"}}
      - {name: b, cluster: {server: "https://b.example:6443"}}
      users:
      - {name: alice, user: {token: secret-of-a}}
      - {name: bob, user: {username: bob, password: secret-of-b}}
      contexts:
      - {name: day, context: {cluster: a, user: alice, namespace: shop}}
      - {name: night, context: {cluster: b, user: bob}}
      - {name: lost, context: {cluster: c, user: bob}}
      - {name: nobody, context: {cluster: b, user: carol}}
      - {name: anonymous, context: {cluster: b}}
      """;

  @TempDir private Path folder;

  private Path file(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private KubeAccess two(Optional<String> context) {
    return KubeAccess.of(Optional.of(file("two", TWO)), context);
  }

  private static <T> T withVariable(String value, Supplier<T> call) {
    String before = System.setProperty(VARIABLE, value);
    try {
      return call.get();
    } finally {
      if (before == null) {
        System.clearProperty(VARIABLE);
      } else {
        System.setProperty(VARIABLE, before);
      }
    }
  }

  @Test
  void withoutAContextTheCurrentOneHolds() {
    KubeAccess access = two(Optional.empty());
    assertThat(access.server()).startsWith("https://a.example:6443");
    assertThat(access.namespace()).isEqualTo("shop");
    assertThat(access.config().getAutoOAuthToken()).isEqualTo("secret-of-a");
  }

  @Test
  void aContextBringsItsOwnClusterUserAndNamespaceAndNothingOfAnother() {
    KubeAccess access = two(Optional.of("night"));
    assertThat(access.server()).startsWith("https://b.example:6443");
    assertThat(access.namespace()).isEqualTo("default");
    assertThat(access.config().getUsername()).isEqualTo("bob");
    assertThat(access.config().getAutoOAuthToken()).isNull();
    assertThat(access.config().getOauthToken()).isNull();
  }

  @Test
  void theUsualKubeconfigIsThatOfTheVariable() {
    KubeAccess access =
        withVariable(
            file("usual", TWO).toString(),
            () -> KubeAccess.of(Optional.empty(), Optional.of("night")));
    assertThat(access.server()).startsWith("https://b.example:6443");
    assertThat(access.namespace()).isEqualTo("default");
    assertThat(access.config().getAutoOAuthToken())
        .as("the current context's token, at another cluster")
        .isNull();
  }

  @Test
  void ofSeveralFilesInTheVariableEachAddsItsContexts() {
    String other = TWO.replace("name: night", "name: dusk").replace("b.example", "c.example");
    String files = file("one", TWO) + File.pathSeparator + file("other", other);
    KubeAccess access =
        withVariable(files, () -> KubeAccess.of(Optional.empty(), Optional.of("dusk")));
    assertThat(access.config().getUsername()).isEqualTo("bob");
  }

  @Test
  void aFileThatIsNamedCountsAloneWhateverTheVariableSays() {
    String night = TWO.replace("current-context: day", "current-context: night");
    KubeAccess access =
        withVariable(
            file("usual", TWO).toString(),
            () -> KubeAccess.of(Optional.of(file("named", night)), Optional.empty()));
    assertThat(access.server()).startsWith("https://b.example:6443");
    assertThat(access.config().getAutoOAuthToken()).isNull();
    assertThat(access.namespace()).isEqualTo("default");
  }

  @ParameterizedTest
  @CsvSource({
    "dawn, has no context dawn",
    "'', has no context",
    "lost, 'has no cluster c, which its context lost names'",
    "nobody, 'has no user carol, which its context nobody names'",
  })
  void aContextThatIsNotThereOrNotWholeIsRefused(String context, String sentence) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> two(Optional.of(context)))
        .withMessageContaining(folder.resolve("two").toString())
        .withMessageContaining(sentence);
  }

  @Test
  void aContextMayNameNoUser() {
    assertThat(two(Optional.of("anonymous")).server()).startsWith("https://b.example:6443");
  }

  @Test
  void aFileThatIsNotThereIsRefusedAndSoIsAFolder() {
    for (Path path : new Path[] {folder.resolve("none"), folder}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> KubeAccess.of(Optional.of(path), Optional.empty()))
          .withMessage("the kubeconfig " + path + " cannot be read");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "hello",
        "[]",
        "5",
        "null",
        "{",
        "contexts: 5",
        "contexts: [null]",
        "contexts: [{}]",
        "clusters: [{name: a}]",
        "current-context: x",
        "a: &a [*a]",
        "\u0000\u0001",
        "apiVersion: v1\nkind: Config\n"
      })
  void aFileThatMakesNoSenseIsRefused(String text) {
    Path file = file("senseless", text);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KubeAccess.of(Optional.of(file), Optional.empty()))
        .withMessageContaining(file.toString());
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                withVariable(
                    file.toString(), () -> KubeAccess.of(Optional.empty(), Optional.empty())))
        .withMessageContaining("the kubeconfig " + file + ", which KUBECONFIG names,");
  }

  @Test
  void whatStandsInASenselessFileIsToldToNobody() {
    Path file =
        file("secret", "users: [{name: a, user: {token: hunter2, hunter3: {]\nhunter4: a: b");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KubeAccess.of(Optional.of(file), Optional.empty()))
        .withMessage("the kubeconfig " + file + " makes no sense")
        .withNoCause();
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                withVariable(
                    file.toString(), () -> KubeAccess.of(Optional.empty(), Optional.empty())))
        .withMessage("the kubeconfig " + file + ", which KUBECONFIG names, makes no sense")
        .withNoCause();
  }

  @Test
  void aContextThatNoFileOfTheVariableHasIsSaidWithTheirNames() {
    String files = file("one", TWO) + File.pathSeparator + folder.resolve("none");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> withVariable(files, () -> KubeAccess.of(Optional.empty(), Optional.of("dawn"))))
        .withMessage("the kubeconfig " + files + ", which KUBECONFIG names, has no context dawn");
  }

  @Test
  void aVariableThatNamesNoFileIsSaidAndNotPassedOver() {
    String none = folder.resolve("none").toString();
    for (String named :
        new String[] {none, folder.toString(), none + File.pathSeparator + folder}) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> withVariable(named, () -> KubeAccess.of(Optional.empty(), Optional.empty())))
          .withMessage("the kubeconfig " + named + ", which KUBECONFIG names, cannot be read");
    }
  }

  @Test
  void theKubeconfigAtHomeIsNamedToo() {
    assertThat(new KubeconfigOrigin.Home("/home/alice/.kube/config"))
        .hasToString("the kubeconfig /home/alice/.kube/config");
  }

  @ParameterizedTest
  @CsvSource({"EC, EC", "RSA, RSA"})
  void theKeysAlgorithmIsReadFromAKeyInPkcs8(String algorithm, String told)
      throws GeneralSecurityException {
    byte[] key =
        KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPrivate().getEncoded();
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(key)
            + "\n-----END PRIVATE KEY-----\n";
    Path keyFile = file("key.pem", pem);
    String data = Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
    for (String user : new String[] {"client-key-data: " + data, "client-key: " + keyFile}) {
      String text = TWO.replace("token: secret-of-a", user);
      Config config = KubeAccess.of(Optional.of(file("k", text)), Optional.empty()).config();
      assertThat(Optional.ofNullable(config.getClientKeyAlgo()).orElse("RSA")).isEqualTo(told);
    }
  }

  @Test
  void aKeyFileIsFoundBesideTheKubeconfigThatNamesIt() {
    String text = TWO.replace("token: secret-of-a", "client-key: key.pem");
    Config config = KubeAccess.of(Optional.of(file("k", text)), Optional.empty()).config();
    assertThat(config.getClientKeyFile()).isEqualTo(folder.resolve("key.pem").toString());
  }
}
