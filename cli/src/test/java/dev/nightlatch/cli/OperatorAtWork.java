package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.testkit.RealCluster;
import dev.nightlatch.testkit.TestCluster;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Tests on a real cluster with one operator that is at work all the time: each has a shop of its
/// own, so that they may run at once.
@RealCluster(isolated = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
abstract class OperatorAtWork {
  final Site site;
  final OperatorProcess operator;

  OperatorAtWork(TestCluster cluster, Path folder, String... more) {
    site = new Site(cluster, folder);
    operator = site.startOperator(site.freshJournal(), more);
  }

  @AfterAll
  void close() {
    site.close();
  }

  /// Asserts that the answer to the only question in a shop is no, with this code, and that nothing
  /// was done.
  void assertLeftShut(Shop shop, Person.Said said, Code code) {
    assertThat(said.exitCode()).as(said.out() + said.err()).isEqualTo(Exit.NO);
    assertThat(said.out()).contains("Refused (" + code.text() + "): ");
    assertLeftShut(site.onlyGrantIn(shop), code);
  }

  /// Asserts that a grant is refused with this code, and that nothing was done.
  void assertLeftShut(Asked grant, Code code) {
    grant.awaitEnd(Phase.REFUSED, code);
    assertThat(site.trail().phases(grant, Phase.REFUSED)).containsExactly(Phase.REFUSED);
    assertThat(operator.recordedKinds(grant)).containsExactly("Refused");
    assertThat(site.trail().policiesMade(grant.policy())).isZero();
    assertThat(site.trail().latchesMade(grant.latch())).isZero();
  }
}
