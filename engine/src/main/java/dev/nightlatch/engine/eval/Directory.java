package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.explain.Unanswered;
import dev.nightlatch.engine.model.AskedPort;
import dev.nightlatch.engine.model.ContainerPort;
import dev.nightlatch.engine.model.Controller;
import dev.nightlatch.engine.model.EndpointSlice;
import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.Kind;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.Service;
import dev.nightlatch.engine.model.ServicePort;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.Target;
import dev.nightlatch.engine.model.TargetPort;
import dev.nightlatch.engine.model.Workload;
import dev.nightlatch.engine.model.WorkloadRef;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.AddressRange;
import dev.nightlatch.engine.set.AddressSet;
import dev.nightlatch.engine.set.Cidr;
import dev.nightlatch.engine.set.Protocol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who is meant by what people say.
final class Directory {
  private static final String DAEMON_SET = "DaemonSet";

  private final Snapshot snapshot;
  private final List<Population.Member> members;
  private final Map<String, Population.Member> pods = new HashMap<>();
  private final Map<Address, List<Population.Member>> byAddress = new HashMap<>();
  private final Map<Address, Service> byClusterIp = new HashMap<>();
  private final Map<WorkloadRef, List<Population.Member>> byWorkload = new HashMap<>();

  Directory(Snapshot snapshot, Population population) {
    this.snapshot = snapshot;
    this.members = population.members();
    for (Population.Member member : members) {
      Pod pod = member.pod();
      byWorkload.computeIfAbsent(member.workload(), _ -> new ArrayList<>()).add(member);
      if (!member.isMade()) {
        pods.put(name(pod.namespace(), pod.name()), member);
        if (!pod.hostNetwork()) {
          pod.addresses()
              .forEach(
                  address ->
                      byAddress.computeIfAbsent(address, _ -> new ArrayList<>()).add(member));
        }
      }
    }
    for (Service service : snapshot.services()) {
      service.clusterIps().forEach(address -> byClusterIp.putIfAbsent(address, service));
    }
  }

  private static String name(String namespace, String name) {
    return namespace + "/" + name;
  }

  /// Who stands at an end: a pod, or addresses that are no pod's.
  sealed interface Stand {
    record AtPod(Population.Member member) implements Stand {}

    record AtAddresses(AddressRange range) implements Stand {}
  }

  /// Who is meant.
  sealed interface Meant {
    record These(List<Stand> stands) implements Meant {
      public These {
        stands = List.copyOf(stands);
      }
    }

    record Nobody(Unanswered why) implements Meant {}
  }

  /// Where a connection ends.
  record Destination(Stand stand, Protocol protocol, int port) {}

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

  /// Who is meant by a target; a service has nobody who would begin a connection.
  Meant meant(Target target) {
    return switch (target) {
      case Target.OfPod(var namespace, var name) -> {
        Population.Member member = pods.get(name(namespace, name));
        yield member == null
            ? new Meant.Nobody(absent(namespace, name, "Pod"))
            : new Meant.These(List.of(new Stand.AtPod(member)));
      }
      case Target.OfWorkload(var workload) -> {
        List<Stand> stands = new ArrayList<>();
        List<Population.Member> own = byWorkload.getOrDefault(workload, List.of());
        for (Population.Member member : own.isEmpty() ? ofInner(workload) : own) {
          stands.add(new Stand.AtPod(member));
        }
        yield stands.isEmpty()
            ? new Meant.Nobody(absent(workload.namespace(), workload.name(), workload.kind()))
            : new Meant.These(stands);
      }
      case Target.OfBlock(var block) -> new Meant.These(inside(block));
      case Target.OfService(var namespace, var name) -> {
        Optional<Service> service = service(namespace, name);
        yield service.isEmpty()
            ? new Meant.Nobody(absentService(namespace))
            : switch (service.get().backends()) {
              case Service.Backends.Selected(var selector) -> {
                List<Stand> stands = new ArrayList<>();
                members.stream()
                    .filter(member -> member.pod().namespace().equals(namespace))
                    .filter(member -> selector.matches(member.pod().labels()))
                    .forEach(member -> stands.add(new Stand.AtPod(member)));
                yield stands.isEmpty()
                    ? new Meant.Nobody(noPodBehind(namespace))
                    : new Meant.These(stands);
              }
              case Service.Backends.Written() -> new Meant.Nobody(noEndpointBehind(namespace));
              case Service.Backends.External _ -> new Meant.Nobody(Unanswered.ANOTHER_NAME);
            };
      }
    };
  }

