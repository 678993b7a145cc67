package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.manifests.Decoder;
import dev.nightlatch.manifests.Documents;
import dev.nightlatch.manifests.Yaml;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the commands print, on the sample shop in memory.
@Timeout(60)
class CommandsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Printed printed = new Printed();
  private final Screen screen = printed.screen();
  private EmbeddedStage stage;

  @BeforeEach
  void build() throws IOException {
    stage = EmbeddedStage.build();
  }

  @AfterEach
  void close() throws IOException {
    stage.close();
  }

  private int open(String rule, Duration lease, Duration patience, Format format) {
    return OpenCommand.open(answer(format), stage.engineer(), request(rule, lease), patience);
  }

  private int ask() {
    return ask(Format.table);
  }

  private int ask(Format format) {
    return OpenCommand.ask(
        answer(format), stage.engineer(), request("db-shell", Duration.ofMinutes(30)));
  }

  private static Request request(String rule, Duration lease) {
    return new Request(
        new ObjectKey("shop", rule),
        "INC-4711",
        "orders fail",
        lease,
        new Origin.AnySource(),
        "alice@example.com");
  }

  private Answer answer(Format format) {
    return new Answer(screen, format, ApiObjects.made(stage.engineer()));
  }

  private AccessGrant only() {
    assertThat(stage.engineer().grants()).hasSize(1);
    return stage.engineer().grants().getFirst();
  }

  @Test
  void rulesAreATableAndAnotherNamespaceHasNone() {
    assertThat(
            RulesCommand.list(answer(Format.table), stage.engineer(), Optional.of("shop"), false))
        .isZero();
    assertThat(printed.out())
        .startsWith("NAMESPACE   RULE")
        .contains("db-shell")
        .contains("app=db")
        .contains("5432/TCP")
        .contains("support-tools/tools");
    assertThat(
            RulesCommand.list(answer(Format.table), stage.engineer(), Optional.of("other"), false))
        .isZero();
    assertThat(printed.err()).contains("No rules in namespace other");
  }

  @Test
  void whoAsksInJsonAndDoesNotWaitIsToldHowToLook() {
    assertThat(ask(Format.json)).isZero();
    String name = stage.engineer().grants().getFirst().name();
    assertThat(printed.out()).startsWith("{").endsWith("}\n");
    assertThat(printed.err()).isEqualTo("See how it goes: nightlatch get " + name + " -o json\n");
  }

  @Test
  void rulesAsYamlAreTheApiObjects() {
    assertThat(RulesCommand.list(answer(Format.yaml), stage.engineer(), Optional.empty(), false))
        .isZero();
    Documents documents = Yaml.read(printed.out(), "out");
    assertThat(documents.problems()).isEmpty();
    assertThat(documents.trees()).hasSize(3);
    assertThat(documents.trees().stream().map(tree -> Decoder.rule(tree).value().orElseThrow()))
        .containsExactlyElementsOf(stage.engineer().rules());
  }

  @Test
  void anOpeningSaysUntilWhenAndWhatIsOpenAndHowToCloseIt() {
    stage.startOperator();
    assertThat(open("db-shell", Duration.ofMinutes(30), PATIENCE, Format.table)).isZero();
    assertThat(printed.out())
        .containsPattern(
            "Open until (\\d{4}-\\d\\d-\\d\\d )?\\d\\d:\\d\\d:\\d\\d \\((30m|29m\\d+s) left\\):")
        .contains("  support-tools/app=psql -> shop/app=db on 5432/TCP")
        .contains("nightlatch close " + only().name());
  }

  @Test
  void anOpeningAsJsonIsTheGrantAndNothingElse() {
    stage.startOperator();
    assertThat(open("db-shell", Duration.ofMinutes(30), PATIENCE, Format.json)).isZero();
    Documents documents = Yaml.read(printed.out(), "out");
    assertThat(documents.problems()).isEmpty();
    assertThat(documents.trees()).hasSize(1);
    AccessGrant said = Decoder.grant(documents.trees().getFirst()).value().orElseThrow();
    // What comes within reach through it is found out after it is open, so the status may go on.
    AccessGrant now = only();
    assertThat(said.meta().uid()).isEqualTo(now.meta().uid());
    assertThat(said.request()).isEqualTo(now.request());
    assertThat(said.status().phase()).isEqualTo(Phase.ACTIVE);
    assertThat(said.status().expiresAt()).isEqualTo(now.status().expiresAt());
    assertThat(said.status().policies()).isNotEmpty().isEqualTo(now.status().policies());
    assertThat(printed.out()).startsWith("{");
  }

  @Test
  void aRefusalSaysCodeAndSentenceAndIsOne() {
    stage.startOperator();
    assertThat(open("db-shell", Duration.ofHours(2), PATIENCE, Format.table)).isEqualTo(Exit.NO);
    assertThat(printed.out())
        .contains("Refused (NL-DURATION-TOO-LONG): AccessRule shop/db-shell gives at most 1h");
  }

  @Test
  void withoutAnOperatorItIsStillWaitingAndSaysWhatToDo() {
    assertThat(open("db-shell", Duration.ofMinutes(30), Duration.ofMillis(300), Format.table))
        .isEqualTo(Exit.WAITING);
    assertThat(printed.out()).contains("Not open yet: Pending");
    assertThat(printed.err()).contains("No operator has looked at it").contains("nightlatch get");
  }

  @Test
  void aTimeToWaitOfZeroLooksOnceAndIsStillWaiting() {
    assertThat(open("db-shell", Duration.ofMinutes(30), Duration.ZERO, Format.table))
        .isEqualTo(Exit.WAITING);
    assertThat(printed.out()).contains("Not open yet: Pending");
    assertThat(
            CloseCommand.close(
                answer(Format.table),
                stage.engineer(),
                only().name(),
                "",
                Optional.of(Duration.ZERO)))
        .isEqualTo(Exit.WAITING);
    assertThat(printed.out()).contains("Not shut yet: Pending");
  }

  @Test
  void whoeverIsInterruptedWhileWaitingIsToldTheGrantAndHowToTakeItBack() {
    assertThat(ask()).isZero();
    assertThat(OpenCommand.mayOpen(screen, only()))
        .containsExactly(
            "Grant " + only().name() + " was asked for and may open.",
            "Take it back: nightlatch close " + only().name());
  }

  @Test
  void notWaitingItIsAccepted() {
    assertThat(ask()).isZero();
    assertThat(printed.out()).contains("Asked: grant " + only().name());
  }

  @Test
  void grantsAreListedWithTheTimeLeftAndFilteredByTheRulesNamespace() {
    stage.startOperator();
    assertThat(open("db-shell", Duration.ofMinutes(30), PATIENCE, Format.table)).isZero();
    assertThat(GetCommand.list(answer(Format.table), stage.engineer(), Optional.empty())).isZero();
    assertThat(printed.out())
        .containsPattern(
            "shop/db-shell +INC-4711 +alice@example.com +Active +(\\d{4}-\\d\\d-\\d\\d )?\\d\\d:\\d\\d:\\d\\d");
    assertThat(GetCommand.list(answer(Format.table), stage.engineer(), Optional.of("other")))
        .isZero();
    assertThat(printed.err()).contains("No grants.");
  }

  @Test
  void aGrantIsShownInFullAndOneThatIsNotThereIsNo() {
    stage.startOperator();
    assertThat(open("db-shell", Duration.ofMinutes(30), PATIENCE, Format.table)).isZero();
    assertThat(GetCommand.one(answer(Format.table), stage.engineer(), only().name())).isZero();
    assertThat(printed.out()).contains("Phase:    Active").contains("Incident: INC-4711");
    assertThatThrownBy(() -> GetCommand.one(answer(Format.table), stage.engineer(), "none"))
        .isInstanceOfSatisfying(
            CommandFailed.class, failed -> assertThat(failed.exitCode()).isEqualTo(Exit.NO));
  }

  @Test
  void aGrantsStatusIsOneScreenThatEndsWithWhatToDo() {
    stage.startOperator();
    assertThat(open("db-shell", Duration.ofMinutes(30), PATIENCE, Format.table)).isZero();
    String name = only().name();
    assertThat(StatusCommand.status(answer(Format.table), stage.engineer(), name)).isZero();
    assertThat(printed.out())
        .contains(name + ": Active\n")
        .containsPattern(
            "Until:    (\\d{4}-\\d\\d-\\d\\d )?\\d\\d:\\d\\d:\\d\\d \\((30m|29m\\d+s) left\\)")
        .contains("\nOpen:     support-tools/app=psql -> shop/app=db on 5432/TCP\n")
        .contains("\nProof:    while open (evaluated): 1 connection is open")
        .contains("\nNext:\n  nightlatch close " + name + " ");
    assertThat(StatusCommand.status(answer(Format.yaml), stage.engineer(), name)).isZero();
    assertThat(printed.out()).contains("\nkind: AccessGrant\n");
    assertThatThrownBy(() -> StatusCommand.status(answer(Format.table), stage.engineer(), "none"))
        .isInstanceOfSatisfying(
            CommandFailed.class, failed -> assertThat(failed.exitCode()).isEqualTo(Exit.NO));
  }

  @Test
  void closingWaitsUntilItIsShutAndTheSecondTimeItIsAlready() {
    stage.startOperator();
    assertThat(open("db-shell", Duration.ofMinutes(30), PATIENCE, Format.table)).isZero();
    String name = only().name();
    assertThat(
            CloseCommand.close(
                answer(Format.table), stage.engineer(), name, "", Optional.of(PATIENCE)))
        .isZero();
    assertThat(printed.out())
        .contains("Shut: Closed (NL-CLOSED-BY-REQUESTER): Closed by its requester");
    assertThat(stage.onlooker().policies()).noneMatch(held -> held.isMarked());
    assertThat(
            CloseCommand.close(
                answer(Format.table), stage.engineer(), name, "", Optional.of(PATIENCE)))
        .isZero();
    assertThat(printed.out()).contains("Already shut: Closed");
  }

  @Test
  void closingWithoutAnOperatorIsStillWaiting() {
    assertThat(ask()).isZero();
    assertThat(
            CloseCommand.close(
                answer(Format.table),
                stage.engineer(),
                only().name(),
                "",
                Optional.of(Duration.ofMillis(300))))
        .isEqualTo(Exit.WAITING);
    assertThat(printed.out()).contains("Not shut yet: Pending");
  }
}
