package dev.nightlatch.operator;

import dev.nightlatch.grants.life.Sweep;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.port.Announcer;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.grants.port.Journal;
import dev.nightlatch.grants.port.JournalException;
import dev.nightlatch.grants.record.JournalEntry;
import dev.nightlatch.grants.record.Story;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The second hand: looks at every policy of the cluster, again and again, and takes out what is
/// overdue and provably ours. Has its own thread and its own clock, shares no queue and no cache
/// with the loop, and does not care whether a grant still exists.
///
/// Costs one list of all policies a sweep. It pauses twenty times as long as its last sweep took,
/// at least [#SHORTEST] and at most [#LONGEST], so that it never takes more than a twentieth of
/// anybody's time.
final class Sweeper {
  static final Duration SHORTEST = Duration.ofSeconds(1);
  static final Duration LONGEST = Duration.ofSeconds(30);

  private static final Logger log = LoggerFactory.getLogger(Sweeper.class);

  private final Cluster cluster;
  private final Function<Uid, Optional<Story>> record;
  private final Announcer announcer;
  private final Sign sign;
  private final InstantSource time;
  private final Loop loop = new Loop("nightlatch-sweeper", this::round);
  private final Complaint sweeping = new Complaint(log, "sweeping");
  private final Complaint listing = new Complaint(log, "listing the grants for the sweeper");
  private Set<Alarm> raised = new HashSet<>();

  Sweeper(Cluster cluster, Journal journal, InstantSource time) {
    this(
        cluster, journal::ofPolicy, time, Announcer.SILENT, new Signs(Health.Role.ALONE).sweeper());
  }

  /// @param record the story of the grant that put in the policy with this UID; knows none where
  ///     there is no record at hand: then label, name and latch are the proof
  Sweeper(
      Cluster cluster,
      Function<Uid, Optional<Story>> record,
      InstantSource time,
      Announcer announcer,
      Sign sign) {
    this.cluster = cluster;
    this.record = record;
    this.announcer = announcer;
    this.sign = sign;
    this.time = time;
  }

  /// A policy that bears our label and is not provably ours.
  record Alarm(Uid policy, String why) {}

  /// Its thread.
  Loop loop() {
    return loop;
  }

  @SuppressWarnings("CatchingUnchecked") // must outlive every failure
  private Duration round() {
    long begun = System.nanoTime();
    sign.well();
    try {
      sweep();
      sweeping.worked();
    } catch (Throwable failed) {
      if (!loop.isToStop()) {
        sweeping.failed(failed);
      }
    }
    return clamp(Duration.ofNanos(System.nanoTime() - begun).multipliedBy(20));
  }

  private static Duration clamp(Duration pause) {
    if (pause.compareTo(SHORTEST) < 0) {
      return SHORTEST;
    }
    return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
  }

  /// Looks at everything once. A policy that cannot be taken out does not keep the others in.
  ///
  /// @return what bears our label and is not provably ours
  List<Alarm> sweep() {
    List<HeldPolicy> policies = cluster.policies();
    Sweep.Living living = living();
    Set<Alarm> alarms = new HashSet<>();
    for (HeldPolicy held : policies) {
      Uid uid = held.meta().uid();
      switch (Sweep.judge(held, recorded(uid), living, time.instant())) {
        case Sweep.Judgement.Foreign(), Sweep.Judgement.InTime() -> {}
        case Sweep.Judgement.Overdue overdue -> closeMarked(held, overdue);
        case Sweep.Judgement.Suspect(var why) -> alarms.add(new Alarm(uid, why));
      }
    }
    report(policies, alarms);
    return List.copyOf(alarms);
  }

  /// Unknown grants end nothing: then only the end that stands on the policy or on record counts.
  private Sweep.Living living() {
    try {
      SortedSet<Uid> grants =
          cluster.grants().stream()
              .filter(grant -> !grant.meta().terminating())
              .map(AccessGrant::uid)
              .collect(Collectors.toCollection(TreeSet::new));
      listing.worked();
      return new Sweep.Living.Known(grants);
    } catch (RuntimeException unreadable) {
      listing.failed(unreadable);
      return new Sweep.Living.Unknown();
    }
  }

  private Optional<Story> recorded(Uid policy) {
    try {
      return record.apply(policy);
    } catch (JournalException unreadable) {
      return Optional.empty();
    }
  }

  /// The name and the incident are the record's where it knows the grant, else what the policy
  /// itself says.
  private void closeMarked(HeldPolicy held, Sweep.Judgement.Overdue overdue) {
    Optional<JournalEntry.Opening> opening = recorded(held.meta().uid()).flatMap(Story::opening);
    Map<String, String> said = held.meta().annotations();
    LogFields.begin(
        overdue.grant(),
        opening
            .map(JournalEntry.Opening::name)
            .orElseGet(() -> said.getOrDefault(Names.GRANT_NAME, "")));
    opening
        .map(entry -> entry.request().incident().toString())
        .or(() -> Optional.ofNullable(said.get(Names.INCIDENT)))
        .ifPresent(LogFields::incident);
    try {
      close(held, overdue);
    } finally {
      LogFields.clear();
    }
  }

  private void close(HeldPolicy held, Sweep.Judgement.Overdue overdue) {
    try {
      cluster.remove(held.meta().key(), held.meta().uid());
      log.info(
          "took out policy {} of grant {}: {}",
          held.meta().key(),
          overdue.grant(),
          overdue.ending().sentence());
    } catch (RuntimeException failed) {
      log.warn("policy {} could not be taken out: {}", held.meta().key(), failed.toString());
    }
  }

  /// Says once what is suspect, and again only after it has gone meanwhile.
  private void report(List<HeldPolicy> policies, Set<Alarm> alarms) {
    for (HeldPolicy held : policies) {
      alarms.stream()
          .filter(alarm -> alarm.policy().equals(held.meta().uid()) && !raised.contains(alarm))
          .forEach(alarm -> raise(held, alarm));
    }
    raised = alarms;
  }

  private void raise(HeldPolicy held, Alarm alarm) {
    String label = held.meta().labels().getOrDefault(Names.GRANT_LABEL, "");
    if (!label.isEmpty()) {
      LogFields.begin(new Uid(label), "");
    }
    try {
      log.warn(
          "ALARM: policy {} bears our label and is not provably ours ({}); it is left alone, look"
              + " at it",
          held.meta().key(),
          alarm.why());
    } finally {
      LogFields.clear();
    }
    announcer.announce(Announcements.suspect(held, alarm.why()));
  }
}
