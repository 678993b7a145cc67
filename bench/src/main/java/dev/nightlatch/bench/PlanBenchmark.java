package dev.nightlatch.bench;

import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.engine.set.Protocol;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.AccessSource;
import dev.nightlatch.grants.model.FourEyes;
import dev.nightlatch.grants.model.Meta;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.SourceRef;
import dev.nightlatch.grants.model.Stand;
import dev.nightlatch.grants.model.Surroundings;
import dev.nightlatch.grants.model.Target;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.plan.Ask;
import dev.nightlatch.grants.plan.Facts;
import dev.nightlatch.grants.plan.Look;
import dev.nightlatch.grants.plan.Plan;
import dev.nightlatch.grants.plan.Planner;
import dev.nightlatch.grants.plan.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Planning an opening between pods of two namespaces, from a whole cluster that was read.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class PlanBenchmark {
  private static final Instant NIGHT = Instant.parse("2026-03-01T02:14:00Z");
  private static final ObjectKey RULE = new ObjectKey("ns-001", "app-shell");
  private static final ObjectKey SOURCE = new ObjectKey("ns-002", "tools");

  /// The cluster.
  @Param({"W1", "W2", "W3"})
  public Scenario scenario = Scenario.W1;

  private Look look = new Look.Away();

  /// Makes the cluster.
  @Setup
  public void make() {
    Snapshot cluster = scenario.live();
    look =
        new Look.At(
            new Surroundings(cluster, new TreeSet<>(), new TreeSet<>()), CniProfile.DEFAULT);
    if (!(plan() instanceof Plan.Opens)) {
      throw new IllegalStateException(plan().toString());
    }
  }

  /// What an opening would be.
  @Benchmark
  public Plan plan() {
    Request request =
        new Request(
            RULE,
            "INC-1",
            "to measure it",
            Duration.ofMinutes(10),
            new Origin.AnySource(),
            "alice");
    return Planner.plan(
        new Ask(new Uid("6f1c2b9e-6a0b-4d0e-9a53-0d3c5a8f7b11"), request, NIGHT, NIGHT),
        new Facts.Known(rule(), List.of(source()), List.of()),
        look,
        new Progress.Asked());
  }

  private static AccessRule rule() {
    return new AccessRule(
        meta(RULE),
        "",
        new Target(
            LabelSelector.labels(Map.of("app", "app-1")),
            List.of(PortRange.single(Protocol.TCP, 5432))),
        List.of(new SourceRef(SOURCE, false)),
        Duration.ofHours(1),
        FourEyes.of(1));
  }

  private static AccessSource source() {
    return new AccessSource(
        meta(SOURCE),
        "",
        new Stand.Pods(LabelSelector.labels(Map.of("app", "app-2"))),
        List.of(RULE.namespace()));
  }

  private static Meta meta(ObjectKey key) {
    return new Meta(
        key.namespace(),
        key.name(),
        new Uid(key.toString()),
        "1",
        1,
        NIGHT,
        false,
        Map.of(),
        Map.of(),
        List.of(),
        List.of());
  }
}
