package dev.nightlatch.operator;

import dev.nightlatch.embedded.VirtualTime;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.grants.port.Journal;
import dev.nightlatch.grants.port.RememberedJournal;
import dev.nightlatch.grants.record.JournalEntry;
import dev.nightlatch.grants.record.Story;
import dev.nightlatch.operator.Wire.Call;
import dev.nightlatch.operator.Wire.Weather;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// One life of a grant on virtual time, with one mishap that strikes at one call of the operator,
/// and an eyewitness.
final class Night {
  /// The operator has been at work for long, and its looks fall as badly as can be: one comes right
  /// before the lease's end.
  private static final Duration FIRST_LOOK = Duration.ofSeconds(29);

  static final Duration TICK = Duration.ofMillis(250);
  private static final Duration LONGEST = Duration.ofMinutes(15);

  final Village village = new Village();
  final VirtualTime time = village.time;
  final RememberedJournal record = new RememberedJournal();
  final RememberedJournal otherRecord = new RememberedJournal();
  final Wire wire = new Wire(new Onlooker());
  final CrankedOperator operator;
  final Eyewitness eyewitness = Eyewitness.of(village.embedded, time, List.of(record, otherRecord));

  private final Plot plot;
  private final List<AccessGrant> grants = new ArrayList<>();
  private final List<CrankedOperator> others = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private final Instant begun = time.instant();
  private Duration clockError = Duration.ZERO;
  private Instant able = Instant.MIN;
  private Instant controllersUntil = Instant.MIN;
  private Instant troubleUntil = Instant.MIN;
  private Instant nextSweep = Instant.MIN;
  private boolean struck;
  private boolean missed;
  private Optional<Sweeper> sweeper = Optional.empty();

  Night(Plot plot) {
    this.plot = plot;
    Cluster cluster = village.operator();
    operator =
        new CrankedOperator(
            wire.counted(Cluster.class, cluster),
            wire.counted(Journal.class, record),
            wire.aside(Cluster.class, cluster),
            wire.aside(Journal.class, record),
            () -> time.instant().plus(clockError),
            time);
    var _ = cluster.watch(operator::hear);
    operator.looksIn(FIRST_LOOK);
    if (plot.swept()) {
      sweeping();
    }
  }

  /// Lives it to its end, or until the mishap finds nothing to strike.
  Night live() {
    grants.add(plot.life().begin(village));
    while (!isAtRest()) {
      if (missed) {
        return this;
      }
      if (begun.plus(LONGEST).isBefore(time.instant())) {
        faults.add("does not come to rest");
        break;
      }
      if (operator.spins() > 0) {
        break;
      }
      operator.turn();
      others.forEach(CrankedOperator::turn);
      sweep();
      people();
      time.advance(untilNext());
    }
    village.embedded.startControllers();
    time.advance(Duration.ofSeconds(1));
    eyewitness.look();
    judge();
    return this;
  }

  private Duration untilNext() {
    Duration next = Duration.between(time.instant(), operator.due());
    return next.isPositive() && next.compareTo(TICK) < 0 ? next : TICK;
  }

  private void people() {
    if (plot.life().isPlain()) {
      return;
    }
    for (AccessGrant grant : List.copyOf(grants)) {
      now(grant).map(there -> plot.life().goOn(village, there)).ifPresent(grants::addAll);
    }
  }

  private Optional<AccessGrant> now(AccessGrant grant) {
    return village.operator().grant(grant.name());
  }

  private void sweep() {
    if (sweeper.isPresent() && !time.instant().isBefore(nextSweep)) {
      nextSweep = time.instant().plus(Sweeper.SHORTEST);
      try {
        var _ = sweeper.get().sweep();
      } catch (ClusterException unreachable) {
        // It goes on with the next one.
      }
    }
  }

  private boolean isAtRest() {
    return operator.isIdle()
        && others.stream().allMatch(CrankedOperator::isIdle)
        && troubleUntil.isBefore(time.instant())
        && !eyewitness.isOpen()
        && latches().isEmpty()
        && record.unfinished().isEmpty()
        && otherRecord.unfinished().isEmpty()
        && grants.stream()
            .allMatch(
                grant -> now(grant).filter(at -> !at.status().phase().isTerminal()).isEmpty());
  }

  /// Lets the mishap strike, and shows the eyewitness what no change of the cluster tells.
  private final class Onlooker implements Wire.Onlooker {
    @Override
    public void begins(Call call) {
      if (call.number() == plot.when()) {
        struck = plot.mishap().strikes(Night.this, call);
        missed = !struck;
      }
    }

    @Override
    public void done(Call call) {
      if (call.isOfRecord() && call.method().equals("record")) {
        eyewitness.look();
      }
    }
  }

  // What mishaps do.

  /// This weather for this call alone.
  void meets(Call call, Weather weather) {
    wire.weather(
        new Weather() {
          @Override
          public void before(Call other) {
            if (other.equals(call)) {
              weather.before(other);
            }
          }

          @Override
          public void after(Call other) {
            if (other.equals(call)) {
              weather.after(other);
            }
          }
        });
  }

  /// This weather from now on.
  void meets(Duration time, Weather weather) {
    wire.weather(weather);
    later(time, () -> wire.weather(Weather.FAIR));
  }

  /// This weather until the end.
  void meetsForGood(Weather weather) {
    wire.weather(weather);
  }

  void later(Duration delay, Runnable what) {
    Instant due = time.instant().plus(delay);
    troubleUntil = due.isAfter(troubleUntil) ? due : troubleUntil;
    time.at(due, what);
  }

