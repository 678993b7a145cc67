package dev.nightlatch.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.Guards;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.helpers.MessageFormatter;

class GuardCheckTest {
  private final Village village = new Village();
  private final List<String> said = new ArrayList<>();
  private final GuardCheck check = new GuardCheck(village.operator(), logger());

  @Test
  void whatIsWrongIsSaidOnceAndSoIsThatItIsRightAgain() {
    check.look();
    assertThat(said).isEmpty();
    village.embedded.guards(new Guards.Broken(List.of("one is missing", "two is missing")));
    check.look();
    check.look();
    assertThat(said).hasSize(1).first().asString().contains("one is missing; two is missing");
    village.embedded.guards(new Guards.Broken(List.of("two is missing")));
    check.look();
    village.embedded.guards(new Guards.InForce(Instant.EPOCH));
    check.look();
    check.look();
    assertThat(said).hasSize(3).last().asString().contains("stand again");
  }

  /// A logger that keeps what is said as an error or for information.
  private Logger logger() {
    return (Logger)
        Proxy.newProxyInstance(
            Logger.class.getClassLoader(),
            new Class<?>[] {Logger.class},
            (_, method, arguments) -> {
              if (arguments != null && List.of("error", "info").contains(method.getName())) {
                said.add(
                    MessageFormatter.basicArrayFormat(
                        String.valueOf(arguments[0]),
                        arguments.length > 1 ? new Object[] {arguments[1]} : new Object[0]));
              }
              return null;
            });
  }
}
