package dev.nightlatch.grants.plan;

import static dev.nightlatch.grants.model.Samples.APP_DB;
import static dev.nightlatch.grants.model.Samples.GRANT;
import static dev.nightlatch.grants.model.Samples.NIGHT;
import static dev.nightlatch.grants.model.Samples.RULE_KEY;
import static dev.nightlatch.grants.model.Samples.TOOLS_KEY;
import static dev.nightlatch.grants.model.Samples.VPN_KEY;
import static dev.nightlatch.grants.model.Samples.free;
import static dev.nightlatch.grants.model.Samples.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.engine.set.Protocol;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.AccessSource;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Part;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.Samples;
import dev.nightlatch.grants.model.Surroundings;
import dev.nightlatch.grants.model.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A grant opens a part of its rule, and never more than the rule.
class NarrowingTest {
  private static final PortRange RANGE = new PortRange(Protocol.TCP, 8000, 8010);
  private static final AccessRule RULE =
      Samples.rule(
          Samples.RULE,
          new Target(APP_DB, List.of(tcp(5432), RANGE)),
          0,
          free(TOOLS_KEY),
          free(VPN_KEY));

  @Test
  void nothingNarrowedIsTheWholeRule() {
    assertThat(lines(part(List.of(), List.of())))
        .containsExactly(
            "198.51.100.0/24 -> shop/app=db on 5432/TCP, 8000-8010/TCP",
            "support-tools/app=psql -> shop/app=db on 5432/TCP, 8000-8010/TCP");
  }

  @Test
  void onlyTheSourcesThatAreAskedForAreLetIn() {
    assertThat(lines(part(List.of(TOOLS_KEY), List.of())))
        .containsExactly("support-tools/app=psql -> shop/app=db on 5432/TCP, 8000-8010/TCP");
  }

  @Test
  void onlyThePortsThatAreAskedForAreOpened() {
    PortRange within = new PortRange(Protocol.TCP, 8004, 8005);
    assertThat(lines(part(List.of(TOOLS_KEY), List.of(within))))
        .containsExactly("support-tools/app=psql -> shop/app=db on 8004-8005/TCP");
  }

  @Test
  void aSourceThatTheRuleDoesNotNameIsRefused() {
    assertThat(code(part(List.of(TOOLS_KEY, new ObjectKey("bank", "tools")), List.of())))
        .isEqualTo(Code.SOURCE_OUTSIDE);
  }

  @Test
  void aPortThatIsNotWhollyOneOfTheRulesIsRefused() {
    for (PortRange wanted :
        List.of(
            tcp(5433),
            PortRange.single(Protocol.UDP, 5432),
            new PortRange(Protocol.TCP, 7999, 8000),
            new PortRange(Protocol.TCP, 8010, 8011),
            new PortRange(Protocol.TCP, 5432, 8000))) {
      assertThat(code(part(List.of(), List.of(tcp(5432), wanted))))
          .as(wanted.toString())
          .isEqualTo(Code.PORT_OUTSIDE);
    }
  }

  /// The rule as a whole must be sound, whatever part of it a grant uses.
  @Test
  void aSourceThatIsNotAskedForMustConsentAllTheSame() {
    Plan plan =
        Planner.plan(
            new Ask(
                GRANT, asking(part(List.of(TOOLS_KEY), List.of()), Optional.empty()), NIGHT, NIGHT),
            new Facts.Known(RULE, List.of(Samples.tools("shop"), vpn("bank")), List.of()),
            new Look.Away(),
            new Progress.Asked());
    assertThat(plan)
        .isInstanceOfSatisfying(
            Plan.Refuses.class,
            refuses -> assertThat(refuses.refusal().code()).isEqualTo(Code.SOURCE_NOT_USABLE));
  }

  @Test
  void aStartIsSevenDaysAheadAtMost() {
    Instant last = NIGHT.plus(Duration.ofDays(7));
    assertThat(plan(Part.WHOLE, Optional.of(last))).isInstanceOf(Plan.Opens.class);
    assertThat(plan(Part.WHOLE, Optional.of(last.plusSeconds(1))))
        .isEqualTo(new Plan.Refuses(new Refusal.StartsTooLate(last.plusSeconds(1))));
  }

  private static Part part(List<ObjectKey> sources, List<PortRange> ports) {
    return new Part(new Origin.AnySource(), sources, ports);
  }

  private static List<String> lines(Part part) {
    return plan(part, Optional.empty()) instanceof Plan.Opens opens
        ? opens.terms().connections()
        : List.of();
  }

  private static Code code(Part part) {
    return plan(part, Optional.empty()) instanceof Plan.Refuses(var refusal)
        ? refusal.code()
        : Code.EXPIRED;
  }

  private static Plan plan(Part part, Optional<Instant> start) {
    return Planner.plan(
        new Ask(GRANT, asking(part, start), NIGHT, NIGHT),
        new Facts.Known(RULE, List.of(Samples.tools("shop"), vpn("shop")), List.of()),
        new Look.At(
            Surroundings.of(List.of(Samples.db("db-0")), List.of(Samples.defaultDeny())),
            CniProfile.DEFAULT),
        new Progress.Asked());
  }

  private static AccessSource vpn(String usableFrom) {
    return Samples.vpn(List.of("198.51.100.0/24"), usableFrom);
  }

  private static Request asking(Part part, Optional<Instant> start) {
    return new Request(
        RULE_KEY,
        "INC-1",
        "orders are stuck",
        Samples.HALF_AN_HOUR,
        part,
        start,
        new Identity("alice", List.of()));
  }
}
