package dev.nightlatch.bench;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.Approval;
import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Part;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.Revocation;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.kube.KubeCluster;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/// Measures, on a real control plane with W2 in it, how long it takes from the approval of a grant
/// until its policies are in.
public final class Openings {
  private static final ObjectKey RULE = new ObjectKey("ns-001", "app-shell");

  private Openings() {}

  /// Opens and closes grants one after the other, and prints how long each part took.
  ///
  /// @param args how many grants; 100 unless told
  /// @throws IOException if the control plane cannot be started or its log not be read
  public static void main(String[] args) throws IOException {
    int count = args.length > 0 ? Integer.parseInt(args[0]) : 100;
    try (Installation installation = Installation.start(Scenario.W2)) {
      List<Uid> opened = opened(installation, count);
      report(installation.witness(), opened);
    }
    // The Kubernetes client's own threads would hold the process up.
    Runtime.getRuntime().exit(0);
  }

  private static List<Uid> opened(Installation installation, int count) {
    List<Uid> opened = new ArrayList<>();
    try (KubeCluster alice = installation.as("alice@example.com");
        KubeCluster bob = installation.as("bob@example.com")) {
      for (int i = 0; i < count; i++) {
        opened.add(opened(alice, bob));
      }
    }
    return opened;
  }

  private static Uid opened(KubeCluster alice, KubeCluster bob) {
    Identity requester = alice.whoAmI();
    AccessGrant asked =
        alice.ask(
            new Request(
                RULE,
                "INC-1",
                "to measure it",
                Duration.ofMinutes(10),
                Part.of(new Origin.AnySource()),
                Optional.empty(),
                requester));
    Installation.await("it can be approved", () -> !now(alice, asked).status().hash().isEmpty());
    // People read what they approve.
    LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
    AccessGrant waiting = now(alice, asked);
    var _ = bob.approve(waiting, new Approval(bob.whoAmI(), waiting.status().hash(), "go ahead"));
    // What is measured is read from the audit log: to ask meanwhile would cost what is measured.
    LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
    Installation.await("it is open", () -> now(alice, asked).status().phase() == Phase.ACTIVE);
    var _ = alice.revoke(now(alice, asked), new Revocation.By(requester, ""));
    Installation.await("it is over", () -> now(alice, asked).status().phase().isTerminal());
    return asked.uid();
  }

  private static AccessGrant now(KubeCluster cluster, AccessGrant grant) {
    AccessGrant now = cluster.grant(grant.name()).orElseThrow();
    if (now.status().phase().isTerminal() && now.status().phase() != Phase.CLOSED) {
      throw new IllegalStateException(now.status().toString());
    }
    return now;
  }

  private static void report(Witness witness, List<Uid> grants) {
    Map<String, List<Double>> parts = new TreeMap<>();
    for (Uid grant : grants) {
      String latch = Names.latch(grant);
      List<Witness.Event> policies =
          witness.all(
              event ->
                  event.verb().equals("patch")
                      && event.code() == 201
                      && event.path().contains("/networkpolicies/" + latch));
      List<Witness.Event> starts =
          witness.all(
              event ->
                  event.path().endsWith("/jobs/" + latch + "/status")
                      && event.code() == 200
                      && event.received().isBefore(policies.getFirst().received()));
      List<Witness.Event> armed =
          witness.all(
              event ->
                  event.verb().equals("create")
                      && event.path().endsWith("/jobs")
                      && event.user().equals(Installation.OPERATOR)
                      && event.received().isBefore(starts.getFirst().received()));
      Instant applied = policies.getLast().answered();
      Witness.Event approval =
          witness
              .all(
                  event ->
                      event.user().startsWith("bob")
                          && event.verb().equals("patch")
                          && event.path().contains("/accessgrants/")
                          && event.answered().isBefore(applied))
              .getLast();
      Instant approved = approval.answered();
      List<Witness.Event> between =
          witness.all(
              event ->
                  event.user().equals(Installation.OPERATOR)
                      && !event.received().isBefore(approved)
                      && !event.answered().isAfter(applied));
      add(parts, "1 approved to armed", approved, armed.getLast().answered());
      add(parts, "2 armed to started", armed.getLast().answered(), starts.getLast().answered());
      add(parts, "3 started to applied", starts.getLast().answered(), applied);
      add(parts, "4 approved to applied", approved, applied);
      parts
          .computeIfAbsent("5 requests of the operator", _ -> new ArrayList<>())
          .add((double) between.size());
      if (grants.indexOf(grant) < 10) {
        System.out.printf(Locale.ROOT, "%.0f ", millis(approved, applied));
      }
      if (grant.equals(grants.getLast())) {
        System.out.println("ms, the first ten; and the last, request by request:");
        between.forEach(
            event ->
                System.out.printf(
                    Locale.ROOT,
                    "%6.1f %6.1f ms %s %s%n",
                    millis(approved, event.received()),
                    millis(event.received(), event.answered()),
                    event.verb(),
                    event.uri()));
      }
    }
    parts.forEach(
        (name, all) -> {
          Spread spread = Spread.of(all);
          System.out.printf(
              Locale.ROOT,
              "%-28s p50 %6.1f  p90 %6.1f  p99 %6.1f  longest %6.1f%n",
              name.substring(2),
              spread.at(0.5),
              spread.at(0.9),
              spread.at(0.99),
              spread.longest());
        });
  }

  private static void add(
      Map<String, List<Double>> parts, String name, Instant from, Instant until) {
    parts.computeIfAbsent(name, _ -> new ArrayList<>()).add(millis(from, until));
  }

  private static double millis(Instant from, Instant until) {
    return Duration.between(from, until).toNanos() / 1e6;
  }
}
