package dev.nightlatch.manifests;

import dev.nightlatch.grants.model.BreakGlass;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Conditions;
import dev.nightlatch.grants.model.Dns;
import dev.nightlatch.grants.model.Doubt;
import dev.nightlatch.grants.model.Exemption;
import dev.nightlatch.grants.model.FourEyes;
import dev.nightlatch.grants.model.GrantRef;
import dev.nightlatch.grants.model.IncidentKind;
import dev.nightlatch.grants.model.IncidentProvider;
import dev.nightlatch.grants.model.IncidentRef;
import dev.nightlatch.grants.model.OnDrift;
import dev.nightlatch.grants.model.Quota;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// Under which conditions rules may be opened, and what came of it, of every shape.
final class ConditionModels {
  private ConditionModels() {}

  static Arbitrary<FourEyes> fourEyes() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 5),
            Arbitraries.oneOf(Arbitraries.just(FourEyes.TIMEOUT), Models.leases()),
            Arbitraries.of(true, false))
        .as(FourEyes::new);
  }

  static Arbitrary<Conditions> conditions() {
    Arbitrary<BreakGlass> breakGlass =
        Arbitraries.oneOf(
            Arbitraries.just(new BreakGlass.Forbidden()), days().map(BreakGlass.Allowed::new));
    return Combinators.combine(kinds(), breakGlass, quotas(), Arbitraries.of(OnDrift.class))
        .as(Conditions::new);
  }

  static Arbitrary<Dns> dns() {
    return Arbitraries.oneOf(
        Arbitraries.just(new Dns.None()),
        Combinators.combine(Models.names(), Models.positiveSelectors()).as(Dns.Pods::new));
  }

  private static Arbitrary<IncidentKind> kinds() {
    return Combinators.combine(
            Models.names().list().ofMaxSize(2),
            words().list().ofMaxSize(2),
            words().list().ofMaxSize(2))
        .as(IncidentKind::new);
  }

  private static Arbitrary<Quota> quotas() {
    return Combinators.combine(numbers(), numbers(), Models.leases().optional()).as(Quota::new);
  }

  private static Arbitrary<OptionalInt> numbers() {
    return Arbitraries.integers()
        .between(1, 1000)
        .optional()
        .map(found -> found.map(OptionalInt::of).orElseGet(OptionalInt::empty));
  }

  private static Arbitrary<Duration> days() {
    return Arbitraries.longs().between(10, 30 * 86_400).map(Duration::ofSeconds);
  }

  private static Arbitrary<String> words() {
    return Arbitraries.of("critical", "P1", "1", "yes", "日本", "shop-db");
  }

  static Arbitrary<IncidentRef> incidents() {
    return Combinators.combine(
            Arbitraries.oneOf(Arbitraries.just(IncidentRef.MANUAL), Models.names()),
            Arbitraries.of("INC-4711", "4711", "yes", "1e3", "#12", "日本-1"))
        .as(IncidentRef::new);
  }

  static Arbitrary<Optional<GrantRef>> extended() {
    return Combinators.combine(Models.names(), Models.uids()).as(GrantRef::new).optional();
  }

  static Arbitrary<List<Exemption.Kind>> exemptions() {
    return Arbitraries.of(Exemption.Kind.class).list().ofMaxSize(2);
  }

  static Arbitrary<Exemption> exemption() {
    return Arbitraries.oneOf(
        Arbitraries.just(new Exemption.None()),
        Arbitraries.just(new Exemption.OnCall()),
        days().map(Exemption.BreakGlass::new));
  }

  static Arbitrary<Doubt> doubts() {
    return Combinators.combine(Arbitraries.of(Code.class), Models.texts()).as(Doubt::new);
  }

  static Arbitrary<IncidentProvider> providers() {
    Arbitrary<IncidentProvider.Place> files =
        Combinators.combine(Models.keys(), Arbitraries.of("incidents.yaml", "open", "a_b.c"))
            .as(IncidentProvider.Place.File::new);
    return Combinators.combine(
            Models.metas(Arbitraries.just("")).filter(meta -> !meta.name().equals("manual")),
            Models.descriptions(),
            files)
        .as(IncidentProvider::new);
  }
}
