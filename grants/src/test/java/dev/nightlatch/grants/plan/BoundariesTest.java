package dev.nightlatch.grants.plan;

import static dev.nightlatch.grants.model.Samples.APP_DB;
import static dev.nightlatch.grants.model.Samples.GRANT;
import static dev.nightlatch.grants.model.Samples.HALF_AN_HOUR;
import static dev.nightlatch.grants.model.Samples.NIGHT;
import static dev.nightlatch.grants.model.Samples.RULE;
import static dev.nightlatch.grants.model.Samples.RULE_KEY;
import static dev.nightlatch.grants.model.Samples.TOOLS_KEY;
import static dev.nightlatch.grants.model.Samples.VPN_KEY;
import static dev.nightlatch.grants.model.Samples.db;
import static dev.nightlatch.grants.model.Samples.defaultDeny;
import static dev.nightlatch.grants.model.Samples.free;
import static dev.nightlatch.grants.model.Samples.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.engine.set.Protocol;
import dev.nightlatch.grants.model.AccessBoundary;
import dev.nightlatch.grants.model.AccessBoundary.Widest;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.AccessSource;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.GrantTerms;
import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Part;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.Samples;
import dev.nightlatch.grants.model.Surroundings;
import dev.nightlatch.grants.model.Target;
import dev.nightlatch.grants.model.Uid;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/// What a boundary stops, and what it lets be.
class BoundariesTest {
  private static final Target TARGET = new Target(APP_DB, List.of(tcp(5432), range(8000, 8015)));
  private static final AccessRule TOOLS_RULE =
      Samples.rule(RULE, TARGET, 1, free(TOOLS_KEY), free(VPN_KEY));
  private static final AccessRule VPN_RULE = Samples.rule(RULE, TARGET, 1, free(VPN_KEY));
  private static final List<AccessSource> SOURCES =
      List.of(Samples.tools("shop"), Samples.vpn(List.of("10.20.0.0/26", "2001:db8::/80"), "shop"));

  private static PortRange range(int first, int last) {
    return new PortRange(Protocol.TCP, first, last);
  }

  private static AccessBoundary boundary(
      String name,
      Optional<Duration> longest,
      Optional<Widest> widest,
      List<String> namespaces,
      List<PortRange> ports,
      OptionalInt approvals) {
    return new AccessBoundary(
        Samples.meta(new ObjectKey("", name), new Uid(name + "-uid")),
        "",
        longest,
        widest,
        namespaces,
        ports,
        approvals);
  }

  private static AccessBoundary longest(String name, Duration longest) {
    return boundary(
        name, Optional.of(longest), Optional.empty(), List.of(), List.of(), OptionalInt.empty());
  }

  private static AccessBoundary widest(String name, int ipv4, int ipv6) {
    return boundary(
        name,
        Optional.empty(),
        Optional.of(new Widest(ipv4, ipv6)),
        List.of(),
        List.of(),
        OptionalInt.empty());
  }

  private static AccessBoundary namespaces(String name, String... namespaces) {
    return boundary(
        name,
        Optional.empty(),
        Optional.empty(),
        List.of(namespaces),
        List.of(),
        OptionalInt.empty());
  }

  private static AccessBoundary ports(String name, PortRange... ports) {
    return boundary(
        name, Optional.empty(), Optional.empty(), List.of(), List.of(ports), OptionalInt.empty());
  }

  private static AccessBoundary approvals(String name, int least) {
    return boundary(
        name, Optional.empty(), Optional.empty(), List.of(), List.of(), OptionalInt.of(least));
  }

  private static Request part(Part part) {
    return new Request(
        RULE_KEY,
        "INC-1",
        "why",
        HALF_AN_HOUR,
        part,
        Optional.empty(),
        new Identity("alice", List.of()));
  }

  private static Plan plan(Request request, AccessRule rule, AccessBoundary... boundaries) {
    return Planner.plan(
        new Ask(GRANT, request, NIGHT, NIGHT),
        new Facts.Known(rule, SOURCES, List.of(boundaries)),
        new Look.At(
            Surroundings.of(List.of(db("db-0")), List.of(defaultDeny())), CniProfile.DEFAULT),
        new Progress.Asked());
  }

  private static void opens(Request request, AccessRule rule, AccessBoundary... boundaries) {
    assertThat(plan(request, rule, boundaries)).isInstanceOf(Plan.Opens.class);
  }

