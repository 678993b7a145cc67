package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.BreakGlass;
import dev.nightlatch.grants.model.Conditions;
import dev.nightlatch.grants.model.FourEyes;
import dev.nightlatch.grants.model.GrantRef;
import dev.nightlatch.grants.model.IncidentKind;
import dev.nightlatch.grants.model.IncidentRef;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Part;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Quota;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.port.Cluster;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What people see of break-glass, its review, doubts and extensions.
class WithoutApprovalTest {
  private static final ObjectKey RULE = new ObjectKey("shop", "db-shell");
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Printed printed = new Printed();
  private final Screen screen = printed.screen();
  private EmbeddedStage stage;

  @BeforeEach
  void begin() throws Exception {
    stage = EmbeddedStage.build();
    AccessRule free = stage.engineer().rule(RULE).orElseThrow();
    AccessRule _ =
        stage
            .hands()
            .put(
                new AccessRule(
                    free.meta(),
                    free.description(),
                    free.target(),
                    free.sources(),
                    free.maxDuration(),
                    FourEyes.of(1),
                    new Conditions(
                        IncidentKind.ANY, new BreakGlass.Allowed(Duration.ofDays(1)), Quota.NONE)));
    stage.startOperator();
  }

  @AfterEach
  void end() throws Exception {
    stage.close();
  }

  private Answer answer(Cluster who) {
    return new Answer(screen, Format.table, ApiObjects.made(who));
  }

  private Request request(boolean breakGlass, Optional<GrantRef> extended) {
    return new Request(
        RULE,
        IncidentRef.manual("INC-4711"),
        "nobody is awake",
        Duration.ofMinutes(10),
        Part.WHOLE,
        Optional.empty(),
        breakGlass,
        extended,
        stage.engineer().whoAmI());
  }

  private int open(boolean breakGlass, Duration patience) {
    return OpenCommand.open(
        answer(stage.engineer()),
        stage.engineer(),
        request(breakGlass, Optional.empty()),
        patience);
  }

  private AccessGrant extension() {
    return stage.engineer().grants().stream()
        .filter(grant -> grant.request().extended().isPresent())
        .findFirst()
        .orElseThrow();
  }

  private AccessGrant only() {
    assertThat(stage.engineer().grants()).hasSize(1);
    return stage.engineer().grants().getFirst();
  }

  @Test
  void whoBreaksTheGlassIsInAtOnceAndEverybodySeesIt() {
    assertThat(open(true, PATIENCE)).isZero();
    assertThat(printed.out())
        .contains("BREAK-GLASS: opened without approval; must be reviewed by ");
    assertThat(String.join("\n", GrantText.full(screen, only())))
        .contains("Phase:    Active: BREAK-GLASS")
        .contains("Review:   due by ");
    assertThat(ReviewCommand.list(answer(stage.engineer()), stage.engineer())).isZero();
    assertThat(printed.out()).contains("1 to be reviewed, 0 of them overdue.");
  }

  @Test
  void somebodyElseReviewsItOnce() {
    assertThat(open(true, PATIENCE)).isZero();
    String name = only().name();
    assertThatThrownBy(() -> review(stage.engineer(), name, "all mine"))
        .hasMessageContaining("somebody else must review it");
    assertThat(review(stage.person("bob"), name, "justified")).isZero();
    assertThat(printed.out()).contains("Reviewed " + name + ".");
    assertThatThrownBy(() -> review(stage.person("carol"), name, "no"))
        .hasMessageContaining("was reviewed already, by bob");
    assertThat(String.join("\n", GrantText.full(screen, only())))
        .contains("Review:   by bob: justified");
    assertThat(ReviewCommand.list(answer(stage.engineer()), stage.engineer())).isZero();
    assertThat(printed.err()).contains("Nothing to review.");
  }

  @Test
  void whatWasApprovedNeedsNoReview() {
    int _ = open(false, Duration.ZERO);
    assertThatThrownBy(() -> review(stage.person("bob"), only().name(), "fine"))
        .hasMessageContaining("is no break-glass grant");
  }

  private int review(Cluster who, String name, String finding) {
    return ReviewCommand.one(answer(who), who, name, Optional.of(finding));
  }

  @Test
  void aDryRunSaysThatNobodyMustApprove() {
    int exit =
        DryRun.of(
            answer(stage.engineer()),
            stage.engineer(),
            stage.engineer().rule(RULE).orElseThrow(),
            request(true, Optional.empty()),
            stage.engineer().surroundings(),
            CniProfile.DEFAULT);
    assertThat(exit).isZero();
    assertThat(printed.out())
        .contains("BREAK-GLASS: nobody has to approve; it must be reviewed within 24h.");
  }

  @Test
  void aDoubtIsShownAndAcceptedByName() {
    stage.embedded().layers("CiliumNetworkPolicy (cilium.io)");
    assertThat(open(false, Duration.ofSeconds(8))).isEqualTo(Exit.WAITING);
    assertThat(printed.out())
        .contains("Not known, to be accepted by name:\n  NL-OTHER-LAYERS: Policies are there")
        .contains("Waits for 1 approval. To be accepted by name: NL-OTHER-LAYERS.");
    assertThat(approve("", List.of())).isZero();
    String hash = TermsText.shortHash(only().status().hash());
    assertThat(printed.err()).contains("--terms " + hash + " --accept NL-OTHER-LAYERS");
    assertThatThrownBy(() -> approve(hash, List.of("NL-UNDECIDED")))
        .hasMessageContaining("has these doubts alone: NL-OTHER-LAYERS");
    assertThat(approve(hash, List.of())).isZero();
    assertThat(printed.out()).contains("still waits for somebody who accepts NL-OTHER-LAYERS.");
    assertThat(approve(hash, List.of("NL-OTHER-LAYERS"))).isZero();
    assertThat(await(only(), Phase.ACTIVE).status().phase()).isEqualTo(Phase.ACTIVE);
    assertThat(String.join("\n", GrantText.full(screen, only())))
        .contains("Doubt:    NL-OTHER-LAYERS: ")
        .contains("Approved: by bob, accepting NL-OTHER-LAYERS");
  }

  private int approve(String terms, List<String> accepted) {
    Cluster bob = stage.person("bob");
    return ApproveCommand.approve(
        answer(bob), bob, only().name(), new ApproveCommand.Yes(terms, accepted, ""));
  }

  private AccessGrant await(AccessGrant grant, Phase phase) {
    return Watching.until(
                screen, stage.engineer(), grant, PATIENCE, now -> now.status().phase() == phase)
            instanceof Watching.Ended.There(var now)
        ? now
        : grant;
  }

  @Test
  void anExtensionAsksForTheSameAgain() {
    assertThat(open(true, PATIENCE)).isZero();
    AccessGrant first = only();
    Request extension =
        ExtendCommand.extension(
            first, "not done yet", Duration.ofMinutes(20), true, stage.engineer());
    assertThat(extension.rule()).isEqualTo(RULE);
    assertThat(extension.incident()).isEqualTo(first.request().incident());
    assertThat(extension.extended()).contains(new GrantRef(first.name(), first.uid()));
    assertThat(OpenCommand.open(answer(stage.engineer()), stage.engineer(), extension, PATIENCE))
        .isZero();
    assertThat(String.join("\n", GrantText.full(screen, extension())))
        .contains("Extends:  grant " + first.name());
  }
}
