package dev.nightlatch.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.model.ContainerPort;
import dev.nightlatch.engine.model.Controller;
import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.Workload;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.Protocol;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What of pods, and of what makes them, network policies see.
final class PodDecoderTest {

  private static Pod pod(String rest) {
    ReadSnapshot read = read(rest);
    assertThat(read.problems()).allMatch(problem -> problem.weight() == Problem.Weight.NOTICE);
    return read.snapshot().pods().getFirst();
  }

  private static ReadSnapshot read(String rest) {
    return SnapshotReader.read(
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: shop}\n" + rest, "a.yaml");
  }

  private static List<Address> addresses(String... texts) {
    return java.util.Arrays.stream(texts).map(text -> Address.parse(text).orElseThrow()).toList();
  }

  @Test
  void allThatPoliciesSeeOfAPodIsRead() {
    Pod pod =
        pod(
            """
            spec:
              nodeName: n1
              containers:
                - {name: web, image: web, ports: [{name: http, containerPort: 8080}]}
                - ports: [{containerPort: 53, protocol: UDP, name: dns}]
              initContainers:
                - {restartPolicy: Always, ports: [{name: proxy, containerPort: 15001}]}
                - {ports: [{name: setup, containerPort: 1}]}
            status:
              phase: Running
              podIP: 10.0.0.7
              podIPs: [{ip: 10.0.0.7}, {ip: "2001:db8::7"}]
              hostIP: 192.0.2.1
              hostIPs: [{ip: 192.0.2.1}]
            """);
    assertThat(pod)
        .isEqualTo(
            new Pod("shop", "a", Map.of(), false, false)
                .withPorts(
                    List.of(
                        new ContainerPort("http", Protocol.TCP, 8080),
                        new ContainerPort("dns", Protocol.UDP, 53),
                        new ContainerPort("proxy", Protocol.TCP, 15_001)))
                .withAddresses(addresses("10.0.0.7", "2001:db8::7"))
                .on("n1", addresses("192.0.2.1")));
  }

