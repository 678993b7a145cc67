package dev.nightlatch.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.set.Cidr;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.AccessSource;
import dev.nightlatch.grants.model.BreakGlass;
import dev.nightlatch.grants.model.Conditions;
import dev.nightlatch.grants.model.FourEyes;
import dev.nightlatch.grants.model.IncidentKind;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Quota;
import dev.nightlatch.grants.model.Scope;
import dev.nightlatch.grants.model.Stand;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.grants.port.ClusterException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An opening is gone through whole, and nothing comes of it.
class RehearsalTest {
  private static final Set<String> READS =
      Set.of("rules", "rule", "source", "boundaries", "guards", "surroundings");

  private final Village village = new Village().shutForEgress();
  private boolean isIdle = true;

  private Rehearsal rehearsal(Cluster cluster) {
    return new Rehearsal(cluster, CniProfile.DEFAULT, village.time, Runnable::run, () -> isIdle);
  }

  /// The operator's cluster, where all but the reads of an opening fails the test.
  private Cluster untouched() {
    Set<String> others =
        Arrays.stream(Cluster.class.getMethods())
            .map(Method::getName)
            .filter(name -> !READS.contains(name))
            .collect(Collectors.toUnmodifiableSet());
    assertThat(others).contains("arm", "apply", "report", "ask", "release", "remove", "disarm");
    return FaultPlan.failing(
        Cluster.class,
        village.operator(),
        others,
        () -> {
          throw new AssertionError("a rehearsal did what it must not");
        });
  }

  @Test
  void itGoesToTheEndAndTouchesNothing() {
    Rehearsal rehearsal = rehearsal(untouched());
    for (int i = 1; i <= 3; i++) {
      assertThat(rehearsal.step()).isEqualTo(Rehearsal.BETWEEN);
      assertThat(rehearsal.opened()).isEqualTo(i);
    }
    assertThat(village.operator().grants()).isEmpty();
    assertThat(village.operator().latches()).isEmpty();
    assertThat(village.operator().policies()).noneMatch(held -> held.isMarked());
  }

  /// Two people, an incident of a tool, one at a time: what people must do first is left out.
  @Test
  void whatKeepsARuleShutForNowDoesNotKeepItFromBeingRehearsed() {
    AccessRule _ =
        village
            .embedded
            .hands()
            .put(
                village.rule(
                    new FourEyes(2, Duration.ofMinutes(1), false),
                    new Conditions(
                        new IncidentKind(List.of("pager"), List.of("critical"), List.of()),
                        new BreakGlass.Forbidden(),
                        new Quota(
                            OptionalInt.of(1),
                            OptionalInt.of(1),
                            Optional.of(Duration.ofHours(1))))));
    Rehearsal rehearsal = rehearsal(untouched());
    assertThat(rehearsal.step()).isEqualTo(Rehearsal.BETWEEN);
    assertThat(rehearsal.opened()).isEqualTo(1);
  }

  @Test
  void aRuleThatNobodyCouldOpenIsGoneThroughAsFarAsItGoes() {
    village.embedded.hands().deleteSource(new ObjectKey("support-tools", "tools"));
    Rehearsal rehearsal = rehearsal(untouched());
    assertThat(rehearsal.step()).isEqualTo(Rehearsal.BETWEEN);
    assertThat(rehearsal.opened()).isZero();
  }

  @Test
  void whileAGrantIsLookedAfterNothingIsRehearsed() {
    isIdle = false;
    Cluster unread =
        FaultPlan.failing(
            Cluster.class,
            village.operator(),
            READS,
            () -> {
              throw new AssertionError("read");
            });
    assertThat(rehearsal(unread).step()).isEqualTo(Rehearsal.LATER);
  }

  /// What fails counts as well: nobody is asked for ever for what he cannot answer.
  @ParameterizedTest
  @ValueSource(strings = {"rules", "source", "surroundings"})
  void whatCannotBeReadIsGivenUpInTheEnd(String unreadable) {
    Cluster blind =
        FaultPlan.failing(
            Cluster.class,
            village.operator(),
            Set.of(unreadable),
            () -> new ClusterException(ClusterException.Kind.PERMANENT, "on purpose"));
    Rehearsal rehearsal = rehearsal(blind);
    for (int i = 0; i < Rehearsal.ENOUGH; i++) {
      assertThat(rehearsal.loop().isToStop()).isFalse();
      assertThat(rehearsal.step()).isEqualTo(Rehearsal.LATER);
    }
    assertThat(rehearsal.loop().isToStop()).isTrue();
    assertThat(rehearsal.opened()).isZero();
  }

  @Test
  void somebodysGrantEndsARehearsal() {
    Cluster interrupted =
        FaultPlan.failing(
            Cluster.class,
            village.operator(),
            Set.of("guards"),
            () -> {
              isIdle = false;
              return new ClusterException(ClusterException.Kind.TRANSIENT, "and fails as well");
            });
    Rehearsal rehearsal = rehearsal(interrupted);
    assertThat(rehearsal.step()).isEqualTo(Rehearsal.LATER);
    assertThat(rehearsal.opened()).isZero();
    assertThat(rehearsal.step()).isEqualTo(Rehearsal.LATER);
  }

  /// A rule for addresses would have the whole cluster read.
  @Test
  void nothingIsReadWholeForARehearsal() {
    AccessSource _ =
        village
            .embedded
            .hands()
            .put(
                new AccessSource(
                    Village.meta("support-tools", "tools"),
                    "",
                    new Stand.Blocks(List.of(Cidr.parse("192.0.2.7/32").orElseThrow())),
                    List.of("shop")));
    List<Scope> looked = new ArrayList<>();
    Cluster watched =
        (Cluster)
            Proxy.newProxyInstance(
                Cluster.class.getClassLoader(),
                new Class<?>[] {Cluster.class},
                (_, method, arguments) -> {
                  if (method.getName().equals("surroundings")) {
                    looked.add((Scope) arguments[0]);
                  }
                  return method.invoke(village.operator(), arguments);
                });
    Rehearsal rehearsal = rehearsal(watched);
    assertThat(rehearsal.step()).isEqualTo(Rehearsal.BETWEEN);
    assertThat(rehearsal.opened()).isZero();
    assertThat(looked).noneMatch(scope -> scope.covers(Scope.everywhere()));
  }

  @Test
  void withoutARuleItIsAskedRarely() {
    village.embedded.hands().deleteRule(Village.RULE);
    assertThat(rehearsal(untouched()).step()).isEqualTo(Rehearsal.RARELY);
  }

  @Test
  void itEndsWhenEnoughWasGoneThrough() {
    Rehearsal rehearsal = rehearsal(untouched());
    for (int i = 0; i < Rehearsal.ENOUGH; i++) {
      assertThat(rehearsal.loop().isToStop()).isFalse();
      assertThat(rehearsal.step()).isEqualTo(Rehearsal.BETWEEN);
    }
    assertThat(rehearsal.loop().isToStop()).isTrue();
    assertThat(rehearsal.opened()).isEqualTo(Rehearsal.ENOUGH);
  }
}
