package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.explain.Unanswered;
import dev.nightlatch.engine.model.AskedPort;
import dev.nightlatch.engine.model.ContainerPort;
import dev.nightlatch.engine.model.EndpointSlice;
import dev.nightlatch.engine.model.Service;
import dev.nightlatch.engine.model.ServicePort;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.Target;
import dev.nightlatch.engine.model.TargetPort;
import dev.nightlatch.engine.model.WorkloadRef;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.Protocol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where connections end: what goes to a service goes on to those who stand behind it, on ports of
/// their own.
final class Translation {
  private final Snapshot snapshot;
  private final Directory directory;
  private final Absence absence;
  private final Map<Address, Service> byClusterIp = new HashMap<>();

  Translation(Snapshot snapshot, Directory directory) {
    this.snapshot = snapshot;
    this.directory = directory;
    this.absence = new Absence(snapshot);
    for (Service service : snapshot.services()) {
      service.clusterIps().forEach(address -> byClusterIp.putIfAbsent(address, service));
    }
  }

  /// Where a connection ends.
  record Destination(Directory.Stand stand, Protocol protocol, int port) {}

  /// Where connections end.
  sealed interface Destinations {
    /// These.
    ///
    /// @param isThroughService whether a service stands between, so that a pod's traffic to itself
    ///     is as that to a replica
    record These(List<Destination> all, boolean isThroughService) implements Destinations {
      public These {
        all = List.copyOf(all);
      }
    }

    record Nowhere(Unanswered why) implements Destinations {}
  }

  /// Where connections to a target end.
  Destinations destinations(Target target, AskedPort asked) {
    if (target instanceof Target.OfService(var namespace, var name)) {
      Optional<Service> service = directory.service(namespace, name);
      return service.isEmpty()
          ? new Destinations.Nowhere(absence.ofService(namespace))
          : behind(service.get(), target, asked);
    }
    if (target instanceof Target.OfBlock(var block)) {
      Service service = byClusterIp.get(block.network());
      boolean isOne = block.network().equals(block.last());
      if (isOne && service != null) {
        // What goes to a service's own address is translated before anybody judges it.
        return behind(service, new Target.OfService(service.namespace(), service.name()), asked);
      }
    }
    return notTranslated(directory.meant(target), asked);
  }

  private static Destinations notTranslated(Directory.Meant meant, AskedPort asked) {
    return switch (meant) {
      case Directory.Meant.Nobody(var why) -> new Destinations.Nowhere(why);
      case Directory.Meant.These(var stands) -> {
        List<Destination> all = new ArrayList<>();
        for (Directory.Stand stand : stands) {
          all.addAll(on(stand, asked));
        }
        yield all.isEmpty()
            ? new Destinations.Nowhere(Unanswered.NO_SUCH_PORT)
            : new Destinations.These(all, false);
      }
    };
  }

  private static List<Destination> on(Directory.Stand stand, AskedPort asked) {
    return switch (asked) {
      case AskedPort.Numbered(var port, var protocol) ->
          List.of(new Destination(stand, protocol, port));
      case AskedPort.Named(var name, var protocol) -> named(stand, name, protocol);
      case AskedPort.EveryOfService() -> List.of();
    };
  }

  private static List<Destination> named(Directory.Stand stand, String name, Protocol protocol) {
    return switch (stand) {
      case Directory.Stand.AtPod(var member) ->
          member.pod().ports().stream()
              .filter(port -> port.name().equals(name) && port.protocol() == protocol)
              .map(ContainerPort::number)
              .distinct()
              .map(number -> new Destination(stand, protocol, number))
              .toList();
      case Directory.Stand.AtAddresses _ -> List.of();
    };
  }

