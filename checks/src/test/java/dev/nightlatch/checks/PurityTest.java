package dev.nightlatch.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PurityTest {
  private static final List<String> IMPURE =
      List.of(
          "java.time.Instant.now()",
          "(java.util.function.Supplier<Object>) java.time.Instant::now",
          "java.time.LocalDateTime.now(java.time.ZoneOffset.UTC)",
          "System.currentTimeMillis()",
          "(java.util.function.LongSupplier) System::nanoTime",
          "java.time.Clock.systemUTC()",
          "java.time.InstantSource.system()",
          "new java.util.Date()",
          "java.time.ZoneId.systemDefault()",
          "java.util.Locale.getDefault()",
          "System.getenv(\"HOME\")",
          "System.getProperty(\"user.dir\")",
          "Integer.getInteger(\"port\")",
          "System.out",
          "java.nio.file.Path.of(\"a\")",
          "new java.io.File(\"a\")",
          "new java.net.Socket()",
          "new ProcessBuilder()",
          "Runtime.getRuntime()",
          "new Thread(() -> {})",
          "java.util.concurrent.Executors.newCachedThreadPool()",
          "new java.util.concurrent.ConcurrentHashMap<String, String>()",
          "java.util.List.of(1).parallelStream()",
          "java.util.logging.Logger.getGlobal()",
          "System.getLogger(\"a\")",
          "org.slf4j.LoggerFactory.getLogger(\"a\")",
          "String.class.getMethods()",
          "String.class.getDeclaredConstructors()",
          "Object.class.getResource(\"a\")",
          "new java.util.Random()",
          "(java.util.function.Supplier<Object>) java.util.Random::new",
          "Math.random()",
          "java.util.UUID.randomUUID()",
          "new java.security.SecureRandom()",
          "java.util.concurrent.ThreadLocalRandom.current()");

  @TempDir Path folder;

  @Test
  void thePureRoomsReadNoClockAndTouchNothing() {
    assertThat(Purity.breaches(House.here())).isEmpty();
  }

  @Test
  void thePomsOfThePureRoomsAskForNothing() {
    assertThat(House.here().rooms())
        .filteredOn(room -> room.name().equals("engine") || room.name().equals("grants"))
        .hasSize(2)
        .allSatisfy(
            room ->
                assertThat(room.pom().dependencies())
                    .filteredOn(declared -> !declared.isTest())
                    .allSatisfy(
                        declared -> assertThat(declared.group()).isEqualTo("dev.nightlatch")));
  }

  @Test
  void everyImpureExpressionIsFound() {
    StringBuilder methods = new StringBuilder();
    for (int i = 0; i < IMPURE.size(); i++) {
      methods.append("  static Object a%d() { return %s; }\n".formatted(i, IMPURE.get(i)));
    }
    House house =
        new Sketch(folder)
            .main("package dev.nightlatch.grants; class Bad {\n" + methods + "}")
            .house();
    List<String> breaches = Purity.breaches(house);
    for (int i = 0; i < IMPURE.size(); i++) {
      String method = "grants.Bad.a" + i + "()";
      assertThat(breaches).as(IMPURE.get(i)).anyMatch(breach -> breach.contains(method));
    }
  }

  @Test
  void anImpureLambdaIsFound() {
    House house =
        new Sketch(folder)
            .main(
                """
                package dev.nightlatch.engine;
                class Bad {
                  java.util.function.Supplier<Object> late = () -> java.time.Instant.now();
                }
                """)
            .house();
    assertThat(Purity.breaches(house)).isNotEmpty();
  }

  @Test
  void whatComputesIsPure() {
    House house =
        new Sketch(folder)
            .main(
                """
                package dev.nightlatch.engine;
                record Fine(java.time.Instant at, java.util.List<String> names) {
                  enum Kind { ONE, TWO }
                  sealed interface Case { record Some(int value) implements Case {} }
                  static Object a(Case one, byte[] bytes) {
                    System.arraycopy(bytes, 0, bytes, 0, 0);
                    return switch (one) {
                      case Case.Some(var value) when value > 0 -> new java.util.Random(value);
                      case Case.Some some -> "a" + some + Kind.valueOf("ONE");
                    };
                  }
                }
                """)
            .main(
                """
                package dev.nightlatch.ledger;
                class Fine {
                  static Object a() throws Exception {
                    return java.security.MessageDigest.getInstance("SHA-256").digest();
                  }
                }
                """)
            .house();
    assertThat(Purity.breaches(house)).isEmpty();
  }

  @Test
  void onlyTheLedgersStoreTouchesFiles() {
    String body = "class Files { Object a() { return java.nio.file.Path.of(\"a\"); } }";
    House house =
        new Sketch(folder)
            .main("package dev.nightlatch.ledger.store; " + body)
            .main("package dev.nightlatch.ledger.tree; " + body)
            .house();
    assertThat(Purity.breaches(house))
        .isNotEmpty()
        .allSatisfy(finding -> assertThat(finding).contains("ledger.tree"));
  }
}
