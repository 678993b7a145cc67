package dev.nightlatch.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/// A log at 02:14 must not be a thousand lines of the same.
class ComplaintTest {
  private final List<String> levels = new ArrayList<>();
  private final Logger log =
      (Logger)
          Proxy.newProxyInstance(
              Logger.class.getClassLoader(),
              new Class<?>[] {Logger.class},
              (_, method, _) -> {
                levels.add(method.getName());
                return null;
              });
  private final Complaint complaint = new Complaint(log, "sweeping");

  private List<String> loud() {
    return levels.stream().filter(level -> !level.equals("debug")).toList();
  }

  @Test
  void aFailureThatComesAgainIsSaidOnceAndItsEndToo() {
    complaint.failed(new IllegalStateException("away"));
    complaint.failed(new IllegalStateException("away"));
    complaint.failed(new IllegalStateException("away"));
    assertThat(loud()).containsExactly("warn");
    complaint.worked();
    complaint.worked();
    assertThat(loud()).containsExactly("warn", "info");
  }

  @Test
  void anotherFailureIsSaidAndSoIsTheSameOneAfterItWorked() {
    complaint.failed(new IllegalStateException("away"));
    complaint.failed(new IllegalStateException("forbidden"));
    complaint.worked();
    complaint.failed(new IllegalStateException("forbidden"));
    assertThat(loud()).containsExactly("warn", "warn", "info", "warn");
  }

  @Test
  void whatWorksSaysNothing() {
    complaint.worked();
    assertThat(levels).isEmpty();
  }
}
