package dev.nightlatch.grants.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.engine.set.Protocol;
import dev.nightlatch.grants.model.Bystander;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Drift;
import dev.nightlatch.grants.model.GrantStatus.LatchRef;
import dev.nightlatch.grants.model.GrantStatus.PolicyRef;
import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.Notice;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.OnDrift;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Part;
import dev.nightlatch.grants.model.Proof;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.record.JournalEntry;
import dev.nightlatch.grants.record.Story;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [Journal] does. A journal's test extends this class.
public abstract class JournalContract {
  private static final Instant AT = Instant.parse("2026-03-01T02:14:05.123456789Z");
  private static final Uid ONE = new Uid("6f1c0a1e-0000-4000-8000-000000000001");
  private static final Uid TWO = new Uid("6f1c0a1e-0000-4000-8000-000000000002");

  private Journal journal;

  /// Makes an empty journal.
  protected abstract Journal make() throws Exception;

  /// Leaves `journal` as the end of a process leaves it.
  ///
  /// @return the journal as the next process finds it
  protected abstract Journal reopen(Journal journal) throws Exception;

  @BeforeEach
  public final void begin() throws Exception {
    journal = make();
  }

  private static ObjectKey key(String name) {
    return new ObjectKey("shop", name);
  }

  private static Request request() {
    return new Request(
        key("orders-db"),
        "INC-4711",
        "\"quoted\", back\\slash,\nnew line, tab\t, \u00e4\u6f22\ud83d\udd12 \u2028",
        Duration.ofMinutes(90),
        new Part(
            new Origin.OneAddress(Samples.address("2001:db8:1:2::17")),
            List.of(new ObjectKey("network", "jump-hosts")),
            List.of(PortRange.single(Protocol.TCP, 5432), new PortRange(Protocol.UDP, 8000, 8003))),
        Optional.of(AT.plusSeconds(600)),
        new Identity("alice@example.com", List.of("oncall", "system:authenticated")));
  }

  private static JournalEntry.Opening opening(Uid grant, String... terms) {
    return new JournalEntry.Opening(
        grant,
        AT,
        "orders-db-x7k2p",
        request(),
        new Uid("rule"),
        7,
        List.of(terms),
        List.of(key(Names.latch(grant))),
        List.of(key(Names.ingressPolicy(grant)), key(Names.egressPolicy(grant, 1))),
        "0123456789abcdef".repeat(4),
        List.of("bob@example.com", "carol"));
  }

  private static JournalEntry.Opened opened(Uid grant, String policy) {
    Instant start = Instant.parse("2026-03-01T02:14:06Z");
    return new JournalEntry.Opened(
        grant,
        AT.plusSeconds(1),
        start,
        start.plusSeconds(5400),
        List.of(
            new LatchRef(
                key(Names.latch(grant)), new Uid("latch"), start, start.plusSeconds(5400))),
        List.of(new PolicyRef(key(Names.ingressPolicy(grant)), new Uid(policy))));
  }

  private static JournalEntry.Closed closed(Uid grant) {
    return new JournalEntry.Closed(grant, AT.plusSeconds(5), Code.REVOKED, "Revoked by bob: no.");
  }

  private static JournalEntry.Refused refused(Uid grant) {
    return new JournalEntry.Refused(
        grant,
        AT,
        "orders-db-x7k2p",
        new Request(
            key("orders-db"),
            "INC-4711",
            "reason",
            Request.SHORTEST,
            new Origin.AnySource(),
            "alice"),
        Code.RULE_MISSING,
        "There is no AccessRule shop/orders-db.");
  }

  @Test
  void whatWasNeverRecordedIsUntold() {
    assertThat(journal.story(ONE)).isEqualTo(Story.untold(ONE));
    assertThat(journal.unfinished()).isEmpty();
    assertThat(journal.ofPolicy(new Uid("policy"))).isEmpty();
  }

  @Test
  void aStoryIsToldAsItWasRecorded() throws Exception {
    List<JournalEntry> entries =
        List.of(opening(ONE, "a -> b", "c -> d"), opened(ONE, "policy"), closed(ONE));
    entries.forEach(journal::record);
    assertThat(journal.story(ONE)).isEqualTo(new Story(ONE, entries));
    journal = reopen(journal);
    assertThat(journal.story(ONE)).isEqualTo(new Story(ONE, entries));
  }

