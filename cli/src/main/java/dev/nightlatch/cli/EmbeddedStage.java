package dev.nightlatch.cli;

import dev.nightlatch.embedded.EmbeddedCluster;
import dev.nightlatch.embedded.Hands;
import dev.nightlatch.embedded.RealTime;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.incidents.ProvidedIncidents;
import dev.nightlatch.manifests.Manifest;
import dev.nightlatch.manifests.Manifests;
import dev.nightlatch.manifests.Yaml;
import dev.nightlatch.operator.Operator;
import dev.nightlatch.stores.JsonLinesJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The story's stage in memory.
final class EmbeddedStage implements DemoStage {
  private final RealTime time = new RealTime();
  private final EmbeddedCluster cluster = EmbeddedCluster.on(time);
  private final Path folder;
  private @Nullable Operator operator;
  private @Nullable JsonLinesJournal journal;

  private EmbeddedStage(Path folder) {
    this.folder = folder;
  }

  static EmbeddedStage build() throws IOException {
    EmbeddedStage stage = new EmbeddedStage(Files.createTempDirectory("nightlatch-demo"));
    Hands hands = stage.cluster.hands();
    hands.putNamespace(Names.OPERATOR_NAMESPACE);
    Manifests shop = Manifests.of(Yaml.read(SampleShop.withReports(), "examples/shop"));
    shop.manifests().forEach(manifest -> bring(hands, manifest));
    return stage;
  }

  private static void bring(Hands hands, Manifest manifest) {
    switch (manifest) {
      case Manifest.OfNamespace(var namespace) -> hands.putNamespace(namespace.name());
      case Manifest.OfSource(var source) -> hands.put(source);
      case Manifest.OfRule(var rule) -> hands.put(rule);
      case Manifest.OfPolicy(var held) -> hands.put(held.policy(), held.meta().labels());
      case Manifest.OfPod(var pod) -> hands.put(pod);
      case Manifest.OfWorkload(var workload) ->
          hands.put(
              workload.namespace(), workload.name(), workload.podLabels(), workload.replicas());
      case Manifest.OfBoundary(var boundary) -> hands.put(boundary);
      case Manifest.OfProvider(var provider) -> hands.put(provider);
      case Manifest.OfGrant _, Manifest.OfLatch _, Manifest.Other _ ->
          throw new IllegalStateException("the sample shop has no such object");
    }
  }

  @Override
  public String what() {
    return "an embedded cluster, in memory";
  }

  @Override
  public Cluster engineer() {
    return cluster.as(new Identity("alice@example.com", List.of("oncall")));
  }

  /// The cluster as somebody else sees it.
  Cluster person(String name) {
    return cluster.as(new Identity(name, List.of("oncall")));
  }

  /// The hands of whoever may do everything.
  Hands hands() {
    return cluster.hands();
  }

  /// The cluster itself.
  EmbeddedCluster embedded() {
    return cluster;
  }

  @Override
  public Cluster onlooker() {
    return cluster.as(new Identity("onlooker", List.of("system:masters")));
  }

  @Override
  public void startOperator() {
    JsonLinesJournal record = JsonLinesJournal.open(journal());
    journal = record;
    Cluster seen =
        cluster.as(
            new Identity("system:serviceaccount:nightlatch-system:nightlatch-operator", List.of()));
    operator =
        Operator.start(
            seen, new ProvidedIncidents(seen), record, InstantSource.system(), CniProfile.DEFAULT);
  }

  @Override
  public void killOperator() {
    if (operator != null) {
      operator.kill();
      operator = null;
    }
    if (journal != null) {
      journal.close();
      journal = null;
    }
  }

  @Override
  public String howItIsKilled() {
    return "(In memory: its threads end in the middle of whatever they do.)";
  }

  @Override
  public Path journal() {
    return folder.resolve("journal.jsonl");
  }

  @Override
  public void close() throws IOException {
    killOperator();
    time.close();
    DemoStage.delete(folder);
  }
}
