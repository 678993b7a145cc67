package dev.nightlatch.bench;

import dev.nightlatch.engine.eval.Inquiry;
import dev.nightlatch.engine.model.AskedPort;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.Target;
import dev.nightlatch.engine.set.Protocol;
import java.util.List;
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

/// One question, with its reasons, on a cluster that is read already: each time of other pods.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class WhyBenchmark {
  /// The cluster.
  @Param public Scenario scenario = Scenario.W1;

  private Inquiry inquiry = Inquiry.of(Snapshot.EMPTY, CniProfile.DEFAULT);
  private List<Pod> pods = List.of();
  private int next;

  /// Makes the cluster and evaluates it.
  @Setup
  public void make() {
    Snapshot snapshot = scenario.live();
    inquiry = Inquiry.of(snapshot, CniProfile.DEFAULT);
    pods = snapshot.pods();
  }

  /// The answer to the next question.
  @Benchmark
  public Inquiry.Response why() {
    next++;
    return inquiry.ask(
        pod(31 * next), pod(17 * next + 1), new AskedPort.Numbered(8080, Protocol.TCP));
  }

  private Target pod(int number) {
    Pod pod = pods.get(Math.floorMod(number, pods.size()));
    return new Target.OfPod(pod.namespace(), pod.name());
  }
}
