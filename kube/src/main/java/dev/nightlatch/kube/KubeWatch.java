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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/// Informers as wakers: what they bring is only a reason to look, so their caches are never read.
///
/// Until all of them have listed once nothing is told; then one [Change.Unknown] covers it all, and
/// so it does whenever one of them had to list anew. After a lost connection an informer goes on
/// from the last state it saw, for ever, and lists anew where the server no longer knows that one.
final class KubeWatch implements Cluster.Watch {
  private final Consumer<Change> listener;
  private final Consumer<KubeWatch> onClose;
  private final List<SharedIndexInformer<?>> informers = new ArrayList<>();
  private final Set<SharedIndexInformer<?>> listed = new HashSet<>();
  private boolean telling;
  private boolean closed;

  private KubeWatch(Consumer<Change> listener, Consumer<KubeWatch> onClose) {
    this.listener = listener;
    this.onClose = onClose;
  }

  /// Starts to watch; the first answers come later.
  ///
  /// @param onClose is run once, when the watch is closed
  static KubeWatch start(
      KubernetesClient client, Consumer<Change> listener, Consumer<KubeWatch> onClose) {
    KubeWatch watch = new KubeWatch(listener, onClose);
    var grants = client.genericKubernetesResources(Kinds.GRANT);
    var rules = client.genericKubernetesResources(Kinds.RULE).inAnyNamespace();
    var sources = client.genericKubernetesResources(Kinds.SOURCE).inAnyNamespace();
    var boundaries = client.genericKubernetesResources(Kinds.BOUNDARY);
    var policies = client.genericKubernetesResources(Kinds.POLICY).inAnyNamespace();
    var latches =
        client
            .genericKubernetesResources(Kinds.JOB)
            .inAnyNamespace()
            .withLabel(Names.LATCH_LABEL, "true");
    watch.add(grants, meta -> new Change.OfGrant(new Uid(meta.getUid()), meta.getName()));
    watch.add(rules, KubeWatch::surroundings);
    watch.add(sources, KubeWatch::surroundings);
    watch.add(boundaries, meta -> new Change.OfBoundary(meta.getName()));
    watch.add(policies, KubeWatch::belonging);
    watch.add(latches, KubeWatch::belonging);
    for (SharedIndexInformer<?> informer : watch.informers) {
      var _ = informer.start();
    }
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

  private void add(
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
            Change now = meaning.apply(after.getMetadata());
            Change then = meaning.apply(before.getMetadata());
            if (!then.equals(now)) {
              tell(then);
            }
            tell(now);
          }

          @Override
          public void onDelete(GenericKubernetesResource last, boolean stateUnknown) {
            tell(meaning.apply(last.getMetadata()));
          }

          @Override
          public void onList(String resourceVersion, boolean remainedEmpty) {
            tellOfList(informer);
          }
        });
    informers.add(informer);
  }

  private synchronized void tellOfList(SharedIndexInformer<?> informer) {
    listed.add(informer);
    telling = !closed && listed.size() == informers.size();
    tell(new Change.Unknown());
  }

  /// Under the lock, so that no call begins once [#close] has come back.
  private synchronized void tell(Change change) {
    if (telling) {
      listener.accept(change);
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      telling = false;
    }
    informers.forEach(SharedIndexInformer::stop);
    onClose.accept(this);
  }
}
