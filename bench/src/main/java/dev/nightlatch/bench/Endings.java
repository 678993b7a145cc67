package dev.nightlatch.bench;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Part;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.kube.KubeCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Measures, on a real control plane, what many open grants cost an operator, and how late their
/// policies go when all of them end within one minute, or so many seconds: by the operator, or by
/// the latch alone.
public final class Endings {
  private static final ObjectKey RULE = new ObjectKey("ns-001", "app-free");
  private static final int ASKERS = 4;

  /// So long an opening may take here, with others under way.
  private static final Duration EACH = Duration.ofMillis(600);

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String WITHIN = "--within=";
  private static final Duration REST = Duration.ofSeconds(30);
  private static final Duration LONGEST = Duration.ofMinutes(30);
  private static final Pattern POLICY = Pattern.compile("/networkpolicies/nl-([0-9a-f-]{36})-");

  private final Installation installation;
  private final int count;
  private final Duration within;

  private Endings(Installation installation, int count, Duration within) {
    this.installation = installation;
    this.count = count;
    this.within = within;
  }

  /// Opens grants, lets them rest, and has them end.
  ///
  /// @param args how many grants (2000 unless told), a scenario (W2 unless told), `--latch` to kill
  ///     the operator ten seconds before the first of them ends, and `--within=12` to have them end
  ///     within so many seconds: 400 within 12 end as fast as 2000 within a minute
  /// @throws IOException if the control plane cannot be started or its log not be read
  public static void main(String[] args) throws IOException {
    List<String> plain = Stream.of(args).filter(arg -> !arg.startsWith("--")).toList();
    int count = plain.isEmpty() ? 2000 : Integer.parseInt(plain.get(0));
    Scenario scenario = plain.size() > 1 ? Scenario.valueOf(plain.get(1)) : Scenario.W2;
    boolean byLatch = List.of(args).contains("--latch");
    Duration within =
        Stream.of(args)
            .filter(arg -> arg.startsWith(WITHIN))
            .map(arg -> Duration.ofSeconds(Long.parseLong(arg.substring(WITHIN.length()))))
            .findFirst()
            .orElse(MINUTE);
    try (Installation installation = Installation.start(scenario)) {
      new Endings(installation, count, within).measure(byLatch);
    }
    // The Kubernetes client's own threads would hold the process up.
    Runtime.getRuntime().exit(0);
  }

  private void measure(boolean byLatch) throws IOException {
    Instant firstEnd = Instant.now().plus(EACH.multipliedBy(count)).plus(REST).plus(MINUTE);
    List<Uid> asked = asked(firstEnd);
    Map<Uid, AccessGrant> open;
    try (KubeCluster admin = installation.asAdmin()) {
      open = open(admin, asked);
      rest(open);
      if (byLatch) {
        Instant first =
            open.values().stream().map(Endings::end).min(Instant::compareTo).orElseThrow();
        park(Duration.between(Instant.now(), first.minusSeconds(10)));
        installation.killOperator();
        System.out.println("the operator is killed");
      }
      Installation.await("all policies are gone", LONGEST, () -> isGone(admin));
      if (!byLatch) {
        Installation.await("all is told", LONGEST, () -> isTold(admin));
        System.out.printf(
            Locale.ROOT,
            "%.1f s after the last end all was proven closed and told%n",
            Duration.between(
                        open.values().stream()
                            .map(Endings::end)
                            .max(Instant::compareTo)
                            .orElseThrow(),
                        Instant.now())
                    .toNanos()
                / 1e9);
      }
    }
    report(open);
  }

  private static Instant end(AccessGrant grant) {
    return grant.status().expiresAt().orElseThrow();
  }

  /// Asks for grants whose leases end one after the other within a minute.
  private List<Uid> asked(Instant firstEnd) {
    List<Future<Uid>> asking = new ArrayList<>();
    long begin = System.nanoTime();
    try (KubeCluster alice = installation.as("alice@example.com");
        ExecutorService threads = Executors.newFixedThreadPool(ASKERS)) {
      Identity requester = alice.whoAmI();
      for (int i = 0; i < count; i++) {
        Instant end = firstEnd.plus(within.multipliedBy(i).dividedBy(count));
        asking.add(threads.submit(() -> asked(alice, requester, end)));
      }
      try {
        List<Uid> asked = new ArrayList<>();
        for (Future<Uid> each : asking) {
          asked.add(each.get());
          if (asked.size() % 100 == 0 || asked.size() == count) {
            System.out.printf(
                Locale.ROOT,
                "%,d grants open after %.0f s, %s resident%n",
                asked.size(),
                (System.nanoTime() - begin) / 1e9,
                resident());
          }
        }
        return asked;
      } finally {
        threads.shutdownNow();
      }
    } catch (IOException | InterruptedException | ExecutionException failed) {
      throw new IllegalStateException("the grants do not open", failed);
    }
  }