  /// The pods of a workload that another one owns, a ReplicaSet or a Job of a CronJob; the one that
  /// it would make, where none is there.
  private List<Population.Member> ofInner(WorkloadRef workload) {
    Controller itself = new Controller.Named(workload.kind(), workload.name());
    List<Population.Member> own =
        members.stream()
            .filter(member -> member.pod().namespace().equals(workload.namespace()))
            .filter(member -> member.pod().controller().equals(itself))
            .toList();
    return own.isEmpty()
        ? workload(workload).stream()
            .map(inner -> new Population.Member(workload, inner.pod(), true))
            .toList()
        : own;
  }

  private Optional<Workload> workload(WorkloadRef named) {
    return snapshot.workloads().stream()
        .filter(
            workload ->
                workload.namespace().equals(named.namespace())
                    && workload.kind().equals(named.kind())
                    && workload.name().equals(named.name()))
        .findFirst();
  }

  /// Whether a target stands for pods of which there may be several, though but one is there now.
  boolean mayBeSeveral(Target target) {
    return target instanceof Target.OfWorkload(var named)
        && !named.kind().equals(WorkloadRef.POD)
        && (named.kind().equals(DAEMON_SET)
            || workload(named).map(workload -> workload.replicas() > 1).orElse(true));
  }

  private Unanswered absent(String namespace, String name, String kind) {
    boolean isFinished =
        snapshot.pods().stream()
            .anyMatch(
                pod ->
                    pod.finished() && pod.namespace().equals(namespace) && pod.name().equals(name));
    if (isFinished && kind.equals(WorkloadRef.POD)) {
      return Unanswered.FINISHED;
    }
    boolean mayBe =
        snapshot.gaps().stream()
            .anyMatch(
                gap ->
                    switch (gap) {
                      case Gap.UnreadablePod unreadable ->
                          isOrMayBe(unreadable.namespace(), namespace)
                              && isOrMayBe(unreadable.kind(), kind)
                              && isOrMayBe(unreadable.name(), name);
                      case Gap.Unlisted(var what, var in) ->
                          (in.isEmpty() || in.equals(namespace))
                              && (what == Kind.POD
                                  || (what == Kind.WORKLOAD && !kind.equals(WorkloadRef.POD)));
                      case Gap.UnreadablePolicy _,
                          Gap.UnreadableClusterPolicy _,
                          Gap.UnreadableNamespace _,
                          Gap.UnreadableNode _ ->
                          false;
                    });
    return mayBe ? Unanswered.UNREADABLE : Unanswered.NOT_THERE;
  }

  /// Whether what is written, or cannot be read, is what is asked for.
  private static boolean isOrMayBe(String written, String asked) {
    return written.isEmpty() || written.equals(asked);
  }

  private Unanswered absentService(String namespace) {
    return isUnlisted(namespace, Kind.SERVICE) ? Unanswered.UNREADABLE : Unanswered.NOT_THERE;
  }

  private Unanswered noPodBehind(String namespace) {
    boolean mayBe =
        isUnlisted(namespace, Kind.POD, Kind.WORKLOAD)
            || snapshot.gaps().stream()
                .anyMatch(
                    gap ->
                        gap instanceof Gap.UnreadablePod(var in, _, _)
                            && (in.isEmpty() || in.equals(namespace)));
    return mayBe ? Unanswered.UNREADABLE : Unanswered.NOTHING_BEHIND;
  }

  private Unanswered noEndpointBehind(String namespace) {
    return isUnlisted(namespace, Kind.ENDPOINT_SLICE)
        ? Unanswered.UNREADABLE
        : Unanswered.NOTHING_BEHIND;
  }

  private boolean isUnlisted(String namespace, Kind... kinds) {
    return snapshot.gaps().stream()
        .anyMatch(
            gap ->
                gap instanceof Gap.Unlisted(var what, var in)
                    && Arrays.asList(kinds).contains(what)
                    && (in.isEmpty() || in.equals(namespace)));
  }

  private Optional<Service> service(String namespace, String name) {
    return snapshot.services().stream()
        .filter(service -> service.namespace().equals(namespace) && service.name().equals(name))
        .findFirst();
  }

