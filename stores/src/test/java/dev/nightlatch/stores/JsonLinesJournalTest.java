package dev.nightlatch.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightlatch.engine.set.Address;
import dev.nightlatch.grants.model.Bystander;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Drift;
import dev.nightlatch.grants.model.Exemption;
import dev.nightlatch.grants.model.GrantRef;
import dev.nightlatch.grants.model.GrantStatus.LatchRef;
import dev.nightlatch.grants.model.GrantStatus.PolicyRef;
import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.IncidentRef;
import dev.nightlatch.grants.model.Notice;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.OnDrift;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.port.JournalException;
import dev.nightlatch.grants.record.JournalEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a file of JSON lines goes through.
class JsonLinesJournalTest {
  private static final Instant AT = Instant.parse("2026-11-25T02:14:00.123456789Z");
  private static final ObjectKey RULE = new ObjectKey("shop", "db-shell");

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("journal.jsonl");
  }

  private static Request request() {
    return new Request(
        RULE,
        "INC-4711",
        "a \"quoted\" reason,\nof two lines, with ünïcode \u2028 and a tab\t",
        Duration.ofMinutes(90),
        new Origin.OneAddress(Address.parse("2001:db8::17").orElseThrow()),
        "alice@example.com");
  }

  private static JournalEntry.Opening opening(String uid) {
    return new JournalEntry.Opening(
        new Uid(uid),
        AT,
        "db-shell-x",
        request(),
        new Uid("rule-1"),
        7,
        List.of("support-tools/app=psql -> shop/app=db on 5432/TCP"),
        List.of(new ObjectKey("shop", "nl-" + uid)),
        List.of(new ObjectKey("shop", "nl-" + uid + "-ingress")),
        "",
        List.of());
  }

  private static JournalEntry.Opened opened(String uid) {
    return new JournalEntry.Opened(
        new Uid(uid),
        AT.plusSeconds(1),
        AT,
        AT.plusSeconds(5400),
        List.of(
            new LatchRef(
                new ObjectKey("shop", "nl-" + uid), new Uid("job-1"), AT, AT.plusSeconds(5400))),
        List.of(
            new PolicyRef(new ObjectKey("shop", "nl-" + uid + "-ingress"), new Uid("np-" + uid))));
  }

  private static JournalEntry.Closed closed(String uid) {
    return new JournalEntry.Closed(
        new Uid(uid), AT.plusSeconds(5400), Code.EXPIRED, "The lease was over.");
  }

  private static JournalEntry.Refused refused(String uid) {
    return new JournalEntry.Refused(
        new Uid(uid), AT, "db-shell-y", request(), Code.WOULD_CUT, "No policy isolates it.");
  }

  /// All that a break-glass grant that extends another one says of itself.
  @Test
  void whatWasOpenedWithoutApprovalAndItsReviewAreReadBackAsTheyWere() {
    Request bare = request();
    Request request =
        new Request(
            bare.rule(),
            new IncidentRef("rota", "INC-4711"),
            bare.reason(),
            bare.duration(),
            bare.part(),
            Optional.empty(),
            true,
            Optional.of(new GrantRef("db-shell-1", new Uid("u-0"))),
            bare.requester());
    JournalEntry.Opening usual = opening("u-1");
    for (Exemption exemption :
        List.of(new Exemption.OnCall(), new Exemption.BreakGlass(Duration.ofDays(3)))) {
      JournalEntry opening =
          new JournalEntry.Opening(
              usual.grant(),
              usual.at(),
              usual.name(),
              request,
              usual.rule(),
              usual.ruleGeneration(),
              usual.terms(),
              usual.latches(),
              usual.policies(),
              "ab".repeat(32),
              List.of("bob"),
              List.of("NL-OTHER-LAYERS"),
              exemption);
      assertThat(JournalText.parse(JournalText.format(opening))).contains(opening);
    }
    JournalEntry review =
        new JournalEntry.Reviewed(
            usual.grant(), AT, new Identity("carol", List.of("leads")), "fine,\nthis time");
    assertThat(JournalText.format(review)).doesNotContain("\n");
    assertThat(JournalText.parse(JournalText.format(review))).contains(review);
  }

  /// A journal of a version in which a grant had one latch and one policy.
  @Test
  void aLineOfAnEarlierVersionIsRead() {
    String line =
        """
        {"at":"2026-03-01T02:14:05Z","kind":"Opening","grant":"u-1","name":"db-shell-x",\
        "request":{"rule":{"namespace":"shop","name":"db-shell"},"incident":"INC-1",\
        "reason":"orders","duration":"30m","requestedBy":"alice"},"ruleUid":"rule-1",\
        "ruleGeneration":7,"terms":["a/b=c -> d/e=f on 1/TCP"],\
        "latch":{"namespace":"shop","name":"nl-u-1"},\
        "policy":{"namespace":"shop","name":"nl-u-1-ingress"}}""";
    assertThat(JournalText.parse(line))
        .get()
        .isInstanceOfSatisfying(
            JournalEntry.Opening.class,
            opening -> {
              assertThat(opening.latches()).containsExactly(new ObjectKey("shop", "nl-u-1"));
              assertThat(opening.policies())
                  .containsExactly(new ObjectKey("shop", "nl-u-1-ingress"));
            });
    assertThat(
            JournalText.parse(
                """
                {"at":"2026-03-01T02:14:05Z","kind":"Closed","grant":"u-1",\
                "code":"NL-NOT-ISOLATED","message":"No policy isolates it."}"""))
        .get()
        .isInstanceOfSatisfying(
            JournalEntry.Closed.class,
            closed -> assertThat(closed.code()).isEqualTo(Code.WOULD_CUT));
  }

  @Test
  void whatSomebodyDidIsOneLineThatNamesThePolicyAndTheAnswer() {
    Drift drift =
        new Drift(
            new ObjectKey("shop", "nl-u-1-ingress"), new Uid("np-1"), "17", Drift.What.ALTERED);
    JournalEntry entry = new JournalEntry.Drifted(new Uid("u-1"), AT, drift, OnDrift.MEND);
    String line =
        """
        {"at":"2026-11-25T02:14:00.123456789Z","kind":"Drifted","grant":"u-1",\
        "policy":{"namespace":"shop","name":"nl-u-1-ingress","uid":"np-1",\
        "resourceVersion":"17"},"what":"Altered","answer":"Mend"}""";
    assertThat(JournalText.format(entry)).isEqualTo(line);
    assertThat(JournalText.parse(line)).contains(entry);
    assertThat(JournalText.parse(line.replace("Altered", "Painted"))).isEmpty();
    assertThat(JournalText.parse(line.replace("Mend", "Ignore"))).isEmpty();
  }

  @Test
  void whatStandsBesideItIsWrittenByNameAndPoliciesWithAHashOfWhatTheySay() {
    Bystander pod = new Bystander("Pod shop/db-1", "");
    Bystander policy = new Bystander("NetworkPolicy shop/deny", "0123456789abcdef");
    JournalEntry entry =
        new JournalEntry.Noticed(
            new Uid("u-1"),
            AT,
            List.of(new Notice(policy, Notice.Turn.CHANGED), new Notice(pod, Notice.Turn.CAME)));
    String line =
        """
        {"at":"2026-11-25T02:14:00.123456789Z","kind":"Noticed","grant":"u-1","beside":[\
        {"name":"NetworkPolicy shop/deny","content":"0123456789abcdef","turn":"Changed"},\
        {"name":"Pod shop/db-1","turn":"Came"}]}""";
    assertThat(JournalText.format(entry)).isEqualTo(line);
    assertThat(JournalText.parse(line)).contains(entry);
    assertThat(JournalText.parse(line.replace("Came", "Ran"))).isEmpty();
    JournalEntry.Opened bare = opened("u-1");
    JournalEntry opened =
        new JournalEntry.Opened(
            bare.grant(),
            bare.at(),
            bare.startsAt(),
            bare.expiresAt(),
            bare.latches(),
            bare.policies(),
            List.of(policy, pod));
    assertThat(JournalText.parse(JournalText.format(opened))).contains(opened);
  }

  @Test
  void everyKindOfEntryIsReadBackAsItWasWritten() {
    List<JournalEntry> entries =
        List.of(opening("u-1"), opened("u-1"), closed("u-1"), refused("u-2"));
    try (JsonLinesJournal journal = JsonLinesJournal.open(file())) {
      entries.forEach(journal::record);
    }
    try (JsonLinesJournal journal = JsonLinesJournal.open(file())) {
      assertThat(journal.stories().stream().flatMap(story -> story.entries().stream()))
          .containsExactlyElementsOf(entries);
      assertThat(journal.damagedLines()).isEmpty();
    }
  }

  @Test
  void aJournalIsOfOneClusterAlone() throws IOException {
    Uid prod = new Uid("prod");
    try (JsonLinesJournal journal = JsonLinesJournal.open(file())) {
      journal.bind(prod);
      journal.bind(prod);
      journal.record(opening("u-1"));
    }
    try (JsonLinesJournal journal = JsonLinesJournal.open(file())) {
      assertThat(journal.damagedLines()).isEmpty();
      assertThat(journal.unfinished()).hasSize(1);
      journal.bind(prod);
      assertThatThrownBy(() -> journal.bind(new Uid("staging")))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("is of another cluster (kube-system prod)")
          .hasMessageContaining("kube-system staging");
    }
    assertThat(Files.readString(file()).lines()).hasSize(2);
  }

  @Test
  void aJournalOfNobodyKnowsWhichClusterIsNotTakenOver() {
    try (JsonLinesJournal journal = JsonLinesJournal.open(file())) {
      journal.record(opening("u-1"));
      assertThatThrownBy(() -> journal.bind(new Uid("prod")))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("an unknown cluster");
    }
  }

  @Test
  void anEntryIsOneLineWhateverItsTextsContain() throws IOException {
    try (JsonLinesJournal journal = JsonLinesJournal.open(file())) {
      journal.record(opening("u-1"));
      journal.record(closed("u-1"));
    }
    assertThat(Files.readString(file()).lines()).hasSize(2);
  }

  @Test
  void anEntryIsInTheFileWhenTheCallComesBack() throws IOException {
    try (JsonLinesJournal journal = JsonLinesJournal.open(file())) {
      journal.record(opening("u-1"));
      assertThat(Files.readString(file())).contains("\"kind\":\"Opening\"").endsWith("}\n");
    }
  }

  @Test
  void aTornLastLineIsSetAsideAndTheRestHolds() throws IOException {
    try (JsonLinesJournal journal = JsonLinesJournal.open(file())) {
      journal.record(opening("u-1"));
      journal.record(opened("u-1"));
    }
    String whole = Files.readString(file());
    int firstEnd = whole.indexOf('\n') + 1;
    for (int cut = firstEnd + 1; cut < whole.length(); cut += 17) {
      Files.writeString(file(), whole.substring(0, cut));
      Files.deleteIfExists(folder.resolve("journal.jsonl.torn"));
      try (JsonLinesJournal journal = JsonLinesJournal.open(file())) {
        assertThat(journal.damagedLines()).isEmpty();
        assertThat(journal.story(new Uid("u-1")).entries()).containsExactly(opening("u-1"));
        journal.record(opened("u-1"));
      }
      assertThat(Files.readString(file())).isEqualTo(whole);
      assertThat(Files.readString(folder.resolve("journal.jsonl.torn")))
          .isEqualTo(whole.substring(firstEnd, cut));
    }
  }

  @Test
  void withADamagedLineNothingOpensAndClosingsGoOn() throws IOException {
    try (JsonLinesJournal journal = JsonLinesJournal.open(file())) {
      journal.record(opening("u-1"));
      journal.record(opened("u-1"));
    }
    String whole = Files.readString(file());
    Files.writeString(file(), whole.replaceFirst("Opening", "0pening"));
    try (JsonLinesJournal journal = JsonLinesJournal.open(file())) {
      assertThat(journal.damagedLines()).containsExactly(1);
      assertThatThrownBy(() -> journal.record(opening("u-2")))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("damaged in line 1");
      journal.record(closed("u-1"));
      assertThat(journal.story(new Uid("u-1")).closed()).contains(closed("u-1"));
    }
  }

  @Test
  void aLineThatIsNoEntryIsDamageWhateverIsWrongWithIt() throws IOException {
    String good;
    try (JsonLinesJournal journal = JsonLinesJournal.open(file())) {
      journal.record(opening("u-1"));
      good = Files.readString(file());
    }
    List<String> bad =
        List.of(
            "",
            "null",
            "[]",
            "{}",
            "not json",
            good.strip() + " {}",
            good.strip().replace("\"at\":\"2026", "\"at\":\"x2026"),
            good.strip().replace("\"ruleGeneration\":7", "\"ruleGeneration\":\"7\""),
            good.strip().replace("\"duration\":\"1h30m\"", "\"duration\":\"1s\""),
            good.strip().replace("\"grant\":\"u-1\"", "\"grant\":\"\""),
            good.strip().replace("\"kind\"", "\"grant\":\"u-2\",\"kind\""));
    for (String line : bad) {
      assertThat(line).isNotEqualTo(good.strip());
      Files.writeString(file(), line + "\n" + good);
      try (JsonLinesJournal journal = JsonLinesJournal.open(file())) {
        assertThat(journal.damagedLines()).as(line).containsExactly(1);
        assertThat(journal.story(new Uid("u-1")).opening()).as(line).contains(opening("u-1"));
      }
    }
  }

  @Test
  void onlyOneHolds() {
    try (JsonLinesJournal _ = JsonLinesJournal.open(file())) {
      assertThatThrownBy(() -> JsonLinesJournal.open(file()))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("in use");
    }
    JsonLinesJournal.open(file()).close();
  }

  @Test
  void anotherProcessIsKeptOutUntilTheFirstIsDone() throws Exception {
    try (JsonLinesJournal journal = JsonLinesJournal.open(file())) {
      journal.record(opening("u-1"));
      // Others may look at the file; that must not loosen the lock.
      assertThat(Files.readString(file())).isNotEmpty();
      assertThatThrownBy(() -> JsonLinesJournal.open(file())).isInstanceOf(JournalException.class);
      assertThat(openedByAnotherProcess()).contains("in use by another process");
    }
    assertThat(openedByAnotherProcess()).contains("opened");
  }

  private String openedByAnotherProcess() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Opener.class.getName(),
                file().toString())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /// Opens a journal and says how it went.
  static final class Opener {
    private Opener() {}

    public static void main(String[] args) {
      try (JsonLinesJournal _ = JsonLinesJournal.open(Path.of(args[0]))) {
        System.out.println("opened");
      } catch (JournalException refused) {
        System.out.println(refused.getMessage());
      }
    }
  }

  @Test
  void aFileThatWasReplacedIsNotWrittenTo() throws IOException {
    try (JsonLinesJournal journal = JsonLinesJournal.open(file())) {
      journal.record(opening("u-1"));
      Files.move(file(), folder.resolve("moved.jsonl"));
      assertThatThrownBy(() -> journal.record(opened("u-1"))).isInstanceOf(JournalException.class);
      Files.writeString(file(), "");
      assertThatThrownBy(() -> journal.record(opened("u-1")))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("replaced");
      assertThat(Files.size(file())).isZero();
    }
  }

  @Test
  void aClosedJournalSaysSoAndForgetsNothingItHasNotWritten() {
    JsonLinesJournal journal = JsonLinesJournal.open(file());
    journal.close();
    assertThatThrownBy(() -> journal.record(opening("u-1"))).isInstanceOf(JournalException.class);
    assertThat(journal.story(new Uid("u-1")).entries()).isEmpty();
  }

  @Test
  void whatAFailedWriteLeftIsOverwritten() throws IOException {
    try (JsonLinesJournal journal = JsonLinesJournal.open(file())) {
      journal.record(opening("u-1"));
      // As a write leaves it that the disk had no room for.
      Files.writeString(file(), "{\"at\":\"2026-", StandardOpenOption.APPEND);
      journal.record(opened("u-1"));
    }
    try (JsonLinesJournal journal = JsonLinesJournal.open(file())) {
      assertThat(journal.damagedLines()).isEmpty();
      assertThat(journal.story(new Uid("u-1")).entries())
          .containsExactly(opening("u-1"), opened("u-1"));
    }
  }

  @Test
  void aFolderInThePlaceOfTheFileIsSaid() throws IOException {
    Files.createDirectory(file());
    assertThatThrownBy(() -> JsonLinesJournal.open(file()))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("cannot be opened");
  }

  @Test
  void aProbeLeavesTheRecordAsItIs() throws IOException {
    try (JsonLinesJournal journal = JsonLinesJournal.open(file())) {
      journal.probe();
      assertThat(file()).isEmptyFile();
      journal.record(opening("u-1"));
      byte[] before = Files.readAllBytes(file());
      journal.probe();
      assertThat(file()).hasBinaryContent(before);
      journal.record(closed("u-1"));
    }
    try (JsonLinesJournal journal = JsonLinesJournal.open(file())) {
      assertThat(journal.damagedLines()).isEmpty();
      assertThat(journal.story(new Uid("u-1")).entries())
          .containsExactly(opening("u-1"), closed("u-1"));
    }
  }

  /// As where the power goes in its middle.
  @Test
  void whatAProbeLeftBehindIsSetAside() throws IOException {
    try (JsonLinesJournal journal = JsonLinesJournal.open(file())) {
      journal.record(opening("u-1"));
    }
    Files.writeString(file(), " ".repeat(4096), StandardOpenOption.APPEND);
    try (JsonLinesJournal journal = JsonLinesJournal.open(file())) {
      assertThat(journal.damagedLines()).isEmpty();
      journal.probe();
    }
  }

  @Test
  void aProbeFindsARecordThatWasReplacedOrIsDamaged() throws IOException {
    try (JsonLinesJournal journal = JsonLinesJournal.open(file())) {
      journal.record(opening("u-1"));
      Files.delete(file());
      Files.writeString(file(), "nonsense\n");
      assertThatThrownBy(journal::probe).isInstanceOf(JournalException.class);
    }
    try (JsonLinesJournal journal = JsonLinesJournal.open(file())) {
      assertThatThrownBy(journal::probe).isInstanceOf(JournalException.class);
    }
  }
}
