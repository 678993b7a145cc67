package dev.nightlatch.grants.plan;

import static dev.nightlatch.grants.model.Samples.APP_DB;
import static dev.nightlatch.grants.model.Samples.GRANT;
import static dev.nightlatch.grants.model.Samples.NIGHT;
import static dev.nightlatch.grants.model.Samples.RULE;
import static dev.nightlatch.grants.model.Samples.RULE_KEY;
import static dev.nightlatch.grants.model.Samples.TOOLS_KEY;
import static dev.nightlatch.grants.model.Samples.VPN_KEY;
import static dev.nightlatch.grants.model.Samples.db;
import static dev.nightlatch.grants.model.Samples.defaultDeny;
import static dev.nightlatch.grants.model.Samples.free;
import static dev.nightlatch.grants.model.Samples.pinned;
import static dev.nightlatch.grants.model.Samples.request;
import static dev.nightlatch.grants.model.Samples.rule;
import static dev.nightlatch.grants.model.Samples.tcp;
import static dev.nightlatch.grants.model.Samples.tools;
import static dev.nightlatch.grants.model.Samples.vpn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.model.PolicyPort;
import dev.nightlatch.engine.model.PolicyRule;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.Cidr;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.AccessSource;
import dev.nightlatch.grants.model.Bystander;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Ending;
import dev.nightlatch.grants.model.FourEyes;
import dev.nightlatch.grants.model.GrantTerms;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.OnDrift;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.Samples;
import dev.nightlatch.grants.model.Surroundings;
import dev.nightlatch.grants.model.Uid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private static final Request PLAIN = request();
  private static final List<String> BLOCKS = List.of("198.51.100.0/24", "2001:db8::/32");
  private static final Surroundings SHUT =
      Surroundings.of(List.of(db("db-0")), List.of(defaultDeny()));

  @Test
  void aRuleWithAConsentingSourceAndAnIsolatedTargetOpensExactlyWhatItSays() {
    Plan plan = plan(PLAIN, rule(0, free(TOOLS_KEY)), List.of(tools("shop")), SHUT);

    NetworkPolicy policy =
        new NetworkPolicy(
            "shop",
            Names.ingressPolicy(GRANT),
            APP_DB,
            Set.of(Direction.INGRESS),
            List.of(
                new PolicyRule(
                    List.of(
                        new Peer.AcrossNamespaces(
                            LabelSelector.labels(
                                Map.of("kubernetes.io/metadata.name", "support-tools")),
                            LabelSelector.labels(Map.of("app", "psql")))),
                    List.of(new PolicyPort.Numbered(tcp(5432))))),
            List.of());
    assertThat(plan)
        .isEqualTo(
            new Plan.Opens(
                List.of(policy),
                new GrantTerms(
                    terms(plan).hash(),
                    0,
                    List.of("support-tools/app=psql -> shop/app=db on 5432/TCP"),
                    List.of("shop/Pod/db-0"),
                    List.of(
                        new GrantTerms.Basis("AccessRule", RULE_KEY, RULE, 1),
                        GrantTerms.Basis.of(Samples.tools("shop")))),
                FourEyes.of(0),
                new Impact.Harmless(
                    List.of("support-tools/Pod/(to come) -> shop/Pod/db-0 on 5432/TCP"), ""),
                OnDrift.MEND,
                beside(plan)));
  }

  @Test
  void withoutItsRuleAGrantIsRefused() {
    assertThat(
            Planner.plan(
                new Ask(GRANT, PLAIN, NIGHT, NIGHT),
                new Facts.NoRule(),
                new Look.Away(),
                new Progress.Asked()))
        .isEqualTo(new Plan.Refuses(new Refusal.RuleMissing(RULE_KEY)));
  }

  @Test
  void theRulesLongestDurationIsStillGivenAndASecondMoreIsNot() {
    AccessRule rule = rule(0, free(TOOLS_KEY));
    Duration longest = Duration.ofHours(1);
    Request fits = request(longest, new Origin.AnySource());
    Request tooLong = request(longest.plusSeconds(1), new Origin.AnySource());
    assertThat(plan(fits, rule, List.of(tools("shop")), SHUT)).isInstanceOf(Plan.Opens.class);
    assertThat(plan(tooLong, rule, List.of(tools("shop")), SHUT))
        .isEqualTo(
            new Plan.Refuses(
                new Refusal.DurationTooLong(RULE_KEY, longest.plusSeconds(1), longest)));
  }

  @Test
  void everySourceOfTheRuleMustBeThere() {
    AccessRule rule = rule(0, free(TOOLS_KEY), free(VPN_KEY));
    assertThat(plan(PLAIN, rule, List.of(tools("shop"), vpn(BLOCKS, "shop")), SHUT))
        .isInstanceOf(Plan.Opens.class);
    assertThat(plan(PLAIN, rule, List.of(tools("shop")), SHUT))
        .isEqualTo(new Plan.Refuses(new Refusal.SourceMissing(RULE_KEY, VPN_KEY)));
  }

  @Test
  void aSourceOfTheSameNameElsewhereIsNotTheSource() {
    AccessSource elsewhere =
        new AccessSource(
            Samples.meta(new ObjectKey("attic", "psql"), new Uid("u")),
            "",
            tools().stand(),
            List.of("shop"));
    assertThat(plan(PLAIN, rule(0, free(TOOLS_KEY)), List.of(elsewhere), SHUT))
        .isEqualTo(new Plan.Refuses(new Refusal.SourceMissing(RULE_KEY, TOOLS_KEY)));
  }

  @Test
  void everySourceMustLetTheRulesOwnNamespaceUseIt() {
    AccessRule rule = rule(0, free(TOOLS_KEY));
    assertThat(plan(PLAIN, rule, List.of(tools("bank", "shop")), SHUT))
        .isInstanceOf(Plan.Opens.class);
    for (AccessSource deaf :
        List.of(tools(), tools("bank"), tools("Shop"), tools("shop "), tools("*"), tools(""))) {
      assertThat(plan(PLAIN, rule, List.of(deaf), SHUT))
          .isEqualTo(
              new Plan.Refuses(new Refusal.SourceNotUsable(TOOLS_KEY, "shop", deaf.usableFrom())));
    }
  }

  @Test
  void aSourceThatThisGrantWouldNotUseMustConsentAllTheSame() {
    AccessRule rule = rule(0, free(TOOLS_KEY), pinned(VPN_KEY));
    assertThat(plan(PLAIN, rule, List.of(tools("shop"), vpn(BLOCKS)), SHUT))
        .isEqualTo(new Plan.Refuses(new Refusal.SourceNotUsable(VPN_KEY, "shop", List.of())));
  }

  @Test
  void anAddressCanBePinnedInBlocksOnly() {
    AccessRule rule = rule(0, pinned(TOOLS_KEY));
    assertThat(plan(from("198.51.100.7"), rule, List.of(tools("shop")), SHUT))
        .isEqualTo(new Plan.Refuses(new Refusal.PinNeedsBlocks(RULE_KEY, TOOLS_KEY)));
  }

  @Test
  void withoutAnAddressPinnedSourcesTakeNoPart() {
    AccessRule both = rule(0, free(TOOLS_KEY), pinned(VPN_KEY));
    assertThat(peers(plan(PLAIN, both, List.of(tools("shop"), vpn(BLOCKS, "shop")), SHUT)))
        .hasOnlyElementsOfType(Peer.AcrossNamespaces.class)
        .hasSize(1);
    assertThat(plan(PLAIN, rule(0, pinned(VPN_KEY)), List.of(vpn(BLOCKS, "shop")), SHUT))
        .isEqualTo(new Plan.Refuses(new Refusal.AddressNeeded(RULE_KEY)));
  }

  @Test
  void blocksThatWantNoAddressAreOpenedWhole() {
    assertThat(peers(plan(PLAIN, rule(0, free(VPN_KEY)), List.of(vpn(BLOCKS, "shop")), SHUT)))
        .containsExactly(whole("198.51.100.0/24"), whole("2001:db8::/32"));
  }

  @Test
  void withAnAddressNothingButThatAddressIsOpened() {
    AccessRule pinning = rule(0, free(TOOLS_KEY), pinned(VPN_KEY));
    AccessRule free = rule(0, free(TOOLS_KEY), free(VPN_KEY));
    List<AccessSource> sources = List.of(tools("shop"), vpn(BLOCKS, "shop"));
    for (AccessRule rule : List.of(pinning, free)) {
      assertThat(peers(plan(from("198.51.100.7"), rule, sources, SHUT)))
          .containsExactly(whole("198.51.100.7/32"));
      assertThat(peers(plan(from("2001:db8::7"), rule, sources, SHUT)))
          .containsExactly(whole("2001:db8::7/128"));
    }
  }

  @Test
  void anAddressOutsideEveryBlockIsRefused() {
    AccessRule rule = rule(0, pinned(VPN_KEY));
    for (String outside : List.of("198.51.101.0", "198.51.99.255", "2001:db9::", "::")) {
      assertThat(plan(from(outside), rule, List.of(vpn(BLOCKS, "shop")), SHUT))
          .as(outside)
          .isEqualTo(
              new Plan.Refuses(new Refusal.AddressOutside(RULE_KEY, address(outside), true)));
    }
    assertThat(plan(from("198.51.100.7"), rule(0, free(TOOLS_KEY)), List.of(tools("shop")), SHUT))
        .isEqualTo(
            new Plan.Refuses(new Refusal.AddressOutside(RULE_KEY, address("198.51.100.7"), false)));
    assertThat(new Refusal.AddressOutside(RULE_KEY, address("198.51.100.7"), false).ending())
        .extracting(Ending::sentence)
        .asString()
        .endsWith("has no source of addresses, so it opens for none: leave out --from.");
  }

  @Test
  void aMappedAddressLiesInNoBlockThoughItsBitsDo() {
    AccessSource zeros = vpn(List.of("::/64", "198.51.100.0/24"), "shop");
    assertThat(plan(from("::ffff:198.51.100.7"), rule(0, pinned(VPN_KEY)), List.of(zeros), SHUT))
        .isEqualTo(
            new Plan.Refuses(
                new Refusal.AddressOutside(RULE_KEY, address("::ffff:198.51.100.7"), true)));
  }

  @Test
  void aSourceThatTheRuleNamesTwiceCountsOnce() {
    AccessRule rule = rule(0, free(TOOLS_KEY), free(TOOLS_KEY));
    assertThat(peers(plan(PLAIN, rule, List.of(tools("shop"), tools("shop")), SHUT))).hasSize(1);
  }

  @Test
  void aPlanSaysHowManyMustApproveIt() {
    assertThat(plan(PLAIN, rule(2, free(TOOLS_KEY)), List.of(tools("shop")), SHUT))
        .isInstanceOfSatisfying(
            Plan.Opens.class,
            opens -> {
              assertThat(opens.fourEyes()).isEqualTo(FourEyes.of(2));
              assertThat(opens.terms().approvals()).isEqualTo(2);
            });
  }

  /// The order is a list: each world mends the first fault of the one before, and the next fault
  /// speaks.
  @Test
  void theFirstCheckThatSaysNoDecidesInTheirStatedOrder() {
    Request bad = request(Duration.ofHours(2), new Origin.OneAddress(address("203.0.113.1")));
    Request shorter = request(Duration.ofHours(1), new Origin.OneAddress(address("203.0.113.1")));
    AccessRule rule = rule(1, pinned(TOOLS_KEY), pinned(VPN_KEY));
    AccessRule blocksOnly = rule(1, pinned(VPN_KEY));
    Surroundings open = Surroundings.of(List.of(db("db-0")), List.of());
    List<Plan> plans =
        List.of(
            Planner.plan(
                new Ask(GRANT, bad, NIGHT, NIGHT),
                new Facts.NoRule(),
                new Look.Away(),
                new Progress.Asked()),
            plan(bad, rule, List.of(), open),
            plan(shorter, rule, List.of(), open),
            plan(shorter, rule, List.of(tools()), open),
            plan(shorter, rule, List.of(tools("shop")), open),
            plan(shorter, blocksOnly, List.of(vpn(BLOCKS, "shop")), open),
            plan(from("198.51.100.7"), blocksOnly, List.of(vpn(BLOCKS, "shop")), open),
            plan(from("198.51.100.7"), blocksOnly, List.of(vpn(BLOCKS, "shop")), SHUT));
    List<Object> said = new ArrayList<>();
    for (Plan plan : plans) {
      said.add(
          switch (plan) {
            case Plan.Refuses(var refusal) -> refusal.code();
            case Plan.Opens opens -> opens.fourEyes().required();
          });
    }
    assertThat(said)
        .containsExactly(
            Code.RULE_MISSING,
            Code.DURATION_TOO_LONG,
            Code.SOURCE_MISSING,
            Code.SOURCE_NOT_USABLE,
            Code.PIN_NEEDS_BLOCKS,
            Code.ADDRESS_OUTSIDE,
            Code.WOULD_CUT,
            1);
  }

  @Test
  void aRefusalSaysWhatWasFoundAndWhatWasWanted() {
    assertThat(
            new Refusal.DurationTooLong(RULE_KEY, Duration.ofMinutes(90), Duration.ofHours(1))
                .ending()
                .sentence())
        .isEqualTo("AccessRule shop/db-access gives at most 1h, and 1h30m were asked for.");
    assertThat(new Refusal.SourceNotUsable(TOOLS_KEY, "shop", List.of()).ending().sentence())
        .endsWith("its usableFrom lists none.");
    assertThat(
            new Refusal.SourceNotUsable(TOOLS_KEY, "shop", List.of("a", "b")).ending().sentence())
        .endsWith("its usableFrom lists a, b.");
  }

  private static Plan plan(
      Request request, AccessRule rule, List<AccessSource> sources, Surroundings target) {
    return Planner.plan(
        new Ask(GRANT, request, NIGHT, NIGHT),
        new Facts.Known(rule, sources, List.of()),
        new Look.At(target, CniProfile.DEFAULT),
        new Progress.Asked());
  }

  private static GrantTerms terms(Plan plan) {
    return plan instanceof Plan.Opens opens
        ? opens.terms()
        : GrantTerms.ofConnections(List.of("does not open"));
  }

  private static List<Bystander> beside(Plan plan) {
    return plan instanceof Plan.Opens opens ? opens.beside() : List.of();
  }

  private static List<Peer> peers(Plan plan) {
    return plan instanceof Plan.Opens opens
        ? opens.policies().getFirst().ingress().getFirst().peers()
        : List.of();
  }

  private static Request from(String address) {
    return request(Samples.HALF_AN_HOUR, new Origin.OneAddress(address(address)));
  }

  private static Address address(String text) {
    return Address.parse(text).orElseThrow();
  }

  private static Peer whole(String block) {
    return Peer.IpBlock.whole(Cidr.parseStrict(block).orElseThrow());
  }
}