  /// The pods whose addresses are in a block, and the rest of it.
  private List<Stand> inside(Cidr block) {
    List<Stand> stands = new ArrayList<>();
    List<AddressRange> taken = new ArrayList<>();
    byAddress.entrySet().stream()
        .filter(entry -> block.contains(entry.getKey()))
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            entry -> {
              entry.getValue().forEach(member -> stands.add(new Stand.AtPod(member)));
              taken.add(AddressRange.single(entry.getKey()));
            });
    AddressSet.of(block).minus(new AddressSet(taken)).ranges().stream()
        .map(Stand.AtAddresses::new)
        .forEach(stands::add);
    return stands;
  }

  /// Where connections to a target end.
  Destinations destinations(Target target, AskedPort asked) {
    if (target instanceof Target.OfService(var namespace, var name)) {
      Optional<Service> service = service(namespace, name);
      return service.isEmpty()
          ? new Destinations.Nowhere(absentService(namespace))
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
    return notTranslated(meant(target), asked);
  }

  private static Destinations notTranslated(Meant meant, AskedPort asked) {
    return switch (meant) {
      case Meant.Nobody(var why) -> new Destinations.Nowhere(why);
      case Meant.These(var stands) -> {
        List<Destination> all = new ArrayList<>();
        for (Stand stand : stands) {
          all.addAll(on(stand, asked));
        }
        yield all.isEmpty()
            ? new Destinations.Nowhere(Unanswered.NO_SUCH_PORT)
            : new Destinations.These(all, false);
      }
    };
  }

  private static List<Destination> on(Stand stand, AskedPort asked) {
    return switch (asked) {
      case AskedPort.Numbered(var port, var protocol) ->
          List.of(new Destination(stand, protocol, port));
      case AskedPort.Named(var name, var protocol) -> named(stand, name, protocol);
      case AskedPort.EveryOfService() -> List.of();
    };
  }

  private static List<Destination> named(Stand stand, String name, Protocol protocol) {
    return switch (stand) {
      case Stand.AtPod(var member) ->
          member.pod().ports().stream()
              .filter(port -> port.name().equals(name) && port.protocol() == protocol)
              .map(ContainerPort::number)
              .distinct()
              .map(number -> new Destination(stand, protocol, number))
              .toList();
      case Stand.AtAddresses _ -> List.of();
    };
  }

  private Destinations behind(Service service, Target target, AskedPort asked) {
    if (service.isHeadless()
        && service.backends() instanceof Service.Backends.Selected
        && asked instanceof AskedPort.Numbered) {
      return notTranslated(meant(target), asked);
    }
    List<ServicePort> ports =
        service.ports().stream().filter(port -> isAsked(port, asked)).toList();
    if (ports.isEmpty()) {
      return new Destinations.Nowhere(Unanswered.NO_SUCH_PORT);
    }
    if (service.backends() instanceof Service.Backends.Written) {
      return written(service, ports);
    }
    return switch (meant(target)) {
      case Meant.Nobody(var why) -> new Destinations.Nowhere(why);
      case Meant.These(var stands) -> {
        List<Destination> all = new ArrayList<>();
        for (ServicePort port : ports) {
          for (Stand stand : stands) {
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
            for (Stand stand : stands(slice.namespace(), endpoint)) {
              all.add(new Destination(stand, port.protocol(), port.number()));
            }
          }
        }
      }
    }
    return all.isEmpty()
        ? new Destinations.Nowhere(noEndpointBehind(service.namespace()))
        : new Destinations.These(all, true);
  }

  /// Who stands at an endpoint: its pod, as long as it has not finished, or whoever has its
  /// addresses.
  private List<Stand> stands(String namespace, EndpointSlice.Endpoint endpoint) {
    if (!endpoint.pod().isEmpty()) {
      Population.Member named = pods.get(name(namespace, endpoint.pod()));
      return named == null ? List.of() : List.of(new Stand.AtPod(named));
    }
    return endpoint.addresses().stream().flatMap(address -> standing(address).stream()).toList();
  }

  private List<Stand> standing(Address address) {
    List<Population.Member> there = byAddress.getOrDefault(address, List.of());
    return there.isEmpty()
        ? List.of(new Stand.AtAddresses(AddressRange.single(address)))
        : there.stream().<Stand>map(Stand.AtPod::new).toList();
  }

  /// Whether an endpoint is a pod of which nothing is known, not even that it has finished.
  private boolean isUnknown(String namespace, EndpointSlice.Endpoint endpoint) {
    return !endpoint.pod().isEmpty()
        && !pods.containsKey(name(namespace, endpoint.pod()))
        && absent(namespace, endpoint.pod(), WorkloadRef.POD) != Unanswered.FINISHED;
  }
}
