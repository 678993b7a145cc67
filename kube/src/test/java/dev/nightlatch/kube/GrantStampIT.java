package dev.nightlatch.kube;

import static dev.nightlatch.kube.Guarded.GRANTS;
import static dev.nightlatch.kube.Guarded.path;
import static dev.nightlatch.kube.Guarded.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.Guards;
import dev.nightlatch.kube.Hand.Answer;
import dev.nightlatch.testkit.RealCluster;
import dev.nightlatch.testkit.TestCluster;
import dev.nightlatch.testkit.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What the API server writes into a grant that does not say who asks, where it is told to.
@RealCluster(isolated = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GrantStampIT {
  private static final String GUARD = "nightlatch-grants";
  private static final String WHO = "    requestedBy: alice@example.com\n";
  private static final String GROUPS = "    groups: [oncall, 'system:authenticated']\n";
  private static final Duration IN_FORCE = Duration.ofSeconds(20);

  private final TestCluster cluster;
  private Guarded guarded;

  GrantStampIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeAll
  void install() {
    guarded = Guarded.on(cluster);
    String applied =
        cluster
            .kubectl()
            .run(InstallManifests.stamps(), "apply", "--validate=strict", "-f", "-")
            .error();
    assertThat(applied).isEmpty();
    Wait.until(
        IN_FORCE,
        "nothing is stamped",
        () -> guarded.alice().tryToCreate(GRANTS, anonymous()).isTaken());
  }

  @AfterAll
  void close() {
    guarded.close();
  }

  private String anonymous() {
    return with(with(guarded.grant(), WHO, ""), GROUPS, "");
  }

  @Test
  void whoAsksIsWrittenIntoAGrantThatDoesNotSayIt() {
    Answer grant = guarded.alice().create(GRANTS, anonymous()).taken();
    assertThat(grant.text("spec.request.requestedBy")).isEqualTo("alice@example.com");
    assertThat(grant.at("spec.request.groups"))
        .isEqualTo(List.of("oncall", "system:authenticated"));
  }

  @Test
  void onlyWhatIsLeftOutIsWritten() {
    for (String left : List.of(WHO, GROUPS)) {
      Answer grant = guarded.alice().create(GRANTS, with(guarded.grant(), left, "")).taken();
      assertThat(grant.text("spec.request.requestedBy")).isEqualTo("alice@example.com");
    }
  }

  @Test
  void theGrantOfTheDocumentationIsTaken() throws IOException {
    Matcher yaml =
        Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("../docs/guards.md")));
    assertThat(yaml.find()).isTrue();
    guarded
        .alice()
        .create(GRANTS, with(yaml.group(1), "namespace: shop", "namespace: " + guarded.namespace()))
        .taken();
  }

  @Test
  void nobodyAsksInAnothersName() {
    guarded
        .alice()
        .create(GRANTS, with(guarded.grant(), "alice@example.com", "bob@example.com"))
        .refusedBy(GUARD, "spec.request.requestedBy: found bob@example.com");
    guarded
        .alice()
        .create(GRANTS, with(guarded.grant(), "[oncall,", "['system:masters',"))
        .refusedBy(GUARD, "spec.request.groups: wanted are the groups of whoever asks");
  }

  @Test
  void whoeverMayNotOpenTheRuleDoesNotByLeavingOutWhoTheyAre() {
    guarded.mallory().create(GRANTS, anonymous()).refusedBy(GUARD, "open");
  }

  @Test
  void aRequestIsStampedOnceAndNeverChanged() {
    Answer grant = guarded.alice().create(GRANTS, anonymous()).taken();
    guarded
        .admin()
        .patchBySteps(path(grant), "[{'op': 'remove', 'path': '/spec/request/requestedBy'}]")
        .refusedByKind("requestedBy");
  }

  @Test
  void whatLacksMoreIsToldWhatItLacks() {
    guarded
        .alice()
        .create(GRANTS, with(anonymous(), "    reason: the order queue is stuck\n", ""))
        .refusedByKind("spec.request.reason: Required value");
    guarded
        .alice()
        .create(
            GRANTS,
            """
            apiVersion: nightlatch.dev/v1alpha1
            kind: AccessGrant
            metadata: {generateName: nothing-}
            """)
        .refusedByKind("spec: Required value");
  }

  @Test
  void theGuardsStandBesideIt() {
    try (KubeCluster operator = Installed.connect(cluster.admin())) {
      assertThat(operator.guards()).isInstanceOf(Guards.InForce.class);
    }
  }
}