  private static void crosses(
      String boundary,
      String found,
      String wanted,
      Request request,
      AccessRule rule,
      AccessBoundary... boundaries) {
    assertThat(plan(request, rule, boundaries))
        .isEqualTo(
            new Plan.Refuses(new Refusal.BoundaryCrossed(boundary, RULE_KEY, found, wanted)));
  }

  private static final Request WHOLE = part(Part.WHOLE);

  @Test
  void theLongestDurationIsStillAllowedAndASecondLessIsNot() {
    opens(WHOLE, TOOLS_RULE, longest("all", HALF_AN_HOUR));
    crosses(
        "all",
        "a duration of 30m",
        "at most 29m59s",
        WHOLE,
        TOOLS_RULE,
        longest("all", HALF_AN_HOUR.minusSeconds(1)));
  }

  @Test
  void theStrictestOfSeveralIsNamed() {
    AccessBoundary mild = longest("a", Duration.ofMinutes(20));
    AccessBoundary strict = longest("b", Duration.ofMinutes(10));
    for (AccessBoundary[] both :
        List.of(new AccessBoundary[] {mild, strict}, new AccessBoundary[] {strict, mild})) {
      crosses("b", "a duration of 30m", "at most 10m", WHOLE, TOOLS_RULE, both);
    }
    crosses(
        "b",
        "a rule that requires 1 approval",
        "at least 3",
        WHOLE,
        TOOLS_RULE,
        approvals("a", 2),
        approvals("b", 3));
    crosses(
        "b",
        "block 10.20.0.0/26",
        "a block of at least /30",
        WHOLE,
        VPN_RULE,
        widest("a", 28, 64),
        widest("b", 30, 64));
  }

  @Test
  void aRuleThatRequiresFewerApprovalsOpensNothing() {
    opens(WHOLE, TOOLS_RULE, approvals("all", 1));
    crosses(
        "all",
        "a rule that requires 1 approval",
        "at least 2",
        WHOLE,
        TOOLS_RULE,
        approvals("all", 2));
  }

  @Test
  void neitherTheTargetNorASourceThatIsAskedForStandsInAForbiddenNamespace() {
    opens(WHOLE, TOOLS_RULE, namespaces("all", "shop-2", "tools", "support"));
    crosses(
        "all",
        "a target in namespace shop",
        "a target in another namespace",
        WHOLE,
        TOOLS_RULE,
        namespaces("all", "vault", "shop"));
    crosses(
        "all",
        "AccessSource support-tools/psql",
        "sources in other namespaces alone",
        WHOLE,
        TOOLS_RULE,
        namespaces("all", "support-tools"));
  }

  @Test
  void nothingThatIsOpenedIncludesAForbiddenPort() {
    opens(
        WHOLE,
        TOOLS_RULE,
        ports("all", range(1, 5431), range(5433, 7999), range(8016, 65_535)),
        ports("udp", new PortRange(Protocol.UDP, 1, 65_535)));
    crosses(
        "all", "port 5432/TCP", "nothing of 5432/TCP", WHOLE, TOOLS_RULE, ports("all", tcp(5432)));
    for (PortRange forbidden :
        List.of(tcp(8000), tcp(8015), tcp(8007), range(1, 8000), range(8015, 65_535))) {
      Request narrowed =
          part(new Part(new Origin.AnySource(), List.of(), List.of(range(8000, 8015))));
      crosses(
          "all",
          "port 8000-8015/TCP",
          "nothing of " + forbidden,
          narrowed,
          TOOLS_RULE,
          ports("all", forbidden));
    }
  }

  @Test
  void whatAGrantLeavesOutCrossesNothing() {
    Request narrowed = part(new Part(new Origin.AnySource(), List.of(), List.of(tcp(8003))));
    opens(narrowed, TOOLS_RULE, ports("all", tcp(5432), tcp(8004)));
  }

  @Test
  void aBlockAsWideAsAllowedIsOpenedAndAWiderOneIsNot() {
    opens(WHOLE, VPN_RULE, widest("all", 26, 80));
    crosses(
        "all",
        "block 10.20.0.0/26",
        "a block of at least /27",
        WHOLE,
        VPN_RULE,
        widest("all", 27, 80));
    crosses(
        "all",
        "block 2001:db8::/80",
        "a block of at least /81",
        WHOLE,
        VPN_RULE,
        widest("all", 26, 81));
  }

