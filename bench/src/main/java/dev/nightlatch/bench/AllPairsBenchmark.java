package dev.nightlatch.bench;

import dev.nightlatch.engine.eval.Matrix;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Snapshot;
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

/// All pairs of a cluster: the tables made anew, each pair looked up, and a checksum over all.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
@Warmup(iterations = 3)
@Measurement(iterations = 5)
public class AllPairsBenchmark {
  /// The cluster.
  @Param public Scenario scenario = Scenario.W1;

  private Snapshot snapshot = Snapshot.EMPTY;

  /// Makes the cluster.
  @Setup
  public void make() {
    snapshot = scenario.live();
  }

  /// The checksum of all pairs.
  @Benchmark
  public long allPairs() {
    return AllPairs.checksum(Matrix.of(snapshot, CniProfile.DEFAULT));
  }
}
