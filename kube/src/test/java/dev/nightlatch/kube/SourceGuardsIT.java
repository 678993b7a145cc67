package dev.nightlatch.kube;

import static dev.nightlatch.kube.Guarded.sourceOf;

import dev.nightlatch.testkit.RealCluster;
import dev.nightlatch.testkit.TestCluster;
import dev.nightlatch.testkit.Wait;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/// Who may say which addresses stand behind a name.
@RealCluster(isolated = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("SourceGuardsIT")
final class SourceGuardsIT {
  private static final String GUARD = "nightlatch-sources";
  private static final String FIRST = "{'cidr':'192.0.2.0/24'}";
  private static final String SECOND = "{'cidr':'198.51.100.0/24'}";
  private static final Duration IN_FORCE = Duration.ofSeconds(20);

  private final TestCluster cluster;
  private Guarded guarded;

  /// May write sources, and declare the blocks of those that are named `jump` and `gate`.
  private Hand network;

  /// May write sources, and no more.
  private Hand keeper;

  SourceGuardsIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeAll
  void install() {
    guarded = Guarded.on(cluster);
    keeper = guarded.as("keeper@example.com", "keepers");
    network = guarded.as("network@example.com", "keepers");
    cluster.apply(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: network}
        rules:
        - apiGroups: [nightlatch.dev]
          resources: [accesssources]
          resourceNames: [jump, gate]
          verbs: [declare-blocks]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: network}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: network}
        subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: network@example.com}]
        """);
    Wait.until(
        IN_FORCE,
        "the verb is not in force",
        () -> network.create(guarded.sources(), sourceOf("{cidr: 192.0.2.0/24}")).isTaken());
  }

  @AfterAll
  void close() {
    guarded.close();
  }

  private String jump() {
    return guarded.sources() + "/jump";
  }

  private static String blocks(String blocks) {
    return "{'spec':{'blocks':[" + blocks + "]}}";
  }

  @Test
  void whoeverHoldsTheVerbDeclaresBlocksAndAddsTo() {
    network
        .create(guarded.sources(), sourceOf("{cidr: 192.0.2.0/24}").replace("jump", "gate"))
        .taken();
    network.patch(guarded.sources() + "/gate", blocks(FIRST + "," + SECOND)).taken();
  }

  @Test
  void nobodyDeclaresBlocksWithoutTheVerb() {
    keeper
        .create(guarded.sources(), sourceOf("{cidr: 192.0.2.0/24}").replace("jump", "other"))
        .refusedBy(
            GUARD,
            "keeper@example.com may not declare the block 192.0.2.0/24: wanted is the verb"
                + " declare-blocks on accesssources.nightlatch.dev other in "
                + guarded.namespace());
  }

  @Test
  void nobodyDeclaresTheBlocksOfAnotherSourceThanTheirOwn() {
    network
        .create(guarded.sources(), sourceOf("{cidr: 192.0.2.0/24}").replace("jump", "other"))
        .refusedBy(GUARD, "network@example.com may not declare the block 192.0.2.0/24");
  }

  @Test
  void nobodyDeclaresBlocksInAnotherNamespaceThanTheirOwn() {
    network
        .create(
            "/apis/nightlatch.dev/v1alpha1/namespaces/default/accesssources",
            sourceOf("{cidr: 192.0.2.0/24}"))
        .refusedBy(GUARD, "declare-blocks on accesssources.nightlatch.dev jump in default");
  }

  @Test
  void nobodyAddsABlockWithoutTheVerb() {
    keeper
        .patch(jump(), blocks(FIRST + "," + SECOND))
        .refusedBy(GUARD, "keeper@example.com may not declare the block 198.51.100.0/24");
  }

  @Test
  void nobodyPutsAnotherBlockInTheOnesPlaceWithoutTheVerb() {
    keeper
        .patch(jump(), blocks(SECOND))
        .refusedBy(GUARD, "keeper@example.com may not declare the block 198.51.100.0/24");
  }

  @Test
  void nobodyMakesBlocksOfASourceOfPodsWithoutTheVerb() {
    keeper.create(guarded.sources(), pods("turncoat")).taken();
    keeper
        .patch(guarded.sources() + "/turncoat", "{'spec':{'pods':null,'blocks':[" + FIRST + "]}}")
        .refusedBy(GUARD, "keeper@example.com may not declare the block 192.0.2.0/24");
  }

  @Test
  void aSourceOfPodsNeedsNoVerb() {
    keeper.create(guarded.sources(), pods("tools")).taken();
    keeper
        .patch(
            guarded.sources() + "/tools",
            "{'spec':{'pods':{'podSelector':{'matchLabels':{'app':'other'}}}}}")
        .taken();
  }

  private static String pods(String name) {
    return """
    apiVersion: nightlatch.dev/v1alpha1
    kind: AccessSource
    metadata: {name: NAME}
    spec:
      usableFrom: {namespaces: [shop]}
      pods: {podSelector: {matchLabels: {app: tools}}}
    """
        .replace("NAME", name);
  }

  @Test
  void theRestOfASourceOfBlocksNeedsNoVerb() {
    keeper
        .patch(
            jump(), "{'spec':{'description':'the jump hosts','usableFrom':{'namespaces':['a']}}}")
        .taken();
    keeper.patch(jump(), blocks("{'cidr':'192.0.2.0/24','description':'in Graz'}")).taken();
  }

  @Test
  void aBlockIsTakenAwayWithoutTheVerb() {
    network.patch(jump(), blocks(FIRST + "," + SECOND)).taken();
    keeper.patch(jump(), blocks(FIRST)).taken();
  }
}
