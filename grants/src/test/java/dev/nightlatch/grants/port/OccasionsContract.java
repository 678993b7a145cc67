package dev.nightlatch.grants.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Doubt;
import dev.nightlatch.grants.model.Exemption;
import dev.nightlatch.grants.model.GrantRef;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.GrantTerms;
import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.IncidentRef;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Part;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// On what occasion a grant is asked for, and beside which others.
interface OccasionsContract extends Stage {

  private Request request(IncidentRef incident, boolean breakGlass, Optional<GrantRef> extended) {
    return new Request(
        rule(),
        incident,
        "orders cannot be read",
        Duration.ofMinutes(30),
        Part.of(new Origin.AnySource()),
        Optional.empty(),
        breakGlass,
        extended,
        new Identity("alice", List.of("oncall", "system:authenticated")));
  }

  private void readsAsItWasAsked(Request request) {
    AccessGrant grant = world().user("alice").ask(request);
    assertThat(grant.request()).isEqualTo(request);
    assertThat(operator().grant(grant.name())).contains(grant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rota", "manual", "4711"})
  default void aRequestForAnIncidentOfAProviderReadsAsItWasAsked(String provider) {
    readsAsItWasAsked(request(new IncidentRef(provider, "INC-4711"), false, Optional.empty()));
  }

  @Test
  default void aRequestThatBreaksTheGlassReadsAsItWasAsked() {
    readsAsItWasAsked(request(IncidentRef.manual("INC-4711"), true, Optional.empty()));
  }

  @Test
  default void aRequestThatGoesOnFromAnotherReadsAsItWasAsked() {
    AccessGrant before = asked();
    GrantRef extended = new GrantRef(before.name(), before.uid());
    readsAsItWasAsked(request(new IncidentRef("rota", "1e3"), true, Optional.of(extended)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Rota", "no provider", "a.b", "../a"})
  default void noProviderOfANameThatNoneCanHaveIsAskedFor(String provider) {
    Request request = request(new IncidentRef(provider, "INC-4711"), false, Optional.empty());
    Stage.fails(ClusterException.Kind.INVALID, () -> world().user("alice").ask(request));
  }

  @Test
  default void theGrantsOfARuleAreThoseAlone() {
    ObjectKey beside = new ObjectKey(world().namespace(), "orders-db-2");
    ObjectKey elsewhere = new ObjectKey(world().otherNamespace(), rule().name());
    AccessGrant first = asked();
    AccessGrant second = world().user("bob").ask(Samples.request(rule(), "bob"));
    AccessGrant other = world().user("alice").ask(Samples.request(beside, "alice"));
    AccessGrant far = world().user("alice").ask(Samples.request(elsewhere, "alice"));
    assertThat(operator().grants(rule()))
        .containsExactlyInAnyOrder(first, second)
        .isSortedAccordingTo((a, b) -> a.name().compareTo(b.name()));
    assertThat(operator().grants(beside)).containsExactly(other);
    assertThat(world().user("carol").grants(elsewhere)).containsExactly(far);
  }

  @Test
  default void aRuleThatNobodyUsesHasNoGrants() {
    AccessGrant grant = asked();
    assertThat(operator().grants(new ObjectKey(world().namespace(), "orders"))).isEmpty();
    assertThat(operator().grants(new ObjectKey("no-such-namespace", rule().name()))).isEmpty();
    world().deleteGrant(grant.name());
    soon(() -> operator().grants(rule()).isEmpty());
  }

  @Test
  default void doubtsExemptionAndTheTimeToReviewAreReadBackAsReported() {
    Instant now = Instant.ofEpochSecond(world().now().getEpochSecond());
    GrantTerms terms =
        new GrantTerms(
            VoicesContract.TERMS,
            2,
            new Exemption.BreakGlass(Duration.ofDays(3)),
            List.of(
                new Doubt(Code.OTHER_LAYERS, "Nobody knows."),
                new Doubt(Code.UNDECIDED, "Nobody knows either.")),
            List.of(),
            List.of(),
            List.of());
    GrantStatus status =
        new GrantStatus(
            Phase.ACTIVE,
            "Open.",
            Optional.empty(),
            Optional.of(now),
            Optional.of(now.plusSeconds(1800)),
            Optional.empty(),
            Optional.of(terms),
            List.of(),
            List.of(),
            Optional.of(now.plus(Duration.ofDays(3))),
            List.of(),
            Optional.empty(),
            List.of());
    AccessGrant reported = operator().report(asked(), status);
    assertThat(reported.status()).isEqualTo(status);
    assertThat(operator().grant(reported.name())).contains(reported);
  }
}
