package dev.nightlatch.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.Canary;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.operator.FaultPlan.Fault;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AviaryTest {
  private final Village village = new Village();
  private Aviary aviary = new Aviary(village.operator(), village.time);

  /// Lets time pass until something is known of the next canary.
  private Duration fly() {
    Instant longest = village.time.instant().plus(Duration.ofMinutes(2));
    Canary before = aviary.last();
    while (village.time.instant().isBefore(longest)) {
      Duration pause = aviary.step();
      if (!aviary.last().equals(before)) {
        return pause;
      }
      village.time.advance(pause);
    }
    throw new AssertionError("nothing was ever known of it: " + aviary.last());
  }

  @Test
  void nothingIsKnownUntilTheFirstOneIsBack() {
    assertThat(aviary.last()).isEqualTo(new Canary.Out());
    var _ = aviary.step();
    assertThat(aviary.last()).isEqualTo(new Canary.Out());
  }

  @Test
  void aCanaryThatWentByItselfIsBackAndTheNextOneFliesMinutesLater() {
    Instant begun = village.time.instant();
    assertThat(fly()).isEqualTo(Aviary.BETWEEN);
    assertThat(aviary.last())
        .isInstanceOfSatisfying(
            Canary.Back.class,
            back ->
                assertThat(back.at())
                    .isBetween(
                        begun.plus(Aviary.FLIGHT).minus(Aviary.EARLY),
                        begun.plus(Aviary.FLIGHT).plusSeconds(2)));
    village.time.advance(Aviary.BETWEEN);
    assertThat(fly()).isEqualTo(Aviary.BETWEEN);
  }

  @Test
  void withTheControllersDeadItIsLostAndTheNextOneFliesSoon() {
    village.embedded.stopControllers();
    assertThat(fly()).isEqualTo(Aviary.AGAIN);
    assertThat(aviary.last())
        .isInstanceOfSatisfying(
            Canary.Lost.class,
            lost -> assertThat(lost.what()).isEqualTo("was still there 60s after its end"));
    village.embedded.startControllers();
    village.time.advance(Aviary.AGAIN);
    assertThat(fly()).isEqualTo(Aviary.BETWEEN);
    assertThat(aviary.last()).isInstanceOf(Canary.Back.class);
  }

  /// That somebody deletes it proves nothing of its latch.
  @Test
  void aCanaryThatSomebodyTookIsLost() {
    var _ = aviary.step();
    village.embedded.hands().deleteCanaries();
    var _ = aviary.step();
    assertThat(aviary.last())
        .isInstanceOfSatisfying(
            Canary.Lost.class, lost -> assertThat(lost.what()).startsWith("went before its end"));
  }

  @Test
  void aCanaryThatCannotBeLetOutIsLost() {
    Cluster failing =
        new FaultPlan(1, Fault.NOT_DONE, () -> {})
            .on(
                Cluster.class,
                village.operator(),
                () -> new ClusterException(ClusterException.Kind.FORBIDDEN, "no Jobs here"));
    aviary = new Aviary(failing, village.time);
    assertThat(aviary.step()).isEqualTo(Aviary.AGAIN);
    assertThat(aviary.last())
        .isEqualTo(new Canary.Lost(village.time.instant(), "could not be watched: no Jobs here"));
    village.time.advance(Aviary.AGAIN);
    assertThat(fly()).isEqualTo(Aviary.BETWEEN);
  }
}
