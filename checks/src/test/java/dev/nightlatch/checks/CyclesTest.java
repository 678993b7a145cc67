package dev.nightlatch.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CyclesTest {
  @TempDir Path folder;

  @Test
  void noPackageNeedsItself() {
    assertThat(Cycles.cycles(House.here())).isEmpty();
  }

  @Test
  void aCycleAroundACornerIsFound() {
    House house =
        new Sketch(folder)
            .main(
                "package dev.nightlatch.engine.a; public class A { dev.nightlatch.engine.b.B b; }")
            .main(
                "package dev.nightlatch.engine.b; public class B { dev.nightlatch.kube.c.C[] c; }")
            .main("package dev.nightlatch.kube.c; public class C { dev.nightlatch.engine.a.A a; }")
            .main("package dev.nightlatch.kube.d; public class D { dev.nightlatch.kube.c.C c; }")
            .house();
    assertThat(Cycles.cycles(house))
        .contains(
            "dev.nightlatch.engine.a -> dev.nightlatch.engine.b -> dev.nightlatch.kube.c"
                + " -> dev.nightlatch.engine.a")
        .hasSize(3);
  }

  @Test
  void aTreeHasNoCycle() {
    House house =
        new Sketch(folder)
            .main(
                "package dev.nightlatch.engine.a; public class A { dev.nightlatch.engine.b.B b; }")
            .main("package dev.nightlatch.engine.b; public class B { B again; }")
            .house();
    assertThat(Cycles.cycles(house)).isEmpty();
  }
}
