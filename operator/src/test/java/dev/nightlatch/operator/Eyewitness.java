package dev.nightlatch.operator;

import dev.nightlatch.embedded.EmbeddedCluster;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.AccessSource;
import dev.nightlatch.grants.model.HeldLatch;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Owner;
import dev.nightlatch.grants.model.Revocation;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.port.Change;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.grants.port.Journal;
import dev.nightlatch.grants.record.JournalEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Looks at a cluster at each of its changes, and says what stood open that should not have.
///
/// It knows the cluster and the record, and nothing of whoever opens and closes: names, owners and
/// leases it works out by itself. Only that a stranger takes a policy out it must be told, as an
/// audit log would.
final class Eyewitness {
  private static final Pattern NAME =
      Pattern.compile("nl-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-(?:ingress|egress-[0-9]+)");

  private final Cluster cluster;
  private final InstantSource time;
  private final Instant begun;
  private final List<Journal> records;
  private final Map<ObjectKey, Path> paths = new TreeMap<>();
  private final List<Fault> faults = new ArrayList<>();

  /// What an open policy can have against it.
  enum Kind {
    OFF_RECORD("is open, and its opening is not on record"),
    TOO_EARLY("is open before its time"),
    UNHELD("is open without being owned by its own started latch alone"),
    MADE_TOO_LATE("was made when its lease was over"),
    MADE_AGAIN("was made again after it had gone"),
    MADE_OTHERWISE("was made again, and otherwise than before"),
    CLOSED_ON_RECORD("is open, and closed on record");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  /// Something that was seen and must not be.
  ///
  /// @param at how long after the begin it was seen first
  record Fault(Kind kind, ObjectKey policy, Duration at) {
    /// `after PT1M: policy in shop was made again after it had gone`.
    @Override
    public String toString() {
      return "after %s: policy in %s %s".formatted(at, policy.namespace(), kind.text);
    }
  }

  /// One that watches from now on, and knows these records.
  static Eyewitness of(EmbeddedCluster embedded, InstantSource time, List<Journal> records) {
    Eyewitness eyewitness =
        new Eyewitness(embedded.as(new Identity("eyewitness", List.of())), time, records);
    var _ = eyewitness.cluster.watch(eyewitness::hear);
    return eyewitness;
  }

  private Eyewitness(Cluster cluster, InstantSource time, List<Journal> records) {
    this.cluster = cluster;
    this.time = time;
    this.begun = time.instant();
    this.records = List.copyOf(records);
  }

  /// A policy of a grant, from the first sight of it.
  private static final class Path {
    final Uid grant;
    final ObjectKey key;
    final NetworkPolicy made;
    final List<Stand> stands = new ArrayList<>();
    Instant end;
    Instant madeAt = Instant.MIN;
    Optional<Instant> alteredAt = Optional.empty();
    boolean open;
    boolean excused;

    Path(Uid grant, ObjectKey key, NetworkPolicy made, Instant end) {
      this.grant = grant;
      this.key = key;
      this.made = made;
      this.end = end;
    }

    void goes(Instant now) {
      open = false;
      stands.add(new Stand(madeAt, end, now));
      soundAgain(now);
    }

    void soundAgain(Instant now) {
      alteredAt.ifPresent(at -> stands.add(new Stand(at, at, now)));
      alteredAt = Optional.empty();
    }

    /// How it stood so far.
    Stream<Stand> stands(Instant now) {
      return Stream.of(
              stands.stream(),
              open ? Stream.of(new Stand(madeAt, end, now)) : Stream.<Stand>of(),
              alteredAt.stream().map(at -> new Stand(at, at, now)))
          .flatMap(each -> each);
    }
  }

  /// That a policy stood, and until when it was right.
  private record Stand(Instant from, Instant end, Instant to) {
    /// For how long it was not.
    ///
    /// @param able since when somebody could have shut it
    Duration beyond(Instant able) {
      Instant since = Stream.of(from, end, able).max(Instant::compareTo).orElseThrow();
      Duration beyond = Duration.between(since, to);
      return beyond.isNegative() ? Duration.ZERO : beyond;
    }
  }

  private void hear(Change change) {
    look();
  }

  /// Looks at everything that is open now.
  void look() {
    Map<ObjectKey, HeldPolicy> open = new TreeMap<>();
    for (HeldPolicy held : cluster.policies()) {
      if (held.meta().name().startsWith("nl-") && NAME.matcher(held.meta().name()).matches()) {
        open.put(held.meta().key(), held);
      }
    }
    for (Path path : paths.values()) {
      if (path.open && !open.containsKey(path.key)) {
        path.goes(time.instant());
      }
    }
    open.values().forEach(this::see);
  }

  private void see(HeldPolicy held) {
    Path path = paths.get(held.meta().key());
    if (path == null) {
      path = firstSight(held);
      paths.put(held.meta().key(), path);
      seeMade(held, path);
    } else if (!path.open) {
      seeMadeAgain(held, path);
      seeMade(held, path);
    }
    seeOpen(held, path);
  }

  private static Uid grant(HeldPolicy held) {
    Matcher name = NAME.matcher(held.meta().name());
    if (!name.matches()) {
      throw new IllegalArgumentException(held.meta().name());
    }
    return new Uid(name.group(1));
  }