  void controllersDown(Duration absence) {
    Instant until = time.instant().plus(absence);
    controllersUntil = until.isAfter(controllersUntil) ? until : controllersUntil;
    village.embedded.stopControllers();
    later(
        absence,
        () -> {
          if (!time.instant().isBefore(controllersUntil)) {
            village.embedded.startControllers();
          }
        });
  }

  /// It is found anew a second after it could be.
  void watchDown(Duration absence) {
    operator.deafen();
    later(absence.plusSeconds(1), operator::undeafen);
  }

  /// Nobody at all can shut anything before that.
  void nobodyCanShut(Duration absence) {
    able = time.instant().plus(absence);
  }

  void clockWrong(Duration error) {
    clockError = error;
  }

  private void sweeping() {
    sweeper =
        Optional.of(
            new Sweeper(
                wire.aside(Cluster.class, village.operator()),
                wire.aside(Journal.class, record),
                time));
  }

  /// A second operator with this record, that has the same leave to act.
  CrankedOperator another(Journal journal) {
    Cluster cluster = village.operator();
    CrankedOperator other = new CrankedOperator(cluster, journal, cluster, journal, time, time);
    var _ = cluster.watch(other::hear);
    others.add(other);
    return other;
  }

  List<GrantKey> keys() {
    return grants.stream().map(grant -> new GrantKey(grant.uid(), grant.name())).toList();
  }

  /// The first grant as it is now.
  Optional<AccessGrant> grant() {
    return grants.stream().findFirst().flatMap(this::now);
  }

  /// The policies that are open, those of the target's side first.
  List<HeldPolicy> open() {
    return village.operator().policies().stream()
        .filter(
            held ->
                grants.stream()
                    .anyMatch(grant -> Names.isPolicyOf(grant.uid(), held.meta().name())))
        .toList();
  }

  /// The latches that are there.
  List<ObjectKey> latches() {
    return grants.stream()
        .flatMap(
            grant ->
                List.of("shop", "support-tools").stream()
                    .map(namespace -> new ObjectKey(namespace, Names.latch(grant.uid()))))
        .filter(key -> village.operator().latch(key).isPresent())
        .toList();
  }

  // What is to be said of it.

  private void judge() {
    eyewitness.faults().stream()
        .filter(fault -> !plot.mishap().tolerates(fault.kind()))
        .forEach(fault -> faults.add(fault.toString()));
    Duration late = lateness();
    if (late.compareTo(plot.mishap().bound(plot.swept()).time()) > 0) {
      faults.add("stood " + late + " beyond what was granted");
    }
    if (eyewitness.isOpen()) {
      faults.add("is left open");
    }
    latches().forEach(latch -> faults.add("latch " + latch.namespace() + " is left"));
    Stream.concat(Stream.of(operator), others.stream()).forEach(this::judge);
    if (!record.unfinished().isEmpty() || !otherRecord.unfinished().isEmpty()) {
      faults.add("the record is not finished");
    }
    grants.forEach(this::judge);
  }

  private void judge(CrankedOperator at) {
    at.bugs().forEach(bug -> faults.add("threw " + bug));
    if (at.spins() > 0) {
      faults.add("went in circles");
    }
  }

  private void judge(AccessGrant grant) {
    Story story = record.story(grant.uid());
    Optional<AccessGrant> there = now(grant);
    there
        .filter(at -> !at.status().phase().isTerminal())
        .ifPresent(
            at ->
                faults.add("has not ended: " + at.status().phase() + " " + at.status().message()));
    Map<String, Integer> told = new TreeMap<>();
    for (JournalEntry entry : story.entries()) {
      told.merge(whatIsToldOnce(entry), 1, Integer::sum);
    }
    told.forEach(
        (kind, times) -> {
          if (times > 1 && !plot.mishap().isToldAgain(kind)) {
            faults.add("the record says " + times + " times " + kind);
          }
        });
    if (story.opening().isPresent() != story.closed().isPresent()
        || (story.opening().isPresent() && told.containsKey("Refused"))) {
      faults.add("the record is at odds with itself: " + told.keySet());
    }
    there
        .filter(at -> at.status().phase().isTerminal() && !plot.mishap().hasTwoRecords())
        .filter(at -> !story.ending().map(end -> end.code()).equals(at.status().code()))
        .ifPresent(
            at ->
                faults.add(
                    "ended as %s, and the record says %s"
                        .formatted(at.status().code(), story.ending().map(end -> end.code()))));
  }

  /// What others do may happen again, and each time is told with what it was: no two entries are
  /// alike.
  private static String whatIsToldOnce(JournalEntry entry) {
    return switch (entry) {
      case JournalEntry.Proven proven -> "Proven " + proven.proof().moment();
      case JournalEntry.Drifted _, JournalEntry.Noticed _ -> entry.toString();
      case JournalEntry.Opening _,
          JournalEntry.Opened _,
          JournalEntry.Closed _,
          JournalEntry.Reviewed _,
          JournalEntry.Refused _ ->
          entry.getClass().getSimpleName();
    };
  }

  /// What was wrong, a sentence each.
  List<String> faults() {
    return List.copyOf(faults);
  }

  boolean isStruck() {
    return struck;
  }

  Duration lateness() {
    return eyewitness.lateness(able);
  }

  boolean hasOpened() {
    return eyewitness.opened() > 0;
  }

  List<JournalEntry> told() {
    return grants.stream().flatMap(grant -> record.story(grant.uid()).entries().stream()).toList();
  }
}
