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
    RealCluster wish = wish(context);
    return store(context, wish)
        .computeIfAbsent(Start.class, _ -> start(settings(wish)), Start.class);
  }

  /// The control plane that a context's tests have been given, if they have.
  static Optional<ControlPlane> running(ExtensionContext context) {
    Start start = store(context, wish(context)).get(Start.class, Start.class);
    return start instanceof Start.Running(ControlPlane plane)
        ? Optional.of(plane)
        : Optional.empty();
  }

  private static RealCluster wish(ExtensionContext context) {
    return Stream.<Class<?>>iterate(
            context.getRequiredTestClass(), type -> type != null, Class::getEnclosingClass)
        .flatMap(type -> AnnotationSupport.findAnnotation(type, RealCluster.class).stream())
        .findFirst()
        .orElseThrow(() -> new ExtensionConfigurationException("@RealCluster stands on the class"));
  }

  /// The store that lives as long as the wished-for control plane: the run's, or that of the
  /// outermost class.
  private static Store store(ExtensionContext context, RealCluster wish) {
    if (!wish.isolated()) {
      return context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE);
    }
    ExtensionContext outermost = context;
    while (outermost.getParent().flatMap(ExtensionContext::getTestClass).isPresent()) {
      outermost = outermost.getParent().orElseThrow();
    }
    return outermost.getStore(NAMESPACE);
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
