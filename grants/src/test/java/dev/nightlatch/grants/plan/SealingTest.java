package dev.nightlatch.grants.plan;

import static dev.nightlatch.grants.model.Samples.APP_DB;
import static dev.nightlatch.grants.model.Samples.GRANT;
import static dev.nightlatch.grants.model.Samples.NIGHT;
import static dev.nightlatch.grants.model.Samples.RULE_KEY;
import static dev.nightlatch.grants.model.Samples.TOOLS_KEY;
import static dev.nightlatch.grants.model.Samples.db;
import static dev.nightlatch.grants.model.Samples.defaultDeny;
import static dev.nightlatch.grants.model.Samples.free;
import static dev.nightlatch.grants.model.Samples.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.AccessSource;
import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.Meta;
import dev.nightlatch.grants.model.Part;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.Samples;
import dev.nightlatch.grants.model.Surroundings;
import dev.nightlatch.grants.model.Target;
import dev.nightlatch.grants.model.Uid;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The hash that an approval names: the same for the same terms, another for any others.
class SealingTest {
  private static final AccessRule RULE = Samples.rule(1, free(TOOLS_KEY));
  private static final Request REQUEST = request(Samples.HALF_AN_HOUR, Optional.empty());
  private static final List<Pod> PODS = List.of(db("db-0"));

  @Test
  void theSameTermsHaveTheSameHashOf64HexadecimalDigits() {
    String hash = hash(GRANT, REQUEST, RULE, Samples.tools("shop"), PODS);
    assertThat(hash).matches("[0-9a-f]{64}");
    assertThat(hash(GRANT, REQUEST, RULE, Samples.tools("shop"), PODS)).isEqualTo(hash);
  }

  @Test
  void whateverAnApproverDecidesOnChangesTheHash() {
    AccessSource tools = Samples.tools("shop");
    Target other = new Target(APP_DB, List.of(tcp(5432), tcp(5433)));
    List<String> hashes =
        List.of(
            hash(GRANT, REQUEST, RULE, tools, PODS),
            hash(new Uid("another"), REQUEST, RULE, tools, PODS),
            hash(GRANT, request(Duration.ofHours(1), Optional.empty()), RULE, tools, PODS),
            hash(
                GRANT,
                request(Samples.HALF_AN_HOUR, Optional.of(NIGHT.plusSeconds(60))),
                RULE,
                tools,
                PODS),
            hash(GRANT, REQUEST, Samples.rule(2, free(TOOLS_KEY)), tools, PODS),
            hash(
                GRANT, REQUEST, Samples.rule(Samples.RULE, other, 1, free(TOOLS_KEY)), tools, PODS),
            hash(GRANT, REQUEST, in(RULE, RULE.meta().uid(), 2), tools, PODS),
            hash(GRANT, REQUEST, in(RULE, new Uid("made anew"), 1), tools, PODS),
            hash(GRANT, REQUEST, RULE, in(tools, tools.meta().uid(), 2), PODS),
            hash(GRANT, REQUEST, RULE, in(tools, new Uid("made anew"), 1), PODS),
            hash(GRANT, REQUEST, RULE, tools, List.of(db("db-0"), db("db-1"))));
    assertThat(new HashSet<>(hashes)).hasSameSizeAs(hashes);
  }

  @Test
  void whatNobodyApprovesDoesNotChangeTheHash() {
    AccessSource tools = Samples.tools("shop");
    Pod finished = new Pod("shop", "db-9", Map.of("app", "db"), false, true);
    String hash = hash(GRANT, REQUEST, RULE, tools, PODS);
    assertThat(hash(GRANT, REQUEST, RULE, tools, List.of(db("db-0"), finished))).isEqualTo(hash);
    assertThat(hash(GRANT, REQUEST, RULE, tools, List.of(db("db-0"), elsewhere()))).isEqualTo(hash);
  }

  /// Terms that were not worked out whole are nothing that one could approve.
  @Test
  void withoutALookAtTheClusterThereIsNoHash() {
    assertThat(opens(GRANT, REQUEST, RULE, Samples.tools("shop"), new Look.Away()).terms().hash())
        .isEmpty();
  }

  private static Pod elsewhere() {
    return new Pod("bank", "db-0", Map.of("app", "db"), false, false);
  }

  private static AccessRule in(AccessRule rule, Uid uid, long generation) {
    return new AccessRule(
        in(rule.meta(), uid, generation),
        rule.description(),
        rule.target(),
        rule.sources(),
        rule.maxDuration(),
        rule.fourEyes());
  }

  private static AccessSource in(AccessSource source, Uid uid, long generation) {
    return new AccessSource(
        in(source.meta(), uid, generation),
        source.description(),
        source.stand(),
        source.usableFrom());
  }

  private static Meta in(Meta meta, Uid uid, long generation) {
    return new Meta(
        meta.namespace(),
        meta.name(),
        uid,
        meta.resourceVersion(),
        generation,
        meta.createdAt(),
        meta.terminating(),
        meta.labels(),
        meta.annotations(),
        meta.owners(),
        meta.finalizers());
  }

  private static Request request(Duration duration, Optional<Instant> start) {
    return new Request(
        RULE_KEY,
        "INC-1",
        "orders are stuck",
        duration,
        Part.WHOLE,
        start,
        new Identity("alice", List.of()));
  }

  private static String hash(
      Uid grant, Request request, AccessRule rule, AccessSource source, List<Pod> pods) {
    Look look = new Look.At(Surroundings.of(pods, List.of(defaultDeny())), CniProfile.DEFAULT);
    return opens(grant, request, rule, source, look).terms().hash();
  }

  private static Plan.Opens opens(
      Uid grant, Request request, AccessRule rule, AccessSource source, Look look) {
    return switch (Planner.plan(
        new Ask(grant, request, NIGHT, NIGHT),
        new Facts.Known(rule, List.of(source), List.of()),
        look,
        new Progress.Asked())) {
      case Plan.Opens opens -> opens;
      case Plan.Refuses(var refusal) -> throw new AssertionError(refusal.ending().sentence());
    };
  }
}
