package dev.nightlatch.manifests;

import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.PolicyRef;
import dev.nightlatch.engine.model.Snapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/// A snapshot in the making: objects go in one by one, and of each only what a snapshot wants of it
/// is kept.
///
/// An object that cannot be read leaves a [Gap] behind, as large as what it may concern; nothing
/// stops the rest. Of an object that can be read the parts that network policies do not see may be
/// wrong. Documents that are no objects, and objects of other kinds, are counted; policies of other
/// layers are named. Our own kinds are passed over.
public final class SnapshotAssembly {
  private record Layer(String file, String found) {}

  private final Facts facts = new Facts();
  private final InterimNames names = new InterimNames();
  private final List<Problem> problems = new ArrayList<>();
  private final TreeMap<String, Integer> kinds = new TreeMap<>();
  private final Set<Layer> layers = new HashSet<>();
  private int noObjects;
  private boolean nodes;

  /// What was read of an object that is not added yet: no more than a snapshot wants of it.
  public static final class Read {
    private final Consumer<SnapshotAssembly> adding;

    private Read(Consumer<SnapshotAssembly> adding) {
      this.adding = adding;
    }
  }

  /// Adds an object as an API server sends it.
  public void add(Tree object) {
    add(read(object));
  }

  /// Reads an object as an API server sends it, for [#add(Read)]. Several threads may do so at a
  /// time.
  public Read read(Tree object) {
    return read(object, Flaws.NONE);
  }

  /// Adds what was read.
  public void add(Read read) {
    read.adding.accept(this);
  }

  /// Adds what could not be listed.
  public void add(Gap.Unlisted gap) {
    facts.add(gap);
  }

  /// The snapshot of all that has been added so far.
  public Snapshot snapshot() {
    return facts.snapshot();
  }

  /// What was wrong so far, in the order in which it was found.
  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  /// What has been passed over so far.
  public PassedOver passedOver() {
    return new PassedOver(noObjects, kinds);
  }

  /// Whether there was a node, readable or not.
  boolean hasNodes() {
    return nodes;
  }

  /// Takes what is read of texts.
  Sink sink() {
    return new Sink() {
      @Override
      public void object(Tree object, Flaws flaws) {
        add(object, flaws);
      }

      @Override
      public void problem(Problem problem) {
        problems.add(problem);
      }

      @Override
      public void lost(Problem problem, String text) {
        problems.add(problem);
        Lost.gaps(text, problem.place()).forEach(facts::add);
      }
    };
  }

  private void add(Tree object, Flaws flaws) {
    add(read(object, flaws));
  }

  private Read read(Tree object, Flaws flaws) {
    return switch (Sort.of(object, flaws)) {
      case Sort.NoObject _ -> new Read(to -> to.noObjects++);
      case Sort.Silent _ -> new Read(_ -> {});
      case Sort.Other(var name) -> new Read(to -> to.kinds.merge(name, 1, Integer::sum));
      case Sort.OtherLayer(var problem) -> new Read(to -> to.addLayer(problem));
      case Sort.Unlisted(var problem, var gaps) -> wrong(List.of(problem), gaps);
      case Sort.Wrong(var found) -> wrong(found, Lost.gaps("", object.place()));
      case Sort.Foreign(var kind, var problem) ->
          known(
              kind,
              Unreadable.ofOtherVersion(object, flaws).fact(kind),
              Cursor.of(object, new Log()),
              List.of(problem));
      case Sort.Known(var kind) -> known(kind, names.named(kind, object, flaws), flaws);
    };
  }

  /// Those of one kind in one file are said once, at the first.
  private void addLayer(Problem problem) {
    if (layers.add(new Layer(problem.place().file(), problem.found()))) {
      problems.add(problem);
    }
  }

  private static Read wrong(List<Problem> problems, List<? extends Gap> gaps) {
    return new Read(
        to -> {
          to.problems.addAll(problems);
          gaps.forEach(to.facts::add);
        });
  }

  private static Read known(SnapshotKind kind, Tree object, Flaws flaws) {
    if (!WorkloadDecoder.makesPods(Cursor.of(object, new Log()), kind.word())) {
      return new Read(_ -> {});
    }
    Log log = new Log(flaws);
    Cursor cursor = Cursor.of(object, log);
    Optional<Fact> read = read(kind, cursor);
    List<Problem> problems = log.problemsIn(object);
    Fact fact = read.orElseGet(() -> Unreadable.of(object, flaws, log).fact(kind));
    return known(kind, fact, cursor, problems);
  }

  /// Of an object from an API server the tree itself is not kept.
  private static Read known(SnapshotKind kind, Fact fact, Cursor object, List<Problem> problems) {
    Place place = object.place();
    Optional<Cursor> written = place.isInFile() ? Optional.of(object) : Optional.empty();
    return new Read(
        to -> {
          to.problems.addAll(problems);
          to.nodes = to.nodes || kind == SnapshotKind.NODE;
          to.facts.add(fact, place).ifPresent(to.problems::add);
          written.ifPresent(there -> to.addLines(fact, there));
        });
  }

  private static Optional<Fact> read(SnapshotKind kind, Cursor object) {
    return switch (kind) {
      case NAMESPACE -> ClusterObjects.namespace(object).value().map(Fact.OfNamespace::new);
      case POD -> PodDecoder.pod(object).value().map(Fact.OfPod::new);
      case NODE -> ClusterObjects.node(object).value().map(Fact.OfNode::new);
      case SERVICE -> ServiceDecoder.service(object).value().map(Fact.OfService::new);
      case ENDPOINT_SLICE -> ServiceDecoder.slice(object).value().map(Fact.OfSlice::new);
      case REPLICATION_CONTROLLER,
          DEPLOYMENT,
          REPLICA_SET,
          STATEFUL_SET,
          DAEMON_SET,
          JOB,
          CRON_JOB ->
          WorkloadDecoder.workload(object, kind.word()).value().map(Fact.OfWorkload::new);
      case NETWORK_POLICY -> PolicyDecoder.bare(object).value().map(Fact.OfPolicy::new);
      case ADMIN_NETWORK_POLICY -> cluster(object, ClusterApi.ADMIN);
      case BASELINE_ADMIN_NETWORK_POLICY -> cluster(object, ClusterApi.BASELINE_ADMIN);
      case CLUSTER_NETWORK_POLICY -> cluster(object, ClusterApi.CLUSTER);
    };
  }

  private static Optional<Fact> cluster(Cursor object, ClusterApi api) {
    return ClusterPolicyDecoder.policy(object, api).value().map(Fact.OfClusterPolicy::new);
  }

  private void addLines(Fact fact, Cursor object) {
    switch (fact) {
      case Fact.OfPolicy(var policy) -> facts.add(policy.ref(), PolicyLines.of(object, "ports"));
      case Fact.OfClusterPolicy(var policy) ->
          facts.add(policy.ref(), PolicyLines.of(object, ClusterApi.portsOf(policy.kind())));
      case Fact.OfGap(Gap.UnreadablePolicy gap) -> addStart(gap.ref(), object);
      case Fact.OfGap(Gap.UnreadableClusterPolicy gap) -> addStart(gap.ref(), object);
      case Fact.OfGap _,
          Fact.OfNamespace _,
          Fact.OfPod _,
          Fact.OfWorkload _,
          Fact.OfNode _,
          Fact.OfService _,
          Fact.OfSlice _ -> {}
    }
  }

  private void addStart(PolicyRef ref, Cursor object) {
    if (!ref.name().isEmpty()) {
      facts.add(ref, PolicyLines.start(object.place()));
    }
  }
}
