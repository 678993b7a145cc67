package dev.nightlatch.manifests;

import dev.nightlatch.engine.explain.Answer;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.model.PolicyPort;
import dev.nightlatch.engine.model.PolicyRule;
import dev.nightlatch.engine.model.Requirement;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.Cidr;
import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.engine.set.Protocol;
import dev.nightlatch.grants.model.AccessBoundary;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.AccessSource;
import dev.nightlatch.grants.model.Approval;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.GrantStatus.LatchRef;
import dev.nightlatch.grants.model.GrantStatus.PolicyRef;
import dev.nightlatch.grants.model.GrantTerms;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.Meta;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Owner;
import dev.nightlatch.grants.model.Part;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Proof;
import dev.nightlatch.grants.model.Prospect;
import dev.nightlatch.grants.model.Rejection;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.Review;
import dev.nightlatch.grants.model.Revocation;
import dev.nightlatch.grants.model.Sessions;
import dev.nightlatch.grants.model.SourceRef;
import dev.nightlatch.grants.model.Stand;
import dev.nightlatch.grants.model.Target;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.model.Voices;
import dev.nightlatch.grants.model.Wording;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// Values of the model as an API server could hold them, with all that makes writing them hard.
final class Models {
  private Models() {}

  /// Texts that some reader takes for something else, and any others.
  static Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.of(
            "yes",
            "on",
            "y",
            "no",
            "null",
            "~",
            "true",
            "5432",
            "0644",
            "1e3",
            ".5",
            "0x1F",
            "2026-11-24",
            "2026-11-24T02:14:00Z",
            "12:30",
            "<<",
            "=",
            "- a",
            "a: b",
            "a #b",
            "#b",
            "{a: b}",
            "[a]",
            "*a",
            "&a",
            "!a",
            "|",
            ">",
            "%a",
            "@a",
            "`a`",
            "? a",
            "'a'",
            "\"a\"",
            " a",
            "a ",
            "a\nb",
            "a\n\nb\n",
            "\na",
            " a\n b",
            "a\n ",
            "\ta",
            "é",
            "日本",
            "😀",
            "-",
            "---",
            "...",
            "a\n---\nb",
            "a\n...\nb",
            "k:",
            "1_000",
            "0o17",
            "+1",
            "1h",
            "NaN"),
        Arbitraries.strings().withChars("aé日-:#{}[]\"'\\|>&*!%@`?,. \n\t01").ofMaxLength(12),
        Arbitraries.strings().ascii().ofMaxLength(20));
  }

  /// Texts that an object of ours may hold: they say something and do nothing to a terminal.
  static Arbitrary<String> lines() {
    return texts().filter(text -> Wording.isLines(text) && !text.isBlank());
  }

  static Arbitrary<String> oneLine() {
    return texts().filter(text -> Wording.isOneLine(text) && !text.isBlank());
  }

  static Arbitrary<String> names() {
    return Arbitraries.oneOf(
        Arbitraries.of("shop", "db", "yes", "on", "null", "true", "5432", "0", "1e3", "a-b"),
        Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(8));
  }

  static Arbitrary<ObjectKey> keys() {
    return Combinators.combine(names(), names()).as(ObjectKey::new);
  }

  static Arbitrary<Uid> uids() {
    return Arbitraries.oneOf(
            Arbitraries.create(() -> "6ba7b810-9dad-11d1-80b4-00c04fd430c8"),
            Arbitraries.of("12345678", "1e10", "yes"))
        .map(Uid::new);
  }

  static Arbitrary<Instant> instants() {
    return Arbitraries.longs()
        .between(1_500_000_000L, 2_500_000_000L)
        .flatMap(
            second ->
                Arbitraries.of(0, 1_000, 500_000_000)
                    .map(nanos -> Instant.ofEpochSecond(second, nanos)));
  }

  static Arbitrary<String> labelKeys() {
    return Arbitraries.of(
        "app", "on", "yes", "1", "true", "app.kubernetes.io/name", "a_b", "tier", "x.y/z");
  }

  static Arbitrary<String> labelValues() {
    return Arbitraries.of("", "a", "db", "yes", "true", "1", "0644", "1e3", "on", "v1.2_x-y", "N");
  }

  static Arbitrary<Map<String, String>> labels() {
    return Arbitraries.maps(labelKeys(), labelValues()).ofMaxSize(3);
  }

  static Arbitrary<Meta> metas(Arbitrary<String> namespaces) {
    Arbitrary<Owner> owners =
        Combinators.combine(
                Arbitraries.of("batch/v1", "v1"), Arbitraries.of("Job"), names(), uids())
            .as(Owner::new);
    return Combinators.combine(
            namespaces,
            names(),
            uids(),
            Arbitraries.of("", "1", "4711", "abc"),
            Arbitraries.longs().between(0, 9),
            Arbitraries.oneOf(Arbitraries.just(Instant.EPOCH), instants()),
            Combinators.combine(
                    labels(),
                    Arbitraries.maps(labelKeys(), texts()).ofMaxSize(2),
                    owners.list().ofMaxSize(2))
                .as(Extras::new),
            Arbitraries.of("foregroundDeletion", "a.b/c").list().ofMaxSize(2))
        .as(
            (namespace, name, uid, version, generation, created, extras, finalizers) ->
                new Meta(
                    namespace,
                    name,
                    uid,
                    version,
                    generation,
                    created,
                    false,
                    extras.labels(),
                    extras.annotations(),
                    extras.owners(),
                    finalizers));
  }

  private record Extras(
      Map<String, String> labels, Map<String, String> annotations, List<Owner> owners) {}

  static Arbitrary<Requirement> requirements() {
    Arbitrary<List<String>> values = labelValues().list().ofMinSize(1).ofMaxSize(3);
    return Arbitraries.oneOf(
        Combinators.combine(labelKeys(), values).as(Requirement.In::new),
        Combinators.combine(labelKeys(), values).as(Requirement.NotIn::new),
        labelKeys().map(Requirement.Exists::new),
        labelKeys().map(Requirement.DoesNotExist::new));
  }

  static Arbitrary<LabelSelector> selectors() {
    return requirements().list().ofMaxSize(4).map(LabelSelector::new);
  }

  static Arbitrary<LabelSelector> positiveSelectors() {
    return selectors().filter(LabelSelector::isPositive);
  }

  static Arbitrary<PortRange> ranges() {
    return Combinators.combine(
            Arbitraries.of(Protocol.values()),
            Arbitraries.integers().between(1, 65_535),
            Arbitraries.integers().between(0, 100))
        .as(
            (protocol, first, more) ->
                new PortRange(protocol, first, Math.min(65_535, first + more)));
  }

  private static Cidr cidr(String text) {
    return Cidr.parseStrict(text).orElseThrow();
  }

  static Arbitrary<Peer> peers() {
    return Arbitraries.oneOf(
        selectors().map(Peer.OwnNamespace::new),
        Combinators.combine(selectors(), selectors()).as(Peer.AcrossNamespaces::new),
        Arbitraries.of(
            Peer.IpBlock.whole(cidr("0.0.0.0/0")),
            Peer.IpBlock.whole(cidr("2001:db8::/32")),
            new Peer.IpBlock(cidr("10.0.0.0/8"), List.of(cidr("10.1.0.0/16"), cidr("10.2.3.4/32"))),
            new Peer.IpBlock(cidr("::/0"), List.of(cidr("fe80::/10")))));
  }

  static Arbitrary<PolicyPort> ports() {
    return Arbitraries.oneOf(
        Arbitraries.of(Protocol.values()).map(PolicyPort.All::new),
        ranges().map(PolicyPort.Numbered::new),
        Combinators.combine(Arbitraries.of(Protocol.values()), Arbitraries.of("http", "y", "a-1"))
            .as(PolicyPort.Named::new));
  }

  static Arbitrary<HeldPolicy> policies() {
    Arbitrary<List<PolicyRule>> rules =
        Combinators.combine(peers().list().ofMaxSize(2), ports().list().ofMaxSize(2))
            .as(PolicyRule::new)
            .list()
            .ofMaxSize(2);
    return Combinators.combine(
            metas(names()),
            selectors(),
            Arbitraries.of(Direction.values()).set().ofMinSize(1),
            rules,
            rules)
        .as(
            (meta, selector, types, ingress, egress) ->
                new HeldPolicy(
                    meta,
                    new NetworkPolicy(
                        meta.namespace(), meta.name(), selector, types, ingress, egress)));
  }

  static Arbitrary<String> descriptions() {
    return Arbitraries.oneOf(Arbitraries.just(""), texts().filter(Wording::isLines));
  }

  static Arbitrary<AccessSource> sources() {
    Arbitrary<Stand> stands =
        Arbitraries.oneOf(
            positiveSelectors().map(Stand.Pods::new),
            Arbitraries.of("10.20.0.0/24", "10.20.1.7/32", "2001:db8::/64", "192.0.2.128/25")
                .map(Models::cidr)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(Stand.Blocks::new));
    return Combinators.combine(metas(names()), descriptions(), stands, names().list().ofMaxSize(3))
        .as(AccessSource::new);
  }

  static Arbitrary<Duration> leases() {
    return Arbitraries.oneOf(
        Arbitraries.of(Duration.ofHours(1), Duration.ofMinutes(90), Duration.ofHours(24)),
        Arbitraries.longs().between(10, 86_400).map(Duration::ofSeconds));
  }

  static Arbitrary<AccessRule> rules() {
    return Combinators.combine(
            metas(names()),
            descriptions(),
            Combinators.combine(positiveSelectors(), ranges().list().ofMinSize(1).ofMaxSize(3))
                .as(Target::new),
            Combinators.combine(keys(), Arbitraries.of(true, false))
                .as(SourceRef::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3),
            leases(),
            ConditionModels.fourEyes(),
            ConditionModels.conditions(),
            ConditionModels.dns())
        .as(AccessRule::new);
  }

  static Arbitrary<AccessBoundary> boundaries() {
    Arbitrary<AccessBoundary.Widest> widest =
        Combinators.combine(
                Arbitraries.integers().between(24, 32), Arbitraries.integers().between(64, 128))
            .as(AccessBoundary.Widest::new);
    Arbitrary<Limits> limits =
        Combinators.combine(
                leases().optional(),
                widest.optional(),
                names().list().ofMaxSize(3),
                ranges().list().ofMaxSize(3),
                Arbitraries.integers().between(0, 5))
            .as(Limits::new)
            .filter(Limits::isAny);
    return Combinators.combine(
            metas(Arbitraries.just("")), descriptions(), limits, ConditionModels.exemptions())
        .as(
            (meta, description, each, exemptions) ->
                new AccessBoundary(
                    meta,
                    description,
                    each.longest(),
                    each.widest(),
                    each.namespaces(),
                    each.ports(),
                    each.approvals() == 0 ? OptionalInt.empty() : OptionalInt.of(each.approvals()),
                    exemptions));
  }

  /// @param approvals 0 for no limit
  private record Limits(
      Optional<Duration> longest,
      Optional<AccessBoundary.Widest> widest,
      List<String> namespaces,
      List<PortRange> ports,
      int approvals) {

    boolean isAny() {
      return longest.isPresent()
          || widest.isPresent()
          || !namespaces.isEmpty()
          || !ports.isEmpty()
          || approvals > 0;
    }
  }

  static Arbitrary<GrantStatus> statuses() {
    Arbitrary<LatchRef> latches =
        Combinators.combine(keys(), uids(), instants(), instants()).as(LatchRef::new);
    Arbitrary<PolicyRef> policies = Combinators.combine(keys(), uids()).as(PolicyRef::new);
    Arbitrary<GrantStatus> seen =
        Combinators.combine(
                Arbitraries.of(Phase.values()),
                texts(),
                Arbitraries.of(Code.values()).optional(),
                instants().optional(),
                instants().optional(),
                instants().optional(),
                terms().optional(),
                Combinators.combine(
                        latches.list().ofMaxSize(2),
                        policies.list().ofMaxSize(2),
                        instants().optional(),
                        proofs().list().ofMaxSize(3).uniqueElements(Proof::moment),
                        prospects().optional(),
                        names().list().ofMaxSize(2))
                    .as(Refs::new))
            .as(
                (phase, message, code, starts, expires, closed, terms, refs) ->
                    new GrantStatus(
                        phase,
                        message,
                        code,
                        starts,
                        expires,
                        closed,
                        terms,
                        refs.latches(),
                        refs.policies(),
                        refs.reviewBy(),
                        refs.proofs(),
                        refs.prospect(),
                        refs.notIndependent()));
    return Arbitraries.oneOf(Arbitraries.just(GrantStatus.NEW), seen);
  }

  private static Arbitrary<GrantTerms> terms() {
    Arbitrary<GrantTerms.Basis> basis =
        Arbitraries.oneOf(
            bases(Arbitraries.of("AccessRule", "AccessSource"), keys()),
            bases(
                Arbitraries.just("AccessBoundary"), names().map(name -> new ObjectKey("", name))));
    return Combinators.combine(
            hashes(),
            Arbitraries.integers().between(0, 5),
            ConditionModels.exemption(),
            ConditionModels.doubts().list().ofMaxSize(2),
            texts().list().ofMaxSize(3),
            texts().list().ofMaxSize(3),
            basis.list().ofMaxSize(3))
        .as(GrantTerms::new);
  }

  private static Arbitrary<GrantTerms.Basis> bases(
      Arbitrary<String> kinds, Arbitrary<ObjectKey> keys) {
    return Combinators.combine(kinds, keys, uids(), Arbitraries.longs().between(1, 9))
        .as(GrantTerms.Basis::new);
  }

  private static Arbitrary<String> hashes() {
    return Arbitraries.strings().withChars("0123456789abcdef").ofLength(64);
  }

  private static Arbitrary<Identity> identities() {
    return Combinators.combine(oneLine(), oneLine().list().ofMaxSize(3)).as(Identity::new);
  }

  private static Arbitrary<Voices> voices() {
    Arbitrary<Approval> approvals =
        Combinators.combine(identities(), hashes(), codes(), descriptions()).as(Approval::new);
    Arbitrary<Rejection> rejections =
        Arbitraries.oneOf(
            Arbitraries.just(new Rejection.None()),
            Combinators.combine(identities(), descriptions()).as(Rejection.By::new));
    Arbitrary<Revocation> revocations =
        Arbitraries.oneOf(
            Arbitraries.just(new Revocation.None()),
            Combinators.combine(identities(), descriptions())
                .as((Identity who, String why) -> new Revocation.By(who, why)));
    Arbitrary<Review> reviews =
        Arbitraries.oneOf(
            Arbitraries.just(new Review.None()),
            Combinators.combine(identities(), oneLine()).as(Review.By::new));
    return Combinators.combine(approvals.list().ofMaxSize(3), rejections, revocations, reviews)
        .as(Voices::new);
  }

  private static Arbitrary<List<String>> codes() {
    return Arbitraries.of(Code.class).map(Code::text).list().ofMaxSize(3);
  }

  private record Refs(
      List<LatchRef> latches,
      List<PolicyRef> policies,
      Optional<Instant> reviewBy,
      List<Proof> proofs,
      Optional<Prospect> prospect,
      List<String> notIndependent) {}

  private static Arbitrary<Prospect> prospects() {
    Arbitrary<Integer> numbers = Arbitraries.integers().between(0, 100_000);
    Arbitrary<Prospect.Step> steps =
        Combinators.combine(numbers, numbers, numbers, numbers, numbers).as(Prospect.Step::new);
    Arbitrary<Sessions> sessions =
        Arbitraries.oneOf(
            oneLine().map(Sessions.Survive::new),
            oneLine().map(Sessions.Cut::new),
            oneLine().map(plugin -> new Sessions.CutLater(plugin, Duration.ofSeconds(30))),
            oneLine().map(Sessions.Unknown::new));
    return Combinators.combine(
            steps, steps, Arbitraries.of(Answer.class), texts().list().ofMaxSize(3), sessions)
        .as(Prospect::new);
  }

  private static Arbitrary<Proof> proofs() {
    return Combinators.combine(
            Arbitraries.of(Proof.Moment.class),
            Arbitraries.of(Proof.Method.class),
            instants(),
            Arbitraries.of(true, false),
            texts(),
            texts().list().ofMaxSize(3))
        .as(Proof::new);
  }

  static Arbitrary<Request> requests() {
    return Combinators.combine(
            keys(),
            ConditionModels.incidents(),
            lines(),
            leases(),
            parts(),
            Arbitraries.longs()
                .between(1_700_000_000L, 1_900_000_000L)
                .map(Instant::ofEpochSecond)
                .optional(),
            Arbitraries.of(true, false),
            ConditionModels.extended())
        .flatAs(
            (rule, incident, reason, lease, part, start, breakGlass, extended) ->
                identities()
                    .map(
                        who ->
                            new Request(
                                rule,
                                incident,
                                reason,
                                lease,
                                part,
                                start,
                                breakGlass,
                                extended,
                                who)));
  }

  private static Arbitrary<Part> parts() {
    return Combinators.combine(
            Arbitraries.oneOf(
                Arbitraries.just(new Origin.AnySource()),
                Arbitraries.of("10.20.0.17", "2001:db8::17")
                    .map(text -> new Origin.OneAddress(Address.parse(text).orElseThrow()))),
            keys().list().ofMaxSize(2),
            ranges().list().ofMaxSize(2))
        .as(Part::new);
  }

  static Arbitrary<AccessGrant> grants() {
    return Combinators.combine(metas(Arbitraries.just("")), requests(), voices(), statuses())
        .as(AccessGrant::new);
  }

  /// Plain trees of every shape.
  static Arbitrary<Object> plainTrees() {
    return Arbitraries.lazyOf(
        () -> texts().map(Object.class::cast),
        () ->
            Arbitraries.strings()
                .all()
                .ofMaxLength(8)
                .filter(Models::isUnicode)
                .map(Object.class::cast),
        () -> Arbitraries.longs().map(Object.class::cast),
        () -> Arbitraries.of(true, false).map(Object.class::cast),
        () -> plainTrees().list().ofMaxSize(3).map(Object.class::cast),
        () -> Arbitraries.maps(texts(), plainTrees()).ofMaxSize(3).map(Object.class::cast));
  }

  /// Whether every half of a pair of surrogates has its other half, and no character is a
  /// non-character, which no text of an API server holds.
  static boolean isUnicode(String text) {
    return text.codePoints()
        .noneMatch(
            point ->
                (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)
                    || (point & 0xFFFE) == 0xFFFE);
  }
}