  /// Asks for one once the one before it of the same asker is open.
  private static Uid asked(KubeCluster alice, Identity requester, Instant end) {
    AccessGrant asked =
        alice.ask(
            new Request(
                RULE,
                "INC-1",
                "to measure it",
                Duration.ofSeconds(Duration.between(Instant.now(), end).toSeconds()),
                Part.of(new Origin.AnySource()),
                Optional.empty(),
                requester));
    Installation.await(
        "it is open",
        () -> alice.grant(asked.name()).orElseThrow().status().phase() == Phase.ACTIVE);
    return asked.uid();
  }

  private static Map<Uid, AccessGrant> open(KubeCluster admin, List<Uid> asked) {
    Map<Uid, AccessGrant> open = new HashMap<>();
    admin.grants().forEach(grant -> open.put(grant.uid(), grant));
    open.keySet().retainAll(asked);
    return open;
  }

  private static boolean isGone(KubeCluster admin) {
    park(Duration.ofSeconds(1));
    return admin.policies().stream()
        .noneMatch(held -> held.meta().labels().containsKey(Names.GRANT_LABEL));
  }

  private static boolean isTold(KubeCluster admin) {
    park(Duration.ofSeconds(1));
    return admin.grants().stream().allMatch(grant -> grant.status().phase().isTerminal());
  }

  /// What it costs the operator to hold them.
  private void rest(Map<Uid, AccessGrant> open) throws IOException {
    Duration cpu = cpu();
    Instant from = Instant.now();
    park(REST);
    Instant until = Instant.now();
    double seconds = Duration.between(from, until).toNanos() / 1e9;
    double busy = cpu().minus(cpu).toNanos() / 1e9;
    long requests =
        installation
            .witness()
            .all(
                event ->
                    event.user().equals(Installation.OPERATOR)
                        && !event.received().isBefore(from)
                        && event.received().isBefore(until))
            .size();
    System.out.printf(
        Locale.ROOT,
        "%,d open: the operator takes %.2f cores, %.0f requests/s, %s resident%n",
        open.size(),
        busy / seconds,
        requests / seconds,
        resident());
  }

  private Duration cpu() {
    return installation.operator().info().totalCpuDuration().orElseThrow();
  }

  /// The operator's memory.
  private String resident() throws IOException {
    Path status = Path.of("/proc", "" + installation.operator().pid(), "status");
    return Files.exists(status)
        ? Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .findFirst()
            .map(line -> line.substring("VmRSS:".length()).strip())
            .orElse("?")
        : "?";
  }

  private static void park(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < until) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
  }

  /// How long after the end of its lease the last policy of each grant was taken out, by who did
  /// it.
  private void report(Map<Uid, AccessGrant> open) throws IOException {
    Map<Uid, Witness.Event> last = new HashMap<>();
    Witness witness = installation.witness();
    witness
        .all(event -> event.verb().equals("delete") && event.code() == 200)
        .forEach(
            event -> {
              Matcher policy = POLICY.matcher(event.path());
              if (policy.find()) {
                last.put(new Uid(policy.group(1)), event);
              }
            });
    Map<String, List<Double>> late = new TreeMap<>();
    last.forEach(
        (uid, event) ->
            Optional.ofNullable(open.get(uid))
                .ifPresent(
                    grant ->
                        late.computeIfAbsent(event.user(), _ -> new ArrayList<>())
                            .add(Duration.between(end(grant), event.answered()).toNanos() / 1e9)));
    List<Instant> ends = open.values().stream().map(Endings::end).sorted().toList();
    System.out.printf(
        Locale.ROOT,
        "%,d leases ended within %d s%n",
        ends.size(),
        Duration.between(ends.getFirst(), ends.getLast()).toSeconds());
    Instant begin = ends.getFirst();
    System.out.printf(
        Locale.ROOT,
        "%.1f requests of the operator for each, from the first end until all was told%n",
        (double)
                witness
                    .all(
                        event ->
                            event.user().equals(Installation.OPERATOR)
                                && !event.received().isBefore(begin))
                    .size()
            / ends.size());
    late.forEach(
        (user, all) -> {
          Spread spread = Spread.of(all);
          System.out.printf(
              Locale.ROOT,
              "%-60s %,6d grants, late by p50 %.2f s  p99 %.2f s  longest %.2f s%n",
              user,
              all.size(),
              spread.at(0.5),
              spread.at(0.99),
              spread.longest());
        });
  }
}
