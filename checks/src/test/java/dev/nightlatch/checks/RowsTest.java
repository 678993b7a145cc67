package dev.nightlatch.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowsTest {
  @TempDir Path folder;

  @Test
  void everyModuleStandsInARow() {
    assertThat(Rows.strangers(House.here())).isEmpty();
  }

  @Test
  void everyPackageBeginsWithItsRoom() {
    assertThat(Rows.wrongPackages(House.here())).isEmpty();
  }

  @Test
  void aRoomKnowsLowerRowsAlone() {
    Rows.PLACES.forEach(
        (room, place) ->
            assertThat(place.knows())
                .as(room)
                .allSatisfy(known -> assertThat(Rows.place(known).row()).isLessThan(place.row())));
  }

  @Test
  void noProductCodeKnowsWhatIsForTests() {
    Rows.PLACES.forEach(
        (room, place) ->
            assertThat(place.knows()).as(room).doesNotContainAnyElementsOf(Rows.FOR_TESTS));
  }

  @Test
  void noPomAsksForMoreThanItsRowGives() {
    assertThat(Rows.wrongPoms(House.here())).isEmpty();
  }

  @Test
  void noClassUsesWhatItsRoomMayNotKnow() {
    assertThat(Rows.wrongUses(House.here())).isEmpty();
  }

  @Test
  void aModuleWithoutARowIsFound() {
    House house = new Sketch(folder).room("engine").room("attic").house();
    assertThat(Rows.strangers(house)).singleElement().asString().startsWith("attic ");
  }

  @Test
  void aPackageOfAnotherRoomIsFound() {
    House house =
        new Sketch(folder)
            .room("engine")
            .write("engine/src/main/java/A.java", "package dev.nightlatch.grants; class A {}")
            .write("engine/src/main/java/B.java", "package dev.nightlatch.engineer; class B {}")
            .write("engine/target/classes/empty", "")
            .house();
    assertThat(Rows.wrongPackages(house)).hasSize(2);
  }

  @Test
  void aPomThatReachesUpwardsIsFound() {
    House house =
        new Sketch(folder)
            .room("grants", "dev.nightlatch:manifests:compile", "dev.nightlatch:engine:compile")
            .room("kube", "dev.nightlatch:testkit:runtime", "dev.nightlatch:embedded:test")
            .room("embedded", "dev.nightlatch:testkit:test")
            .room("manifests", "dev.nightlatch:testkit:test")
            .house();
    assertThat(Rows.wrongPoms(house))
        .containsExactly(
            "grants/pom.xml has manifests in scope compile",
            "kube/pom.xml has testkit in scope runtime",
            "kube/pom.xml has embedded in scope test",
            "manifests/pom.xml has testkit in scope test");
  }

  @Test
  void aClassThatReachesUpwardsIsFound() {
    House house =
        new Sketch(folder)
            .main("package dev.nightlatch.manifests; public class Text {}")
            .main("package dev.nightlatch.engine; public class Eval {}")
            .main("package dev.nightlatch.ledger; class Log { dev.nightlatch.engine.Eval eval; }")
            .main(
                """
                package dev.nightlatch.grants;
                class Plan {
                  dev.nightlatch.engine.Eval fine;
                  dev.nightlatch.manifests.Text[] wrong;
                }
                """)
            .test("package dev.nightlatch.engine; class T { dev.nightlatch.manifests.Text text; }")
            .house();
    assertThat(Rows.wrongUses(house))
        .containsExactly(
            "dev.nightlatch.engine.T uses dev.nightlatch.manifests.Text",
            "dev.nightlatch.grants.Plan uses dev.nightlatch.manifests.Text",
            "dev.nightlatch.ledger.Log uses dev.nightlatch.engine.Eval");
  }

  @Test
  void theTestkitIsForTests() {
    House house =
        new Sketch(folder)
            .main("package dev.nightlatch.testkit; public class Plane {}")
            .main("package dev.nightlatch.operator; class Loop { dev.nightlatch.testkit.Plane p; }")
            .test(
                "package dev.nightlatch.operator; class LoopIT { dev.nightlatch.testkit.Plane p; }")
            .house();
    assertThat(Rows.wrongUses(house))
        .containsExactly("dev.nightlatch.operator.Loop uses dev.nightlatch.testkit.Plane");
  }
}
