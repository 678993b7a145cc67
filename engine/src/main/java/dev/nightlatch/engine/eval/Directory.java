package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.explain.Unanswered;
import dev.nightlatch.engine.model.Controller;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.Service;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.Target;
import dev.nightlatch.engine.model.Workload;
import dev.nightlatch.engine.model.WorkloadRef;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.AddressRange;
import dev.nightlatch.engine.set.AddressSet;
import dev.nightlatch.engine.set.Cidr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who is meant by what people say.
final class Directory {
  private static final String DAEMON_SET = "DaemonSet";

  private final Snapshot snapshot;
  private final Absence absence;
  private final List<Population.Member> members;
  private final Map<String, Population.Member> pods = new HashMap<>();
  private final Map<Address, List<Population.Member>> byAddress = new HashMap<>();
  private final Map<WorkloadRef, List<Population.Member>> byWorkload = new HashMap<>();

  Directory(Snapshot snapshot, Population population) {
    this.snapshot = snapshot;
    this.absence = new Absence(snapshot);
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

  /// Who is meant by a target; a service has nobody who would begin a connection.
  Meant meant(Target target) {
    return switch (target) {
      case Target.OfPod(var namespace, var name) -> {
        Optional<Stand> stand = pod(namespace, name);
        yield stand.isEmpty()
            ? new Meant.Nobody(absence.of(namespace, name, WorkloadRef.POD))
            : new Meant.These(List.of(stand.get()));
      }
      case Target.OfWorkload(var named) -> {
        WorkloadRef workload = written(named);
        List<Stand> stands = new ArrayList<>();
        List<Population.Member> own = byWorkload.getOrDefault(workload, List.of());
        for (Population.Member member : own.isEmpty() ? ofInner(workload) : own) {
          stands.add(new Stand.AtPod(member));
        }
        yield stands.isEmpty()
            ? new Meant.Nobody(absence.of(workload.namespace(), workload.name(), workload.kind()))
            : new Meant.These(stands);
      }
      case Target.OfBlock(var block) -> new Meant.These(inside(block));
      case Target.OfService(var namespace, var name) -> {
        Optional<Service> service = service(namespace, name);
        yield service.isEmpty()
            ? new Meant.Nobody(absence.ofService(namespace))
            : switch (service.get().backends()) {
              case Service.Backends.Selected(var selector) -> {
                List<Stand> stands = new ArrayList<>();
                members.stream()
                    .filter(member -> member.pod().namespace().equals(namespace))
                    .filter(member -> selector.matches(member.pod().labels()))
                    .forEach(member -> stands.add(new Stand.AtPod(member)));
                yield stands.isEmpty()
                    ? new Meant.Nobody(absence.ofPodsBehind(namespace))
                    : new Meant.These(stands);
              }
              case Service.Backends.Written() ->
                  new Meant.Nobody(absence.ofEndpointsBehind(namespace));
              case Service.Backends.External _ -> new Meant.Nobody(Unanswered.ANOTHER_NAME);
            };
      }
    };
  }

  /// The workload with its kind as the pods' owners write it, whatever its case; as it is named
  /// where no pod is of it.
  private WorkloadRef written(WorkloadRef named) {
    return byWorkload.containsKey(named)
        ? named
        : byWorkload.keySet().stream()
            .filter(known -> isSame(known, named))
            .sorted()
            .findFirst()
            .or(() -> writtenByOwner(named))
            .orElse(named);
  }

  private Optional<WorkloadRef> writtenByOwner(WorkloadRef named) {
    return members.stream()
        .map(Population.Member::pod)
        .filter(pod -> pod.controller() instanceof Controller.Named)
        .map(
            pod -> {
              Controller.Named owner = (Controller.Named) pod.controller();
              return new WorkloadRef(pod.namespace(), owner.kind(), owner.name());
            })
        .filter(owner -> isSame(owner, named))
        .sorted()
        .findFirst();
  }

  /// Whether two names are of one workload, the case of its kind aside.
  static boolean isSame(WorkloadRef one, WorkloadRef other) {
    return one.namespace().equals(other.namespace())
        && one.name().equals(other.name())
        && one.kind().equalsIgnoreCase(other.kind());
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

  /// A pod that is there and has not finished.
  Optional<Stand> pod(String namespace, String name) {
    return Optional.ofNullable(pods.get(name(namespace, name))).map(Stand.AtPod::new);
  }

  Optional<Service> service(String namespace, String name) {
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

  /// Whoever has an address.
  List<Stand> at(Address address) {
    List<Population.Member> there = byAddress.getOrDefault(address, List.of());
    return there.isEmpty()
        ? List.of(new Stand.AtAddresses(AddressRange.single(address)))
        : there.stream().<Stand>map(Stand.AtPod::new).toList();
  }
}
