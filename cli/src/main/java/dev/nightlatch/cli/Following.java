package dev.nightlatch.cli;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.manifests.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Follows grants by looking again and again, and says each change of them, a line each. On a
/// terminal the last line counts down.
///
/// Not by a watch of the API server: the port's tells of latches and policies too, which people who
/// ask for grants may not read.
final class Following {
  /// A countdown in seconds needs no faster one.
  static final Duration PACE = Duration.ofSeconds(1);

  private static final String CLEAR = "\r\u001b[K";
  private static final int NARROW = 79;

  private final Answer answer;
  private final Cluster cluster;
  private final Duration pace;

  /// What was said last of each grant, by its UID.
  private final Map<String, String> said = new HashMap<>();

  private boolean isDrawn;
  private boolean isLost;
  private boolean hasSeen;

  Following(Answer answer, Cluster cluster, Duration pace) {
    this.answer = answer;
    this.cluster = cluster;
    this.pace = pace;
  }

  /// A grant at one look.
  ///
  /// @param line what is said of it; the same again while nothing has changed
  /// @param open where its lease counts down
  private record Sight(String uid, String line, boolean isOver, Optional<Open> open) {}

  /// A grant that is open until then.
  private record Open(String name, Instant end) {}

  /// Follows one grant until it is over.
  ///
  /// @throws CommandFailed if it is not there, or was deleted meanwhile
  int one(String name) {
    AccessGrant first = GetCommand.named(cluster, name);
    String uid = first.uid().text();
    while (!Thread.currentThread().isInterrupted()) {
      Optional<List<Sight>> seen = look(() -> sight(name).stream().toList());
      if (seen.isPresent()) {
        Sight now =
            seen.get().stream()
                .filter(sight -> sight.uid().equals(uid))
                .findFirst()
                .orElseThrow(
                    () -> new CommandFailed(Exit.NO, "Grant " + name + " was deleted meanwhile."));
        say(now);
        if (now.isOver()) {
          return Exit.DONE;
        }
        draw(List.of(now));
      }
      LockSupport.parkNanos(pace.toNanos());
    }
    return Exit.DONE;
  }

  /// Follows all grants until it is interrupted. It begins with those that are not over.
  ///
  /// @param where of the rules of this namespace; empty for all
  int all(Optional<String> where) {
    for (boolean first = true; !Thread.currentThread().isInterrupted(); ) {
      Optional<List<Sight>> seen = look(() -> sights(where));
      if (seen.isPresent()) {
        for (Sight sight : seen.get()) {
          if (first && sight.isOver()) {
            said.put(sight.uid(), sight.line());
          } else {
            say(sight);
          }
        }
        first = false;
        draw(seen.get());
      }
      LockSupport.parkNanos(pace.toNanos());
    }
    return Exit.DONE;
  }

  /// One look; empty where the cluster cannot be reached just now, which is said once.
  private Optional<List<Sight>> look(Supplier<List<Sight>> looking) {
    try {
      List<Sight> seen = looking.get();
      isLost = false;
      hasSeen = true;
      return Optional.of(seen);
    } catch (ClusterException failed) {
      if (failed.kind() != ClusterException.Kind.TRANSIENT || !hasSeen) {
        throw failed;
      }
      if (!isLost && !Thread.currentThread().isInterrupted()) {
        clear();
        answer.screen().aside("note: " + failed.getMessage() + "; looking again");
      }
      isLost = true;
      return Optional.empty();
    }
  }

  private Optional<Sight> sight(String name) {
    return answer.isInWords()
        ? cluster.grant(name).map(this::inWords)
        : answer.objects().grant(name).map(Following::inJson);
  }

  /// The oldest first, so that what is new stands last.
  private List<Sight> sights(Optional<String> where) {
    return answer.isInWords()
        ? GetCommand.newestFirst(cluster, where).reversed().stream().map(this::inWords).toList()
        : GetCommand.whole(answer.objects(), where).reversed().stream()
            .map(Following::inJson)
            .toList();
  }

  private Sight inWords(AccessGrant grant) {
    Instant now = answer.screen().time().instant();
    boolean isOpen =
        grant.status().phase() == Phase.ACTIVE && !GrantText.isUnseen(grant.status(), now);
    return new Sight(
        grant.uid().text(),
        GrantText.inOneLine(answer.screen(), grant),
        grant.status().phase().isTerminal(),
        grant.status().expiresAt().filter(_ -> isOpen).map(end -> new Open(grant.name(), end)));
  }

  private static Sight inJson(Map<String, Object> tree) {
    boolean isOver =
        Phase.parse(GetCommand.text(tree, "status", "phase")).map(Phase::isTerminal).orElse(false);
    return new Sight(
        GetCommand.text(tree, "metadata", "uid"), Json.line(tree), isOver, Optional.empty());
  }

  private void say(Sight sight) {
    if (!sight.line().equals(said.put(sight.uid(), sight.line()))) {
      clear();
      Screen screen = answer.screen();
      String time = Times.local(screen.time().instant(), screen.time().instant(), screen.zone());
      screen.line(answer.isInWords() ? screen.faint(time) + "  " + sight.line() : sight.line());
    }
  }

  /// Draws the countdown of what is open, where the cursor may be moved.
  private void draw(List<Sight> seen) {
    Screen screen = answer.screen();
    if (screen.colours() && answer.isInWords()) {
      String line = countdown(seen.stream().flatMap(sight -> sight.open().stream()).toList());
      if (isDrawn || !line.isEmpty()) {
        screen.print(CLEAR + line);
      }
      isDrawn = !line.isEmpty();
    }
  }

  /// What ends first, and how many others are open; in one line of a narrow terminal, since only
  /// one
  /// can be drawn again.
  private String countdown(List<Open> open) {
    Instant now = answer.screen().time().instant();
    String others = open.size() > 1 ? " (and %d more)".formatted(open.size() - 1) : "";
    return open.stream()
        .min(Comparator.comparing(Open::end))
        .map(first -> first.name() + " " + Times.left(first.end(), now) + others)
        .map(line -> line.substring(0, Math.min(line.length(), NARROW)))
        .orElse("");
  }

  private void clear() {
    if (isDrawn) {
      answer.screen().print(CLEAR);
      isDrawn = false;
    }
  }
}
