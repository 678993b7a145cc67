package dev.nightlatch.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.Kind;
import dev.nightlatch.engine.model.Lines;
import dev.nightlatch.engine.model.PolicyRef;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.manifests.Problem.Weight;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// A snapshot whose objects are written is read again as it was: from documents, from lists, from
/// JSON and from an API server.
final class SnapshotRoundTripLawsTest {

  @Provide
  Arbitrary<Snapshot> snapshots() {
    return SnapshotModels.snapshots();
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void aSnapshotIsReadAsItWasWritten(@ForAll("snapshots") Snapshot snapshot) {
    List<Map<String, Object>> trees = SnapshotTrees.of(snapshot);
    Map<String, Object> list = new Fields().put("kind", "List").put("items", trees).map();
    list.put("apiVersion", "v1");
    comesBack(snapshot, trees.stream().map(Yaml::write).collect(Collectors.joining("---\n")));
    comesBack(snapshot, Yaml.write(list));
    comesBack(snapshot, Json.write(list));
    comesBack(snapshot, trees.stream().map(Json::line).collect(Collectors.joining("\n")));
  }

  private static void comesBack(Snapshot snapshot, String text) {
    ReadSnapshot read = SnapshotReader.read(text, "a.yaml");
    assertThat(read.problems()).allMatch(SnapshotRoundTripLawsTest::leavesTheValue);
    assertThat(read.passedOver()).isEqualTo(new PassedOver(0, new TreeMap<>()));
    assertThat(withoutLines(read.snapshot()))
        .isEqualTo(
            snapshot.nodes().isEmpty()
                ? with(snapshot, List.of(new Gap.Unlisted(Kind.NODE, "")))
                : snapshot);
    assertThat(shape(read.snapshot().lines())).isEqualTo(shape(snapshot));
  }

  private static boolean leavesTheValue(Problem problem) {
    return problem.weight() == Weight.NOTICE || problem.code() == ProblemCode.WORD_UNKNOWN;
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void anApiServersObjectsGiveTheSameSnapshotInAnyOrder(@ForAll("snapshots") Snapshot snapshot) {
    SnapshotAssembly assembly = new SnapshotAssembly();
    for (Map<String, Object> tree : SnapshotTrees.of(snapshot).reversed()) {
      assembly.add(Tree.of(tree, "an object"));
    }
    assertThat(assembly.problems()).allMatch(SnapshotRoundTripLawsTest::leavesTheValue);
    assertThat(assembly.snapshot()).isEqualTo(snapshot);
  }

  private static Snapshot withoutLines(Snapshot snapshot) {
    return with(snapshot, snapshot.gaps());
  }

  private static Snapshot with(Snapshot snapshot, List<Gap> gaps) {
    return new Snapshot(
        snapshot.namespaces(),
        snapshot.pods(),
        snapshot.workloads(),
        snapshot.nodes(),
        snapshot.services(),
        snapshot.endpointSlices(),
        snapshot.networkPolicies(),
        snapshot.clusterPolicies(),
        gaps,
        Map.of());
  }

  /// How many peers and ports each rule of each policy has.
  private static SortedMap<PolicyRef, List<List<Integer>>> shape(Map<PolicyRef, Lines> lines) {
    SortedMap<PolicyRef, List<List<Integer>>> shape = new TreeMap<>();
    lines.forEach(
        (ref, where) ->
            shape.put(
                ref,
                Stream.concat(where.ingress().stream(), where.egress().stream())
                    .map(rule -> List.of(rule.peers().size(), rule.ports().size()))
                    .toList()));
    return shape;
  }

  private static SortedMap<PolicyRef, List<List<Integer>>> shape(Snapshot snapshot) {
    SortedMap<PolicyRef, List<List<Integer>>> shape = new TreeMap<>();
    snapshot
        .networkPolicies()
        .forEach(
            policy ->
                shape.put(
                    policy.ref(),
                    Stream.concat(policy.ingress().stream(), policy.egress().stream())
                        .map(rule -> List.of(rule.peers().size(), rule.ports().size()))
                        .toList()));
    snapshot
        .clusterPolicies()
        .forEach(
            policy ->
                shape.put(
                    policy.ref(),
                    Stream.concat(policy.ingress().stream(), policy.egress().stream())
                        .map(rule -> List.of(rule.peers().size(), rule.ports().size()))
                        .toList()));
    return shape;
  }
}
