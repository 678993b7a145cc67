package dev.nightlatch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/// Wherever a class fails that has a control plane, the ends of the programs' logs are printed,
/// and once. The classes below fail on purpose; nothing but this runs them.
@RealCluster
@TestInstance(Lifecycle.PER_CLASS)
@Isolated("it looks at standard error")
class TailsIT {
  private static final String TAILS = "--- the end of ";
  private static final int PROGRAMS = 3;

  /// With a control plane of its own, which the classes share.
  private final LauncherSession session = LauncherFactory.openSession();

  @AfterAll
  void close() {
    session.close();
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        InTest.class,
        InConstructor.class,
        InConstructorOfAll.class,
        InNestedConstructor.class,
        InBeforeAll.class,
        InBeforeEach.class,
        InAfterEach.class,
        InAfterAll.class
      })
  void aFailurePrintsTheEndsOfTheLogsOnce(Class<?> failing) {
    Ran ran = run(failing);

    assertThat(ran.summary().getFailures())
        .singleElement()
        .satisfies(failure -> assertThat(failure.getException()).hasMessage("on purpose"));
    assertThat(ran.error().split(TAILS, -1)).hasSize(PROGRAMS + 1);
    assertThat(ran.error()).contains("etcd", "kube-apiserver", "kube-controller-manager");
  }

  @Test
  void aClassThatPassesPrintsNone() {
    Ran ran = run(Passing.class);

    assertThat(ran.summary().getTestsSucceededCount()).isEqualTo(1);
    assertThat(ran.error()).doesNotContain(TAILS);
  }

  private record Ran(TestExecutionSummary summary, String error) {}

  private Ran run(Class<?> testClass) {
    PrintStream before = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      session
          .getLauncher()
          .execute(
              LauncherDiscoveryRequestBuilder.request()
                  .selectors(DiscoverySelectors.selectClass(testClass))
                  .build(),
              listener);
    } finally {
      System.setErr(before);
    }
    return new Ran(listener.getSummary(), printed.toString(StandardCharsets.UTF_8));
  }

  private static void fail(TestCluster cluster) {
    throw new IllegalStateException(cluster.namespace().isEmpty() ? "no namespace" : "on purpose");
  }

  @RealCluster
  static class Passing {
    @Test
    void passes(TestCluster cluster) {
      assertThat(cluster.namespace()).isNotEmpty();
    }
  }

  @RealCluster
  static class InTest {
    @Test
    void fails(TestCluster cluster) {
      fail(cluster);
    }
  }

  @RealCluster
  static class InConstructor {
    InConstructor(TestCluster cluster) {
      fail(cluster);
    }

    @Test
    void isNotReached() {}
  }

  @RealCluster
  @TestInstance(Lifecycle.PER_CLASS)
  static class InConstructorOfAll {
    InConstructorOfAll(TestCluster cluster) {
      fail(cluster);
    }

    @Test
    void isNotReached() {}
  }

  @RealCluster
  static class InNestedConstructor {
    @Nested
    class Inner {
      Inner(TestCluster cluster) {
        fail(cluster);
      }

      @Test
      void isNotReached() {}
    }
  }

  @RealCluster
  static class InBeforeAll {
    @BeforeAll
    static void before(TestCluster cluster) {
      fail(cluster);
    }

    @Test
    void isNotReached() {}
  }

  @RealCluster
  static class InBeforeEach {
    @BeforeEach
    void before(TestCluster cluster) {
      fail(cluster);
    }

    @Test
    void isNotReached() {}
  }

  @RealCluster
  static class InAfterEach {
    @AfterEach
    void after(TestCluster cluster) {
      fail(cluster);
    }

    @Test
    void passes() {}
  }

  @RealCluster
  static class InAfterAll {
    @AfterAll
    static void after(TestCluster cluster) {
      fail(cluster);
    }

    @Test
    void passes() {}
  }
}
