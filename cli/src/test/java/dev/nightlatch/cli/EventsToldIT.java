package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.testkit.TestCluster;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/// What the operator says of itself and of grants, on the real control plane: events, log, health.
@ResourceLock("EventsToldIT")
class EventsToldIT extends OperatorAtWork {
  private final Told told = new Told(site);

  EventsToldIT(TestCluster cluster, @TempDir Path folder) {
    super(cluster, folder, "--log-format", "json", "--health", "127.0.0.1:0");
  }

  private String rule(Shop shop) {
    return shop.kubectl("get", "accessrule", "db-shell", "--output=jsonpath={.metadata.uid}");
  }

  @Test
  void whatBecomesOfAGrantIsToldOnItAndOnItsRule() {
    Shop shop = site.shop();
    Asked grant = shop.open("db-shell", "10s");
    grant.awaitEnd(Phase.EXPIRED, Code.EXPIRED);

    told.await("default", "AccessGrant", grant.uid().text(), "Approved", "Opened", "Expired");
    told.await(shop.namespace(), "AccessRule", rule(shop), "Approved", "Opened", "Expired");
    JsonNode opened = told.events(shop.namespace(), "AccessRule", rule(shop)).get(1);
    assertThat(opened.at("/type").asText()).isEqualTo("Normal");
    assertThat(opened.at("/reportingController").asText()).isEqualTo("nightlatch.dev/operator");
    assertThat(opened.at("/note").asText())
        .contains(": " + shop.tools() + "/app=psql -> " + shop.namespace() + "/app=db on 5432/TCP.")
        .startsWith(
            "Grant " + grant.name() + " of alice@example.com for incident INC-4711: Open until ");
    assertThat(shop.kubectl("describe", "accessrule", "db-shell")).contains("Open until ");
    assertThat(site.kubectl("describe", "accessgrant", grant.name())).contains("Open until ");
  }

  @Test
  void aRefusalIsToldWithItsCode() {
    Shop shop = site.shop();
    shop.kubectl("delete", "networkpolicies", "--all");
    Asked grant = shop.ask("db-shell", "30m");
    grant.awaitEnd(Phase.REFUSED, Code.WOULD_CUT);

    told.await("default", "AccessGrant", grant.uid().text(), "WouldCut");
    told.await(shop.namespace(), "AccessRule", rule(shop), "WouldCut");
    JsonNode refused = told.events("default", "AccessGrant", grant.uid().text()).getFirst();
    assertThat(refused.at("/type").asText()).isEqualTo("Warning");
    assertThat(refused.at("/action").asText()).isEqualTo("Refused");
    assertThat(refused.at("/note").asText()).startsWith("NL-WOULD-CUT: ");
  }

  @Test
  void whatIsMendedIsTold() {
    Shop shop = site.shop();
    Asked grant = shop.open("db-shell", "30m");
    site.tamper(
        () ->
            shop.patch("networkpolicy", grant.policy().name(), "{\"spec\": {\"ingress\": [{}]}}"));
    site.await(
        Site.SOON,
        () -> "nothing is told of it",
        () -> told.reasons("default", "AccessGrant", grant.uid().text()).contains("PolicyMended"));
    assertThat(site.alice().types("close", grant.name(), "--wait").exitCode()).isZero();
    grant.awaitEnd(Phase.CLOSED, Code.CLOSED_BY_REQUESTER);
  }

  @Test
  void eachLineOfTheLogIsOneObjectAndBearsTheGrantsFields() {
    Shop shop = site.shop();
    Asked grant = shop.open("db-shell", "10s");
    grant.awaitEnd(Phase.EXPIRED, Code.EXPIRED);
    site.await(
        Site.SOON,
        () -> "nothing is said of its end",
        () -> operator.log().contains("closed, NL-EXPIRED"));
    List<JsonNode> lines =
        operator
            .log()
            .substring(0, operator.log().lastIndexOf('\n'))
            .lines()
            .map(Told::parsed)
            .toList();
    assertThat(lines)
        .allSatisfy(
            line ->
                assertThat(line.properties().stream().map(field -> field.getKey()))
                    .startsWith("time", "level", "logger", "message"));
    assertThat(lines)
        .filteredOn(line -> line.path("grant").asText().equals(grant.name()))
        .hasSizeGreaterThanOrEqualTo(3)
        .allSatisfy(
            line -> {
              assertThat(line.path("grantUid").asText()).isEqualTo(grant.uid().text());
              assertThat(line.path("incident").asText()).isEqualTo("INC-4711");
            });
  }

  private JsonNode asked(String path) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return Told.parsed(
          client
              .send(
                  HttpRequest.newBuilder(operator.health(path).orElseThrow()).build(),
                  HttpResponse.BodyHandlers.ofString())
              .body());
    } catch (IOException failed) {
      throw new AssertionError("no answer", failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError("stopped", stopped);
    }
  }

  @Test
  void itIsReadyOnceTheFirstCanaryIsBack() {
    site.await(Site.SOON, () -> "no door is open", () -> operator.health("/healthz").isPresent());
    assertThat(asked("/healthz").at("/well").asBoolean()).isTrue();
    site.await(
        Site.SOON,
        () -> "not ready: " + asked("/readyz"),
        () -> asked("/readyz").at("/well").asBoolean());
    assertThat(asked("/readyz").at("/role").asText()).isEqualTo("alone");
  }
}
