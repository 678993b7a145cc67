package dev.nightlatch.incidents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightlatch.grants.model.IncidentFile.Who;
import dev.nightlatch.grants.model.IncidentProvider;
import dev.nightlatch.grants.model.IncidentRef;
import dev.nightlatch.grants.model.IncidentView;
import dev.nightlatch.grants.model.Meta;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.grants.port.ClusterException.Kind;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a file of incidents says, and what becomes of one that makes no sense.
class ProvidedIncidentsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T02:14:00Z");
  private static final ObjectKey FILE = new ObjectKey("incidents", "open");
  private static final String GOOD =
      """
      # Who writes this says which incidents are open.
      incidents:
        - id: INC-1
          status: open
          severity: critical
          services: [shop-db]
          title: orders fail
        - id: INC-2
          status: resolved
      onCall:
        - user: alice
          services: [shop-db]
          from: 2026-03-01T00:00:00Z
          until: 2026-03-01T08:00:00Z
        - group: shop-primary
        - {user: bob, until: "2026-03-01T02:14:00Z"}
      """;

  private final Map<String, String> texts = new HashMap<>();
  private final Cluster cluster = cluster(Optional.empty());

  /// A cluster of one provider and the texts of its file, of which nothing else is asked.
  private Cluster cluster(Optional<Kind> failing) {
    IncidentProvider rota =
        new IncidentProvider(
            meta("rota"),
            "",
            new IncidentProvider.Place.File(FILE, IncidentProvider.Place.File.KEY));
    return (Cluster)
        Proxy.newProxyInstance(
            Cluster.class.getClassLoader(),
            new Class<?>[] {Cluster.class},
            (_, method, arguments) ->
                switch (method.getName()) {
                  case "incidentProvider" ->
                      Optional.of(rota).filter(it -> it.name().equals(arguments[0]));
                  case "text" -> text(failing, arguments);
                  default -> throw new AssertionError(method.getName() + " is not asked");
                });
  }

  private Optional<String> text(Optional<Kind> failing, Object[] arguments) {
    failing.ifPresent(
        kind -> {
          throw new ClusterException(kind, "on purpose");
        });
    assertThat(arguments[0]).isEqualTo(FILE);
    return Optional.ofNullable(texts.get(String.valueOf(arguments[1])));
  }

  private IncidentView look(String id) {
    return new ProvidedIncidents(cluster).look(new IncidentRef("rota", id), NOW);
  }

  private IncidentView looked(String text, String id) {
    texts.put(IncidentProvider.Place.File.KEY, text);
    return look(id);
  }

  @Test
  void anOpenIncidentTellsItsSeverityItsServicesAndWhoIsOnCallNow() {
    assertThat(looked(GOOD, "INC-1"))
        .isEqualTo(
            new IncidentView.Open(
                Optional.of("critical"),
                List.of("shop-db"),
                List.of(new Who.User("alice"), new Who.Group("shop-primary"))));
    assertThat(looked(GOOD, "INC-2")).isEqualTo(new IncidentView.Closed());
    assertThat(looked(GOOD, "INC-3")).isEqualTo(new IncidentView.Unknown());
  }

  @Test
  void aProviderThatIsNotThereIsToldFromOneThatIsSilent() {
    assertThat(new ProvidedIncidents(cluster).look(new IncidentRef("pager", "INC-1"), NOW))
        .isEqualTo(new IncidentView.NoProvider());
    assertThat(look("INC-1"))
        .isEqualTo(
            new IncidentView.Unreachable("ConfigMap incidents/open, incidents.yaml, is not there"));
  }

  @Test
  void aFileThatIsNoneMakesEveryIncidentUnverified() {
    for (String bad :
        List.of("", "incidents", "- INC-1", "incidents: {", GOOD + "---\n" + GOOD, "a: b")) {
      assertThat(looked(bad, "INC-1")).as(bad).isInstanceOf(IncidentView.Unreachable.class);
    }
  }

  /// A slip of the pen in one entry is that entry's, and whoever asks for it is told the line.
  @Test
  void oneBadEntryDoesNotSpoilTheOthers() {
    String slip = GOOD.replace("status: resolved", "status: resolvd");
    assertThat(looked(slip, "INC-1")).isInstanceOf(IncidentView.Open.class);
    assertThat(looked(slip, "INC-2"))
        .isInstanceOfSatisfying(
            IncidentView.Unreachable.class,
            silent ->
                assertThat(silent.why())
                    .isEqualTo("ConfigMap incidents/open, incidents.yaml:9: NL-VALUE-WRONG"));
    assertThat(looked(slip, "INC-3"))
        .as("nobody's slip makes an incident of one that does not stand there")
        .isEqualTo(new IncidentView.Unknown());
  }

  /// Which one it is nobody can tell, so it may be any.
  @Test
  void anEntryWithoutANameLeavesWhatIsNotThereUnverified() {
    for (String slip :
        List.of(
            GOOD.replace("  - id: INC-2", "  - ids: INC-2"),
            GOOD.replace("id: INC-2", "id: [INC-2]"),
            GOOD.replace("incidents:", "incident: []\nincidents:"))) {
      assertThat(looked(slip, "INC-3")).as(slip).isInstanceOf(IncidentView.Unreachable.class);
      assertThat(looked(slip, "INC-1")).as(slip).isInstanceOf(IncidentView.Open.class);
    }
  }

  /// Otherwise a shift would have no end.
  @Test
  void aShiftWithAWordThatNobodyKnowsIsNoShift() {
    for (String slip :
        List.of(
            GOOD.replace("    until: 2026-03-01T08", "    untill: 2026-03-01T08"),
            GOOD.replace("until: 2026-03-01T08:00:00Z", "until: this evening"),
            GOOD.replace("until: 2026-03-01T08:00:00Z", "until:"),
            GOOD.replace("services: [shop-db]\n    from", "services: []\n    from"),
            GOOD.replace("services: [shop-db]\n    from", "service: [billing]\n    from"),
            GOOD.replace("- user: alice", "- user: alice\n    group: leads"))) {
      assertThat(looked(slip, "INC-1"))
          .as(slip)
          .isInstanceOfSatisfying(
              IncidentView.Open.class,
              open -> assertThat(open.onCall()).containsExactly(new Who.Group("shop-primary")));
      assertThat(looked(slip, "INC-3")).as(slip).isEqualTo(new IncidentView.Unknown());
    }
  }

  @Test
  void anIncidentThatIsThereTwiceIsVerifiedByNobody() {
    String twice = GOOD.replace("id: INC-2", "id: INC-1");
    assertThat(looked(twice, "INC-1")).isInstanceOf(IncidentView.Unreachable.class);
  }

  @Test
  void whatTheClusterRefusesIsSilentAndWhatMayPassIsTriedAgain() {
    assertThat(failing(Kind.FORBIDDEN).look(new IncidentRef("rota", "INC-1"), NOW))
        .isEqualTo(new IncidentView.Unreachable("on purpose"));
    assertThatThrownBy(() -> failing(Kind.TRANSIENT).look(new IncidentRef("rota", "INC-1"), NOW))
        .isInstanceOf(ClusterException.class);
  }

  private ProvidedIncidents failing(Kind kind) {
    return new ProvidedIncidents(cluster(Optional.of(kind)));
  }

  private static Meta meta(String name) {
    return new Meta(
        "",
        name,
        new Uid("made-by-the-cluster"),
        "",
        1,
        Instant.EPOCH,
        false,
        Map.of(),
        Map.of(),
        List.of(),
        List.of());
  }
}
