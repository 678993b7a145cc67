package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.testkit.Wait;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// What the operator says of a grant can be found by the grant's fields.
class LogFieldsTest {

  /// Keeps every event.
  private static final class Kept extends AppenderBase<ILoggingEvent> {
    final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      events.add(event);
    }

    List<ILoggingEvent> saying(String start) {
      return events.stream().filter(it -> it.getFormattedMessage().startsWith(start)).toList();
    }
  }

  @Test
  void everyLineAboutAGrantBearsItsNameItsUidAndItsIncident() throws IOException {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    Kept kept = new Kept();
    kept.setContext(context);
    kept.start();
    var logger = context.getLogger("dev.nightlatch.operator");
    logger.addAppender(kept);
    try (EmbeddedStage stage = EmbeddedStage.build()) {
      stage.startOperator();
      AccessGrant grant = lived(stage.engineer());
      Map<String, String> fields =
          Map.of(
              "grant", grant.name(),
              "grantUid", grant.uid().text(),
              "incident", "INC-fields-4711");
      List<ILoggingEvent> told =
          kept.events.stream()
              .filter(it -> it.getMDCPropertyMap().containsValue("INC-fields-4711"))
              .toList();
      assertThat(told).hasSizeGreaterThanOrEqualTo(2);
      assertThat(told).allSatisfy(it -> assertThat(it.getMDCPropertyMap()).isEqualTo(fields));
      assertThat(kept.saying("opening until ")).anyMatch(told::contains);
      assertThat(kept.saying("the canary "))
          .allSatisfy(it -> assertThat(it.getMDCPropertyMap()).isEmpty());
    } finally {
      logger.detachAppender(kept);
    }
  }

  private static AccessGrant lived(Cluster cluster) {
    AccessGrant grant =
        cluster.ask(
            new Request(
                new ObjectKey("shop", "db-shell"),
                "INC-fields-4711",
                "orders fail",
                Duration.ofSeconds(10),
                new Origin.AnySource(),
                "alice@example.com"));
    return Wait.forValue(
        Duration.ofSeconds(60),
        () -> cluster.grant(grant.name()).filter(it -> it.status().phase().isTerminal()),
        () -> "still " + cluster.grant(grant.name()).map(it -> it.status().phase()));
  }
}
