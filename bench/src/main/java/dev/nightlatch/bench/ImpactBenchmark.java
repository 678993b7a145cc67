package dev.nightlatch.bench;

import dev.nightlatch.engine.diff.Difference;
import dev.nightlatch.engine.eval.Impacts;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Snapshot;
import java.util.List;
import java.util.Set;
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

/// The impact of one more policy, on a cluster that is evaluated already: each time another one.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class ImpactBenchmark {
  /// The cluster.
  @Param({"W1", "W2", "W3"})
  public Scenario scenario = Scenario.W1;

  private Impacts impacts = Impacts.of(Snapshot.EMPTY, CniProfile.DEFAULT);
  private List<NetworkPolicy> policies = List.of();
  private int next;

  /// Makes the cluster and its impacts.
  @Setup
  public void make() {
    impacts = Impacts.of(scenario.live(), CniProfile.DEFAULT);
    policies = scenario.more(1000);
  }

  /// What the next policy changes.
  @Benchmark
  public Difference added() {
    next = (next + 1) % policies.size();
    return impacts.of(List.of(policies.get(next)), Set.of());
  }
}