  private Path firstSight(HeldPolicy held) {
    Uid grant = grant(held);
    return new Path(
        grant, held.meta().key(), held.policy(), end(held, grant).orElse(time.instant()));
  }

  private void seeMadeAgain(HeldPolicy held, Path path) {
    if (!path.excused) {
      accuse(path, Kind.MADE_AGAIN);
    }
    if (!held.policy().equals(path.made)) {
      accuse(path, Kind.MADE_OTHERWISE);
    }
    path.excused = false;
    path.end = end(held, path.grant).filter(path.end::isAfter).orElse(path.end);
  }

  private void seeMade(HeldPolicy held, Path path) {
    path.open = true;
    path.madeAt = time.instant();
    Optional<JournalEntry.Opening> opening = opening(path.grant);
    if (opening.filter(told -> told.policies().contains(path.key)).isEmpty()) {
      accuse(path, Kind.OFF_RECORD);
    }
    if (opening
        .flatMap(told -> told.request().startsAt())
        .filter(time.instant()::isBefore)
        .isPresent()) {
      accuse(path, Kind.TOO_EARLY);
    }
    if (!isHeld(held, path.grant)) {
      accuse(path, Kind.UNHELD);
    }
    if (!time.instant().isBefore(path.end)) {
      accuse(path, Kind.MADE_TOO_LATE);
    }
  }

  private void seeOpen(HeldPolicy held, Path path) {
    if (records.stream().anyMatch(record -> record.story(path.grant).closed().isPresent())) {
      accuse(path, Kind.CLOSED_ON_RECORD);
    }
    if (path.end.isAfter(time.instant()) && !hasGround(path.grant)) {
      path.end = time.instant();
    }
    if (isHeld(held, path.grant) && held.policy().equals(path.made)) {
      path.soundAgain(time.instant());
    } else if (path.alteredAt.isEmpty()) {
      path.alteredAt = Optional.of(time.instant());
    }
  }

  /// Whether the policy's only owner is its grant's latch in its own namespace, and that one's time
  /// runs.
  private boolean isHeld(HeldPolicy held, Uid grant) {
    Optional<HeldLatch> latch = latch(held, grant);
    return latch.filter(there -> there.startedAt().isPresent()).isPresent()
        && held.meta()
            .owners()
            .equals(
                List.of(
                    new Owner(
                        "batch/v1", "Job", latch.get().meta().name(), latch.get().meta().uid())));
  }

  private Optional<HeldLatch> latch(HeldPolicy held, Uid grant) {
    return cluster.latch(new ObjectKey(held.meta().namespace(), "nl-" + grant.text()));
  }

  /// When its lease is over: so long after its latch's start as was asked for on record.
  private Optional<Instant> end(HeldPolicy held, Uid grant) {
    return latch(held, grant)
        .flatMap(HeldLatch::startedAt)
        .flatMap(start -> opening(grant).map(opening -> start.plus(opening.request().duration())));
  }

  private Optional<JournalEntry.Opening> opening(Uid grant) {
    return records.stream()
        .map(record -> record.story(grant))
        .flatMap(story -> story.opening().stream())
        .findFirst();
  }

  /// Whether the grant still stands, and all that it stands on.
  private boolean hasGround(Uid uid) {
    Optional<AccessGrant> grant =
        opening(uid)
            .flatMap(told -> cluster.grant(told.name()))
            .filter(there -> there.uid().equals(uid) && !there.meta().terminating())
            .filter(there -> there.revocation() instanceof Revocation.None);
    return grant
        .flatMap(there -> cluster.rule(there.request().rule()))
        .filter(rule -> rule.sources().stream().allMatch(ref -> isUsable(rule, ref.source())))
        .isPresent();
  }

  private boolean isUsable(AccessRule rule, ObjectKey key) {
    return cluster
        .source(key)
        .map(AccessSource::usableFrom)
        .filter(from -> from.contains(rule.meta().namespace()))
        .isPresent();
  }

  private void accuse(Path path, Kind kind) {
    boolean isKnown =
        faults.stream().anyMatch(fault -> fault.kind() == kind && fault.policy().equals(path.key));
    if (!isKnown) {
      faults.add(new Fault(kind, path.key, Duration.between(begun, time.instant())));
    }
  }

  /// A stranger takes out this policy: it may be made again.
  void excuse(ObjectKey key) {
    Optional.ofNullable(paths.get(key)).ifPresent(path -> path.excused = true);
  }

  /// What was seen and must not be, in the order in which it was seen first.
  List<Fault> faults() {
    return List.copyOf(faults);
  }

  /// How many policies were ever open.
  int opened() {
    return paths.size();
  }

  /// Whether anything is open.
  boolean isOpen() {
    return paths.values().stream().anyMatch(path -> path.open);
  }

  /// How long at most a policy stood outside its lease or otherwise than it was made, or stands so
  /// yet.
  ///
  /// @param able since when somebody could have shut it, if that is later
  Duration lateness(Instant able) {
    return paths.values().stream()
        .flatMap(path -> path.stands(time.instant()))
        .map(stand -> stand.beyond(able))
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }
}