  @Test
  void severalAtOnceAreRecordedInTheirOrderAndNoneTwice() throws Exception {
    journal.record(opening(ONE, "a -> b"));
    journal.record(
        List.of(
            opening(ONE, "a -> b"),
            opened(ONE, "policy"),
            opened(ONE, "policy"),
            opening(TWO),
            closed(ONE)));
    for (int times = 0; times < 2; times++) {
      assertThat(journal.story(ONE))
          .isEqualTo(
              new Story(ONE, List.of(opening(ONE, "a -> b"), opened(ONE, "policy"), closed(ONE))));
      assertThat(journal.story(TWO)).isEqualTo(new Story(TWO, List.of(opening(TWO))));
      journal = reopen(journal);
    }
  }

  @Test
  void noneAtAllIsRecordedWithoutADoing() {
    journal.record(List.of());
    assertThat(journal.unfinished()).isEmpty();
  }

  @Test
  void aRefusalIsToldAsItWasRecorded() throws Exception {
    journal.record(refused(ONE));
    journal = reopen(journal);
    assertThat(journal.story(ONE)).isEqualTo(new Story(ONE, List.of(refused(ONE))));
    assertThat(journal.unfinished()).isEmpty();
  }

  @Test
  void storiesOfSeveralGrantsDoNotMix() {
    journal.record(opening(ONE, "a"));
    journal.record(opening(TWO, "b"));
    journal.record(closed(ONE));
    assertThat(journal.story(ONE).entries()).containsExactly(opening(ONE, "a"), closed(ONE));
    assertThat(journal.story(TWO).entries()).containsExactly(opening(TWO, "b"));
  }

  @Test
  void whatRepeatsChangesNothing() throws Exception {
    List<JournalEntry> entries = List.of(opening(ONE, "a"), opened(ONE, "policy"), closed(ONE));
    entries.forEach(journal::record);
    journal.record(opening(ONE, "another"));
    journal.record(opened(ONE, "policy"));
    journal.record(closed(ONE));
    assertThat(journal.story(ONE).entries()).isEqualTo(entries);
    journal = reopen(journal);
    journal.record(opening(ONE, "another"));
    journal.record(
        new JournalEntry.Closed(ONE, AT.plusSeconds(9), Code.EXPIRED, "The lease was over."));
    assertThat(journal.story(ONE).entries()).isEqualTo(entries);
  }

  @Test
  void whatWasFoundOutIsKeptAndFoundOnceOnly() throws Exception {
    JournalEntry before = proven(Proof.Moment.BEFORE, "1 connection would open.", AT);
    JournalEntry open = proven(Proof.Moment.OPEN, "1 connection is open.", AT.plusSeconds(1));
    JournalEntry changed = proven(Proof.Moment.OPEN, "2 connections are open.", AT.plusSeconds(2));
    List<JournalEntry> entries = List.of(before, opening(ONE, "a"), open, changed);
    entries.forEach(journal::record);
    journal.record(proven(Proof.Moment.OPEN, "1 connection is open.", AT.plusSeconds(3)));
    journal = reopen(journal);
    assertThat(journal.story(ONE).entries()).isEqualTo(entries);
    journal.record(closed(ONE));
    assertThat(journal.unfinished()).hasSize(1);
    journal.record(proven(Proof.Moment.CLOSED, "Closed.", AT.plusSeconds(9)));
    assertThat(journal.unfinished()).isEmpty();
  }

  @Test
  void eachTimeThatSomebodyChangesAPolicyIsToldOnce() throws Exception {
    ObjectKey policy = key(Names.ingressPolicy(ONE));
    Drift altered = new Drift(policy, new Uid("policy"), "17", Drift.What.ALTERED);
    Drift again = new Drift(policy, new Uid("policy"), "18", Drift.What.ALTERED);
    Drift deleted = new Drift(policy, new Uid("policy"), "", Drift.What.DELETED);
    Drift tampered = new Drift(policy, new Uid("another"), "21", Drift.What.TAMPERED);
    List<JournalEntry> entries =
        List.of(
            opening(ONE, "a"),
            opened(ONE, "policy"),
            new JournalEntry.Drifted(ONE, AT, altered, OnDrift.MEND),
            new JournalEntry.Drifted(ONE, AT, again, OnDrift.MEND),
            new JournalEntry.Drifted(ONE, AT, deleted, OnDrift.MEND),
            new JournalEntry.Drifted(ONE, AT, tampered, OnDrift.CLOSE));
    entries.forEach(journal::record);
    journal.record(new JournalEntry.Drifted(ONE, AT.plusSeconds(1), again, OnDrift.MEND));
    journal = reopen(journal);
    journal.record(new JournalEntry.Drifted(ONE, AT.plusSeconds(2), deleted, OnDrift.MEND));
    assertThat(journal.story(ONE).entries()).isEqualTo(entries);
    assertThat(journal.story(ONE).drifts(OnDrift.MEND)).containsExactly(altered, again, deleted);
    assertThat(journal.story(ONE).drifts(OnDrift.CLOSE)).containsExactly(tampered);
  }