  @Test
  void theOlderFieldsOfAddressesAreReadToo() {
    Pod pod = pod("spec: {}\nstatus: {podIP: 10.0.0.7, hostIP: 192.0.2.1}\n");
    assertThat(pod.addresses()).isEqualTo(addresses("10.0.0.7"));
    assertThat(pod.nodeAddresses()).isEqualTo(addresses("192.0.2.1"));
    assertThat(pod("spec: {}\nstatus: {podIP: '', podIPs: []}\n").addresses()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "podIPs: [{ip: 10.0.0.1}, {ip: nowhere}]",
        "podIPs: [{ip: 10.0.0.1}, {ip: '::ffff:10.0.0.1'}]",
        "podIPs: [{ip: 10.0.0.1}, {ip: 5}]",
        "podIP: here"
      })
  void ifOneAddressCannotBeReadNoneIsKnown(String ips) {
    assertThat(pod("spec: {}\nstatus: {" + ips + "}\n").addresses()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{kind: Node, name: n}, {kind: ReplicaSet, name: r, controller: true}] | ReplicaSet | r",
        "[{kind: ReplicaSet, name: r}]                                          | ReplicaSet | r",
        "[{kind: Node, name: n}, {kind: ReplicaSet, name: r}]                   |            |",
        "[{kind: Node, name: n, controller: true}]                              |            |",
        "[{kind: ReplicaSet}]                                                   |            |",
        "[]                                                                     |            |",
        "5                                                                      |            |"
      })
  void itsControllerIsTheOwnerThatSaysSoOrTheOnlyOne(String owners, String kind, String name) {
    Pod pod =
        SnapshotReader.read(
                "{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: b, ownerReferences: "
                    + owners
                    + "}, spec: {}}",
                "a.yaml")
            .snapshot()
            .pods()
            .getFirst();
    assertThat(pod.controller())
        .isEqualTo(kind == null ? Controller.NONE : new Controller.Named(kind, name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spec: {unknown: 5, containers: [{env: [{name: A, name: B}], image: 5}]}",
        "spec: {nodeName: 5}",
        "spec: {containers: [{ports: [{containerPort: http}]}]}",
        "spec: {}\nstatus: {podIPs: 5, hostIP: 5, startTime: now}",
        "spec: {volumes: !vault [a]}"
      })
  void whatPoliciesDoNotSeeMayBeWrong(String rest) {
    assertThat(pod(rest)).isEqualTo(new Pod("shop", "a", Map.of(), false, false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spec: {hostNetwork: 'true'}",
        "spec: {hostNetwork: true, hostNetwork: false}",
        "spec: {containers: {}}",
        "spec: {containers: [{ports: [{name: http, containerPort: 0}]}]}",
        "spec: {}\nstatus: {phase: 5}",
        "spec: 5",
        "status: {}"
      })
  void whatPoliciesSeeMustBeRight(String rest) {
    ReadSnapshot read = read(rest);
    assertThat(read.snapshot().pods()).isEmpty();
    assertThat(read.snapshot().gaps()).contains(new Gap.UnreadablePod("shop", "Pod", "a"));
    assertThat(read.problems()).anyMatch(problem -> problem.weight() == Problem.Weight.SEVERE);
  }

  private static ReadSnapshot made(String apiVersion, String kind, String spec) {
    return SnapshotReader.read(
        "apiVersion: %s\nkind: %s\nmetadata: {name: web, namespace: shop}\n%s"
            .formatted(apiVersion, kind, spec),
        "a.yaml");
  }

  @ParameterizedTest
  @CsvSource({
    "apps/v1,Deployment,replicas,3",
    "apps/v1,ReplicaSet,replicas,3",
    "apps/v1,StatefulSet,replicas,3",
    "apps/v1,DaemonSet,replicas,1",
    "v1,ReplicationController,replicas,3",
    "batch/v1,Job,parallelism,3"
  })
  void whateverMakesPodsIsRead(String apiVersion, String kind, String field, int replicas) {
    ReadSnapshot read =
        made(
            apiVersion,
            kind,
            """
            spec:
              %s: 3
              template:
                metadata: {labels: {app: web}}
                spec: {hostNetwork: true, containers: [{ports: [{name: http, containerPort: 80}]}]}
            """
                .formatted(kind.equals("DaemonSet") ? "revisionHistoryLimit" : field));
    assertThat(read.problems()).isEmpty();
    assertThat(read.snapshot().workloads()).containsExactly(workload(kind, replicas));
  }

  private static Workload workload(String kind, int replicas) {
    return new Workload(
        "shop",
        "web",
        kind,
        kind.equals("Job")
            ? Map.of("app", "web", "job-name", "web", "batch.kubernetes.io/job-name", "web")
            : Map.of("app", "web"),
        replicas,
        true,
        List.of(new ContainerPort("http", Protocol.TCP, 80)),
        Controller.NONE);
  }

  @Test
  void aCronJobsPodsAreThoseOfItsJobs() {
    ReadSnapshot read =
        made(
            "batch/v1",
            "CronJob",
            """
            spec:
              jobTemplate:
                spec:
                  parallelism: 2
                  template:
                    metadata: {labels: {app: web}}
                    spec: {hostNetwork: true, containers: [{ports: [{name: http, containerPort: 80}]}]}
            """);
    assertThat(read.problems()).isEmpty();
    assertThat(read.snapshot().workloads()).containsExactly(workload("CronJob", 2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spec: {template: {}}\nstatus: {conditions: [{type: Complete, status: 'True'}]}",
        "spec: {template: {}}\nstatus: {conditions: [{type: X}, {type: Failed, status: 'True'}]}"
      })
  void aJobThatHasEndedMakesNoPods(String rest) {
    ReadSnapshot read = made("batch/v1", "Job", rest);
    assertThat(read.problems()).isEmpty();
    assertThat(read.snapshot().workloads()).isEmpty();
  }

  @Test
  void aLatchMakesNoPodsAndAJobThatIsSetToNoneMayMakeSomeLater() {
    String job =
        "{apiVersion: batch/v1, kind: Job, metadata: {name: j, namespace: shop, labels: {%s}},"
            + " spec: {parallelism: 0, template: {}}}";
    assertThat(
            SnapshotReader.read(job.formatted("nightlatch.dev/latch: 'true'"), "a.yaml")
                .snapshot()
                .workloads())
        .isEmpty();
    assertThat(SnapshotReader.read(job.formatted("a: b"), "a.yaml").snapshot().workloads())
        .singleElement()
        .satisfies(found -> assertThat(found.replicas()).isZero());
  }

  @Test
  void aReplicationControllerWithoutATemplateMakesNoPods() {
    ReadSnapshot read = made("v1", "ReplicationController", "spec: {replicas: 1}\n");
    assertThat(read.problems()).isEmpty();
    assertThat(read.snapshot().workloads()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "apps/v1  | Deployment | spec: {}",
        "apps/v1  | Deployment | spec: {template: {metadata: {labels: {app: yes}}}}",
        "apps/v1  | DaemonSet  | spec: {template: {spec: {hostNetwork: 1}}}",
        "apps/v1beta1 | Deployment | spec: {template: {}}",
        "batch/v1 | Job        | spec: 5",
        "batch/v1 | CronJob    | spec: {template: {}}",
        "v1       | ReplicationController | spec: 5"
      })
  void whatMakesPodsAndCannotBeReadLeavesAGap(String apiVersion, String kind, String spec) {
    ReadSnapshot read = made(apiVersion, kind, spec);
    assertThat(read.snapshot().workloads()).isEmpty();
    assertThat(read.snapshot().gaps()).contains(new Gap.UnreadablePod("shop", kind, "web"));
    assertThat(read.problems()).isNotEmpty();
  }

  @Test
  void whatTheApiServerIsStillToNameGoesByTheBeginningOfItsName() {
    ReadSnapshot read =
        SnapshotReader.read(
            "{apiVersion: batch/v1, kind: Job, metadata: {generateName: migrate-, namespace: shop},"
                + " spec: {template: {}}}",
            "a.yaml");
    assertThat(read.problems()).isEmpty();
    assertThat(read.snapshot().workloads())
        .singleElement()
        .satisfies(found -> assertThat(found.name()).isEqualTo("migrate-"));
  }
}
