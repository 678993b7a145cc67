package dev.nightlatch.testkit;

import dev.nightlatch.controlplane.Binaries;
import dev.nightlatch.controlplane.Binaries.Located;
import dev.nightlatch.controlplane.ControlPlane;
import dev.nightlatch.controlplane.Program;
import dev.nightlatch.controlplane.Settings;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.platform.commons.support.AnnotationSupport;

/// The control planes of this run: the shared one lives until the run ends, a private one until
/// its class does. Both are started when they are first asked for.
final class RunningPlanes {
  private static final Namespace NAMESPACE = Namespace.create(RunningPlanes.class);

  private RunningPlanes() {}

  /// One start, which is not repeated if it failed: every class would wait for the same failure.
  sealed interface Start extends AutoCloseable {
    record Running(ControlPlane running) implements Start {
      @Override
      public ControlPlane plane() {
        return running;
      }

      @Override
      public void close() {
        running.close();
      }
    }

    record Failed(RuntimeException cause) implements Start {
      @Override
      public ControlPlane plane() {
        throw cause;
      }

      @Override
      public void close() {}
    }

    ControlPlane plane();

    @Override
    void close();
  }

  static Start of(ExtensionContext context) {
    Wish wish = Wish.of(context);
    return wish.store()
        .computeIfAbsent(wish.key(), _ -> start(settings(wish.annotation())), Start.class);
  }

  /// The control plane that a context's tests have been given, if they have.
  static Optional<ControlPlane> running(ExtensionContext context) {
    Wish wish = Wish.of(context);
    Start start = wish.store().get(wish.key(), Start.class);
    return start instanceof Start.Running(ControlPlane plane)
        ? Optional.of(plane)
        : Optional.empty();
  }

  /// What the class asks for, and the store that lives as long as that: the run's, or that of the
  /// class that bears the annotation.
  ///
  /// @param key of the class's own where it is isolated, since a store also finds what the stores
  ///     above it have under the same key
  private record Wish(RealCluster annotation, Store store, String key) {
    static Wish of(ExtensionContext context) {
      Optional<RealCluster> own =
          context
              .getTestClass()
              .flatMap(type -> AnnotationSupport.findAnnotation(type, RealCluster.class));
      boolean isMethod = context.getTestMethod().isPresent();
      if (own.isEmpty() || isMethod) {
        return of(
            context
                .getParent()
                .orElseThrow(
                    () -> new ExtensionConfigurationException("@RealCluster stands on no class")));
      }
      RealCluster annotation = own.get();
      return annotation.isolated()
          ? new Wish(annotation, context.getStore(NAMESPACE), context.getUniqueId())
          : new Wish(
              annotation, context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE), "shared");
    }
  }

  private static Start start(Settings settings) {
    try {
      return new Start.Running(ControlPlane.start(settings));
    } catch (RuntimeException e) {
      return new Start.Failed(e);
    }
  }

  private static Settings settings(RealCluster wish) {
    List<String> all =
        Stream.of(wish.etcd(), wish.apiServer(), wish.controllerManager())
            .flatMap(Stream::of)
            .toList();
    if (!wish.isolated() && !all.isEmpty()) {
      throw new ExtensionConfigurationException(
          "flags " + all + " would change the control plane of other classes; add isolated = true");
    }
    return switch (Binaries.locate()) {
      case Located.Found(var binaries) ->
          Settings.scratch(binaries)
              .with(Program.ETCD, List.of(wish.etcd()))
              .with(Program.KUBE_APISERVER, List.of(wish.apiServer()))
              .with(Program.KUBE_CONTROLLER_MANAGER, List.of(wish.controllerManager()));
      case Located.Missing(var why) ->
          throw new ExtensionConfigurationException(
              why + " Run dev/control-plane binaries; a control plane is required here.");
    };
  }
}