  @Test
  void whatCameAndWentBesideItIsToldEachTime() throws Exception {
    Bystander pod = new Bystander("Pod shop/db-1", "");
    Bystander policy = new Bystander("NetworkPolicy shop/allow", "0123456789abcdef");
    List<JournalEntry> entries =
        List.of(
            opening(ONE, "a"),
            opened(ONE, "policy"),
            noticed(1, new Notice(policy, Notice.Turn.CAME), new Notice(pod, Notice.Turn.CAME)),
            noticed(2, new Notice(pod, Notice.Turn.WENT)),
            noticed(3, new Notice(pod, Notice.Turn.CAME)),
            noticed(4, new Notice(policy, Notice.Turn.CHANGED)));
    entries.forEach(journal::record);
    journal.record(entries.getLast());
    journal = reopen(journal);
    assertThat(journal.story(ONE).entries()).isEqualTo(entries);
    assertThat(journal.story(ONE).beside()).containsExactly(policy, pod);
  }

  private static JournalEntry noticed(int second, Notice... notices) {
    return new JournalEntry.Noticed(ONE, AT.plusSeconds(second), List.of(notices));
  }

  private static JournalEntry proven(Proof.Moment moment, String sentence, Instant at) {
    return new JournalEntry.Proven(
        ONE,
        new Proof(
            moment,
            Proof.Method.EVALUATED,
            at,
            true,
            sentence,
            List.of("a -> b on 1/TCP: denied")));
  }

  @Test
  void aPolicyPutInAnewIsNews() {
    journal.record(opening(ONE, "a"));
    journal.record(opened(ONE, "first"));
    journal.record(opened(ONE, "second"));
    journal.record(opened(ONE, "first"));
    assertThat(journal.story(ONE).entries())
        .containsExactly(opening(ONE, "a"), opened(ONE, "first"), opened(ONE, "second"));
  }

  @Test
  void whatIsOpenedAndNotClosedIsUnfinishedInTheOrderOfOpenings() throws Exception {
    Uid three = new Uid("6f1c0a1e-0000-4000-8000-000000000000");
    journal.record(refused(new Uid("refused")));
    journal.record(opening(TWO, "b"));
    journal.record(opening(ONE, "a"));
    journal.record(opening(three, "c"));
    journal.record(opened(TWO, "policy"));
    journal.record(closed(ONE));
    List<Story> unfinished =
        List.of(
            new Story(TWO, List.of(opening(TWO, "b"), opened(TWO, "policy"))),
            new Story(three, List.of(opening(three, "c"))));
    assertThat(journal.unfinished()).isEqualTo(unfinished);
    journal = reopen(journal);
    assertThat(journal.unfinished()).isEqualTo(unfinished);
    journal.record(closed(TWO));
    journal.record(closed(three));
    assertThat(journal.unfinished()).isEmpty();
  }

  @Test
  void aPolicyLeadsToItsStory() throws Exception {
    journal.record(opening(ONE, "a"));
    journal.record(opened(ONE, "first"));
    journal.record(opened(ONE, "second"));
    journal.record(opening(TWO, "b"));
    journal.record(opened(TWO, "third"));
    journal.record(closed(ONE));
    journal = reopen(journal);
    assertThat(journal.ofPolicy(new Uid("first"))).contains(journal.story(ONE));
    assertThat(journal.ofPolicy(new Uid("second"))).contains(journal.story(ONE));
    assertThat(journal.ofPolicy(new Uid("third"))).contains(journal.story(TWO));
    assertThat(journal.ofPolicy(new Uid("fourth"))).isEmpty();
  }

  @Test
  void severalThreadsMayRecordAtOnce() throws Exception {
    List<Uid> grants = IntStream.range(0, 20).mapToObj(n -> new Uid("grant-" + n)).toList();
    Callable<Integer> writer =
        () -> {
          for (Uid grant : grants) {
            journal.record(opening(grant, "a"));
            journal.record(opened(grant, "policy-of-" + grant));
            if (!journal.story(grant).holds(new Uid("policy-of-" + grant))) {
              throw new AssertionError(grant + " was recorded and is not told");
            }
          }
          return 0;
        };
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (var done : threads.invokeAll(List.of(writer, writer, writer, writer))) {
        assertThat(done.get()).isZero();
      }
    }
    journal = reopen(journal);
    for (Uid grant : grants) {
      assertThat(journal.story(grant).entries())
          .containsExactly(opening(grant, "a"), opened(grant, "policy-of-" + grant));
    }
    assertThat(journal.unfinished()).hasSize(20);
  }
}
