package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What people wrote must neither make a line of its own nor a field.
class LogLineTest {
  private static final Instant AT = Instant.parse("2026-11-25T02:14:00.7Z");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static LoggingEvent event(String message, Map<String, String> fields) {
    LoggingEvent event = new LoggingEvent();
    event.setLoggerContext(new LoggerContext());
    event.setInstant(AT);
    event.setLevel(Level.INFO);
    event.setLoggerName("dev.nightlatch.operator.GrantReconciler");
    event.setMessage(message);
    event.setMDCPropertyMap(fields);
    return event;
  }

  private static Map<String, String> fields(String incident) {
    return Map.of("grant", "db-shell-x7", "grantUid", "4711-aa", "incident", incident);
  }

  private static JsonNode parsed(LoggingEvent event) throws JsonProcessingException {
    return JSON.readTree(LogLine.json(event));
  }

  @Test
  void aLineForPeopleNamesTheGrantBeforeWhatIsSaid() {
    assertThat(LogLine.text(event("closed", fields("INC-4711"))))
        .isEqualTo(
            "2026-11-25T02:14:00.700Z INFO GrantReconciler"
                + " [grant=db-shell-x7 uid=4711-aa incident=INC-4711] - closed");
  }

  @Test
  void aLineOfNoGrantHasNoFields() {
    assertThat(LogLine.text(event("works again", Map.of())))
        .isEqualTo("2026-11-25T02:14:00.700Z INFO GrantReconciler - works again");
  }

  @Test
  void aLineForProgramsIsOneObject() throws JsonProcessingException {
    assertThat(parsed(event("closed", fields("INC-4711"))))
        .isEqualTo(
            JSON.readTree(
                """
                {"time": "2026-11-25T02:14:00.700Z", "level": "INFO",
                 "logger": "dev.nightlatch.operator.GrantReconciler", "message": "closed",
                 "grant": "db-shell-x7", "grantUid": "4711-aa", "incident": "INC-4711"}
                """));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\n2026-11-25T02:14:00.700Z INFO GrantReconciler [grant=other] - opened",
        "a\r\nb",
        "a\u0085b",
        "a\u2028b",
        "a\u2029b",
        "a\u000bb\fc",
        "a\u001cb\u001dc\u001ed",
        "a\u0000b",
        "a\u001b[2K\u001b[1Ab",
        "a\u202eb\u2066c",
        "a\ud800b",
        "a\udb40\udc01b",
        "\\n \\u000a"
      })
  void aTextThatTriesToBeMoreThanOneLineIsOne(String attack) throws JsonProcessingException {
    LoggingEvent event = event(attack, fields(attack));
    event.setThrowableProxy(
        new ThrowableProxy(
            new IllegalStateException(attack, new IllegalArgumentException(attack))));
    for (String line : new String[] {LogLine.text(event), LogLine.json(event)}) {
      assertThat(line).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\x{D800}-\\x{DFFF}]");
    }
    assertThat(parsed(event).at("/message").asText()).isEqualTo(attack);
    assertThat(parsed(event).at("/incident").asText()).isEqualTo(attack);
    assertThat(parsed(event).at("/exception").asText()).contains("caused by");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INC-1] - forged [grant=other",
        "INC-1 grant=other",
        "INC-1\" grant=\"other",
        "INC-1\",\"grant\":\"other",
        "\\\",\"grant\":\"other"
      })
  void aTextCannotForgeAField(String attack) throws JsonProcessingException {
    LoggingEvent event = event(attack, fields(attack));
    assertThat(parsed(event).at("/grant").asText()).isEqualTo("db-shell-x7");
    assertThat(parsed(event).at("/incident").asText()).isEqualTo(attack);
    assertThat(parsed(event).size()).isEqualTo(7);
    assertThat(LogLine.text(event))
        .startsWith(
            "2026-11-25T02:14:00.700Z INFO GrantReconciler [grant=db-shell-x7 uid=4711-aa incident=")
        .endsWith("=\"" + attack.replace("\\", "\\\\").replace("\"", "\\\"") + "\"] - " + attack);
  }
}
