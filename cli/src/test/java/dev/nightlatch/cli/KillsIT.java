package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Part;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.kube.KubeAccess;
import dev.nightlatch.kube.KubeCluster;
import dev.nightlatch.testkit.Inspector;
import dev.nightlatch.testkit.RealCluster;
import dev.nightlatch.testkit.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// The operator is killed with SIGKILL again and again, at any moment, while twenty grants live.
///
/// `-Pchaos` kills it three hundred times; `-Dnightlatch.kills=` and `-Dnightlatch.seed=` say
/// otherwise.
@RealCluster(isolated = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
final class KillsIT {
  private static final int KILLS = Integer.getInteger("nightlatch.kills", 30);
  private static final long SEED = Long.getLong("nightlatch.seed", System.nanoTime());
  private static final int AT_ONCE = 20;

  /// What an opening takes, and more: so the kill falls before, into and after it.
  private static final Duration LONGEST_BREATH = Duration.ofSeconds(3);

  private static final List<String> WHOLE_LIFE = OperatorProcess.WHOLE_LIFE;

  private final Site site;
  private final Path journal;
  private final KubeCluster alice;
  private final Random random = new Random(SEED);
  private final List<Shop> shops = new ArrayList<>();

  /// By the rule's namespace: the grant that lives there, as it was last seen.
  private final Map<String, AccessGrant> living = new HashMap<>();

  private final List<AccessGrant> asked = new ArrayList<>();

  KillsIT(TestCluster cluster, @TempDir Path folder) {
    site = new Site(cluster, folder);
    journal = site.freshJournal();
    alice = KubeCluster.of(KubeAccess.of(Optional.of(site.alice().kubeconfig()), Optional.empty()));
    for (int i = 0; i < AT_ONCE; i++) {
      Shop shop = site.shop();
      shops.add(shop);
      if (i % 2 == 1) {
        // So that it takes two policies to open, each with a latch in its own namespace.
        site.apply(shutForEgress(shop.tools()));
      }
    }
  }

  private static String shutForEgress(String namespace) {
    return """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: nothing-out, namespace: %s}
        spec: {podSelector: {}, policyTypes: [Egress]}
        """
        .formatted(namespace);
  }

  @AfterAll
  void close() {
    alice.close();
    site.close();
  }

  @Test
  void whereverItIsKilledNothingIsOpenOutsideItsLeaseOrOffTheRecord() {
    Map<Phase, Integer> hit = new EnumMap<>(Phase.class);
    for (int kill = 1; kill <= KILLS; kill++) {
      OperatorProcess operator = site.startOperator(journal);
      if (random.nextInt(5) > 0) {
        site.await(Site.SOON, () -> "no canary came back", operator::hasSeenACanary);
      }
      rest();
      ask();
      operator.kill();
      look();
      // Asked for right before; between the two, one or the other may have come to its end.
      assertThat(living.values())
          .as("alive when it was killed")
          .filteredOn(grant -> !isOver(grant))
          .hasSizeGreaterThan(AT_ONCE / 2);
      living.values().forEach(grant -> hit.merge(grant.status().phase(), 1, Integer::sum));
    }
    OperatorProcess _ = site.startOperator(journal);
    site.await(
        Duration.ofMinutes(2),
        () -> "not all of them end: " + living.values(),
        () -> {
          look();
          return living.values().stream().allMatch(KillsIT::isOver);
        });
    Inspector.Report report = site.inspect();
    System.out.printf(
        "%d kills (seed %d), %d grants asked for, hit in phases %s; %s%n",
        KILLS, SEED, asked.size(), hit, report.summary());
    assertThat(hit).as("what was hit").containsKeys(Phase.PENDING, Phase.ACTIVE);
    assertThat(report.openings()).hasSizeGreaterThan(AT_ONCE);
    assertThat(report.remade()).isEmpty();
    assertThat(site.sight().policies())
        .as("left in the cluster")
        .noneMatch(held -> held.meta().name().startsWith("nl-"));
    asked.forEach(this::assertTold);
  }

  /// Waits for as long as nobody could foresee.
  private void rest() {
    LockSupport.parkNanos((long) (random.nextDouble() * LONGEST_BREATH.toNanos()));
  }

  /// Sees to it that a grant lives in every shop.
  private void ask() {
    look();
    for (Shop shop : shops) {
      AccessGrant there = living.get(shop.namespace());
      if (there == null || isOver(there)) {
        AccessGrant grant =
            alice.ask(
                new Request(
                    new ObjectKey(shop.namespace(), "db-shell"),
                    "INC-4711",
                    "orders are stuck",
                    Duration.ofSeconds(10 + random.nextInt(15)),
                    Part.of(new Origin.AnySource()),
                    Optional.empty(),
                    alice.whoAmI()));
        living.put(shop.namespace(), grant);
        asked.add(grant);
      }
    }
  }

  private void look() {
    for (AccessGrant grant : site.sight().grants()) {
      String namespace = grant.request().rule().namespace();
      AccessGrant there = living.get(namespace);
      if (there != null && there.uid().equals(grant.uid())) {
        living.put(namespace, grant);
      }
    }
  }

  private static boolean isOver(AccessGrant grant) {
    return grant.status().phase().isTerminal();
  }

  /// Whatever was begun is on record from its beginning to its end, each thing once and in order.
  /// What was found out before an opening may stand there without it: a kill came between the two.
  private void assertTold(AccessGrant grant) {
    List<String> told =
        JournalLines.of(journal).stream()
            .filter(entry -> entry.path("grant").asText().equals(grant.uid().text()))
            .map(KillsIT::kind)
            .filter(kind -> !kind.equals("Noticed") && !kind.equals("Proven Before"))
            .toList();
    if (told.contains("Opening")) {
      assertThat(told).as(grant.name()).containsSubsequence("Opening", "Closed");
      assertThat(told).as(grant.name()).doesNotHaveDuplicates();
    } else {
      assertThat(told).as(grant.name()).containsExactly("Refused");
    }
    assertThat(Stream.of("Opening", "Opened", "Closed").filter(told::contains))
        .as(grant.name())
        .isSubsetOf(WHOLE_LIFE);
  }

  private static String kind(JsonNode entry) {
    String kind = entry.path("kind").asText();
    return kind.equals("Proven") ? kind + " " + entry.path("moment").asText() : kind;
  }
}
