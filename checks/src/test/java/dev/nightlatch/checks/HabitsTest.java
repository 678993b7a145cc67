package dev.nightlatch.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HabitsTest {
  @TempDir Path folder;

  @Test
  void testsDoNotSleepAreNotSwitchedOffAndDoNotPretend() {
    assertThat(Habits.bad(House.here())).isEmpty();
  }

  @Test
  void aBadHabitIsFound() {
    House house =
        new Sketch(folder)
            .test(
                """
                package dev.nightlatch.cli;
                class BadTest {
                  interface Sleeper { void sleep(long millis) throws InterruptedException; }
                  void sleeps() throws InterruptedException { Thread.sleep(1); }
                  Sleeper sleeper() { return Thread::sleep; }
                  void rests() throws Exception { java.util.concurrent.TimeUnit.DAYS.sleep(1); }
                  @org.junit.jupiter.api.Disabled void off() {}
                }
                """)
            .test("package org.mockito.core.mock; public class Mocked {}")
            .test("package dev.nightlatch.cli; class MockTest { org.mockito.core.mock.Mocked m; }")
            .main(
                """
                package dev.nightlatch.cli;
                class Fine { void a() throws InterruptedException { Thread.sleep(1); } }
                """)
            .house();
    assertThat(Habits.bad(house))
        .hasSize(5)
        .anySatisfy(finding -> assertThat(finding).contains("BadTest.sleeps"))
        .anySatisfy(finding -> assertThat(finding).contains("BadTest.sleeper"))
        .anySatisfy(finding -> assertThat(finding).contains("BadTest.rests"))
        .anySatisfy(finding -> assertThat(finding).contains("BadTest.off"))
        .anySatisfy(finding -> assertThat(finding).contains("MockTest.m"));
  }
}