  @Test
  void oneAddressIsAlwaysNarrowEnough() {
    for (String address : List.of("10.20.0.9", "2001:db8::9")) {
      opens(
          part(Part.of(new Origin.OneAddress(Address.parse(address).orElseThrow()))),
          VPN_RULE,
          widest("all", 32, 128));
    }
  }

  @Test
  void boundariesComeRightAfterTheRuleAndBlocksAfterTheEnds() {
    Request tooLong = Samples.request(Duration.ofHours(2), new Origin.AnySource());
    crosses(
        "all",
        "a target in namespace shop",
        "a target in another namespace",
        tooLong,
        TOOLS_RULE,
        longest("b", HALF_AN_HOUR),
        namespaces("all", "shop"));
    assertThat(plan(tooLong, VPN_RULE, widest("all", 32, 128)))
        .isInstanceOfSatisfying(
            Plan.Refuses.class,
            refuses -> assertThat(refuses.refusal().code()).isEqualTo(Code.DURATION_TOO_LONG));
  }

  @Test
  void aRefusalNamesTheBoundaryAndWhatWasFoundAndWanted() {
    Refusal refusal =
        new Refusal.BoundaryCrossed("production", RULE_KEY, "port 22/TCP", "nothing of 22/TCP");
    assertThat(refusal.ending().code()).isEqualTo(Code.BOUNDARY_CROSSED);
    assertThat(refusal.ending().sentence())
        .isEqualTo(
            "AccessBoundary production does not allow this of AccessRule shop/db-access: found port"
                + " 22/TCP; wanted nothing of 22/TCP.");
  }

  @Provide
  Arbitrary<List<AccessBoundary>> several() {
    return Arbitraries.of(
            longest("a", Duration.ofHours(1)),
            longest("b", Duration.ofMinutes(10)),
            approvals("c", 1),
            approvals("d", 2),
            ports("e", tcp(22)),
            ports("f", range(8003, 9000)),
            namespaces("g", "vault"),
            namespaces("h", "support-tools"),
            widest("i", 24, 64),
            widest("j", 28, 128))
        .list()
        .ofMaxSize(4);
  }

  /// All hold at once: together they let be what each of them lets be alone.
  @Property(tries = 300)
  void severalLetBeWhatEachLetsBe(@ForAll("several") List<AccessBoundary> several) {
    boolean each =
        several.stream().allMatch(one -> plan(WHOLE, VPN_RULE, one) instanceof Plan.Opens);
    Plan all = plan(WHOLE, VPN_RULE, several.toArray(AccessBoundary[]::new));
    assertThat(all instanceof Plan.Opens).isEqualTo(each);
  }

  @Test
  void whateverBoundariesThereAreIsPartOfTheTermsAndOfTheirHash() {
    GrantTerms none = terms(plan(WHOLE, TOOLS_RULE));
    GrantTerms one = terms(plan(WHOLE, TOOLS_RULE, approvals("a", 1)));
    GrantTerms two = terms(plan(WHOLE, TOOLS_RULE, approvals("b", 1), approvals("a", 1)));
    assertThat(Stream.of(none, one, two).map(GrantTerms::hash)).doesNotHaveDuplicates();
    assertThat(two.basis())
        .filteredOn(GrantTerms.Basis::isBoundary)
        .extracting(basis -> basis.key().name())
        .containsExactly("a", "b");
  }

  @Test
  void aStatusListsTheRuleAndItsSourcesHoweverManyBoundariesThereAre() {
    AccessBoundary[] many =
        IntStream.range(100, 200)
            .mapToObj(number -> approvals("b" + number, 1))
            .toArray(AccessBoundary[]::new);
    GrantTerms whole = terms(plan(WHOLE, TOOLS_RULE, many));
    GrantTerms shown = Shown.terms(whole);
    assertThat(whole.basis()).hasSize(103);
    assertThat(shown.basis()).hasSize(GrantStatus.MOST_BASIS);
    assertThat(shown.basis().stream().filter(basis -> !basis.isBoundary()))
        .extracting(GrantTerms.Basis::kind)
        .containsExactly("AccessRule", "AccessSource", "AccessSource");
    assertThat(shown.hash()).isEqualTo(whole.hash());
  }

  private static GrantTerms terms(Plan plan) {
    return switch (plan) {
      case Plan.Opens opens -> opens.terms();
      case Plan.Refuses(var refusal) -> throw new AssertionError(refusal.ending().sentence());
    };
  }
}
