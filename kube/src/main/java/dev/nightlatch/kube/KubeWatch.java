package dev.nightlatch.kube;

import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.port.Change;
import dev.nightlatch.grants.port.Cluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/// Informers as wakers: what they bring is only a reason to look, so their caches are never read.
///
/// Until all of them have listed once nothing is told; then one [Change.Unknown] covers it all, and
/// so it does whenever one of them had to list anew.
final class KubeWatch implements Cluster.Watch {
  private final Consumer<Change> listener;
  private final List<SharedIndexInformer<?>> informers = new ArrayList<>();
  private volatile boolean telling;

  private KubeWatch(Consumer<Change> listener) {
    this.listener = listener;
  }

  static KubeWatch start(KubernetesClient client, Consumer<Change> listener) {
    KubeWatch watch = new KubeWatch(listener);
    var grants = client.genericKubernetesResources(Kinds.GRANT);
    var rules = client.genericKubernetesResources(Kinds.RULE).inAnyNamespace();
    var sources = client.genericKubernetesResources(Kinds.SOURCE).inAnyNamespace();
    var policies = client.genericKubernetesResources(Kinds.POLICY).inAnyNamespace();
    var latches =
        client
            .genericKubernetesResources(Kinds.JOB)
            .inAnyNamespace()
            .withLabel(Names.LATCH_LABEL, "true");
    List<CompletableFuture<Void>> started =
        List.of(
            watch.inform(
                grants, meta -> new Change.OfGrant(new Uid(meta.getUid()), meta.getName())),
            watch.inform(rules, KubeWatch::surroundings),
            watch.inform(sources, KubeWatch::surroundings),
            watch.inform(policies, KubeWatch::belonging),
            watch.inform(latches, KubeWatch::belonging));
    CompletableFuture<Void> all =
        CompletableFuture.allOf(started.toArray(CompletableFuture[]::new))
            .thenRun(
                () -> {
                  watch.telling = true;
                  listener.accept(new Change.Unknown());
                });
    watch.informers.forEach(
        informer -> informer.stopped().whenComplete((_, _) -> all.complete(null)));
    return watch;
  }

  private static Change surroundings(ObjectMeta meta) {
    return new Change.OfSurroundings(meta.getNamespace());
  }

  private static Change belonging(ObjectMeta meta) {
    Map<String, String> labels = meta.getLabels();
    String grant = labels == null ? null : labels.get(Names.GRANT_LABEL);
    return grant == null || grant.isEmpty()
        ? surroundings(meta)
        : new Change.OfBelonging(new Uid(grant));
  }

  private CompletableFuture<Void> inform(
      Informable<GenericKubernetesResource> kind, Function<ObjectMeta, Change> meaning) {
    SharedIndexInformer<GenericKubernetesResource> informer = kind.runnableInformer(0);
    informer.exceptionHandler((_, _) -> true);
    informer.addEventHandler(
        new ResourceEventHandler<>() {
          @Override
          public void onAdd(GenericKubernetesResource added) {
            tell(meaning.apply(added.getMetadata()));
          }

          @Override
          public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource after) {
            tell(meaning.apply(before.getMetadata()));
            tell(meaning.apply(after.getMetadata()));
          }

          @Override
          public void onDelete(GenericKubernetesResource last, boolean stateUnknown) {
            tell(meaning.apply(last.getMetadata()));
          }

          @Override
          public void onList(String resourceVersion, boolean remainedEmpty) {
            tell(new Change.Unknown());
          }
        });
    informers.add(informer);
    return informer.start().toCompletableFuture();
  }

  private void tell(Change change) {
    if (telling) {
      listener.accept(change);
    }
  }

  @Override
  public void close() {
    telling = false;
    informers.forEach(SharedIndexInformer::stop);
  }
}