  private Destinations behind(Service service, Target target, AskedPort asked) {
    if (service.isHeadless()
        && service.backends() instanceof Service.Backends.Selected
        && asked instanceof AskedPort.Numbered) {
      return notTranslated(directory.meant(target), asked);
    }
    List<ServicePort> ports =
        service.ports().stream().filter(port -> isAsked(port, asked)).toList();
    if (ports.isEmpty()) {
      return new Destinations.Nowhere(Unanswered.NO_SUCH_PORT);
    }
    if (service.backends() instanceof Service.Backends.Written) {
      return written(service, ports);
    }
    return switch (directory.meant(target)) {
      case Directory.Meant.Nobody(var why) -> new Destinations.Nowhere(why);
      case Directory.Meant.These(var stands) -> {
        List<Destination> all = new ArrayList<>();
        for (ServicePort port : ports) {
          for (Directory.Stand stand : stands) {
            all.addAll(
                switch (headless(service, port, asked)) {
                  case TargetPort.Numbered(var number) ->
                      List.of(new Destination(stand, port.protocol(), number));
                  case TargetPort.Named(var name) -> named(stand, name, port.protocol());
                });
          }
        }
        yield all.isEmpty()
            ? new Destinations.Nowhere(Unanswered.NO_SUCH_PORT)
            : new Destinations.These(all, !service.isHeadless());
      }
    };
  }

  /// A headless service's name stands for its pods: whoever names a port connects to that port. The
  /// record of a named port (SRV) tells the target's.
  private static TargetPort headless(Service service, ServicePort port, AskedPort asked) {
    return service.isHeadless() && asked instanceof AskedPort.EveryOfService
        ? new TargetPort.Numbered(port.port())
        : port.target();
  }

  private static boolean isAsked(ServicePort port, AskedPort asked) {
    return switch (asked) {
      case AskedPort.Numbered(var number, var protocol) ->
          port.port() == number && port.protocol() == protocol;
      case AskedPort.Named(var name, var protocol) ->
          port.name().equals(name) && port.protocol() == protocol;
      case AskedPort.EveryOfService() -> true;
    };
  }

  /// The endpoints that somebody wrote for a service without a selector.
  private Destinations written(Service service, List<ServicePort> ports) {
    List<Destination> all = new ArrayList<>();
    for (EndpointSlice slice : snapshot.endpointSlices()) {
      if (!slice.namespace().equals(service.namespace())
          || !slice.service().equals(service.name())) {
        continue;
      }
      for (EndpointSlice.Port port : slice.ports()) {
        boolean isAsked =
            ports.stream()
                .anyMatch(
                    wanted ->
                        wanted.name().equals(port.name()) && wanted.protocol() == port.protocol());
        if (isAsked) {
          for (EndpointSlice.Endpoint endpoint : slice.endpoints()) {
            if (isUnknown(slice.namespace(), endpoint)) {
              return new Destinations.Nowhere(Unanswered.UNREADABLE);
            }
            for (Directory.Stand stand : stands(slice.namespace(), endpoint)) {
              all.add(new Destination(stand, port.protocol(), port.number()));
            }
          }
        }
      }
    }
    return all.isEmpty()
        ? new Destinations.Nowhere(absence.ofEndpointsBehind(service.namespace()))
        : new Destinations.These(all, true);
  }

  /// Who stands at an endpoint: its pod, as long as it has not finished, or whoever has its
  /// addresses.
  private List<Directory.Stand> stands(String namespace, EndpointSlice.Endpoint endpoint) {
    if (!endpoint.pod().isEmpty()) {
      return directory.pod(namespace, endpoint.pod()).stream().toList();
    }
    return endpoint.addresses().stream()
        .flatMap(address -> directory.at(address).stream())
        .toList();
  }

  /// Whether an endpoint is a pod of which nothing is known, not even that it has finished.
  private boolean isUnknown(String namespace, EndpointSlice.Endpoint endpoint) {
    return !endpoint.pod().isEmpty()
        && directory.pod(namespace, endpoint.pod()).isEmpty()
        && absence.of(namespace, endpoint.pod(), WorkloadRef.POD) != Unanswered.FINISHED;
  }
}
