package dev.nightlatch.grants.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;

class ModelLawsTest {

  @Property
  void aDurationIsReadBackAsItWasWritten(@ForAll @LongRange(max = 3_599_999_999L) long seconds) {
    Duration duration = Duration.ofSeconds(seconds);
    assertThat(Durations.parse(Durations.format(duration))).contains(duration);
  }

  /// Whatever text is read, it is read back from its own form.
  @Property(tries = 3000)
  void everyDurationThatIsReadCanBeWritten(
      @ForAll @StringLength(max = 22) @NumericChars @Chars({'h', 'm', 's'}) String text) {
    Durations.parse(text)
        .ifPresent(
            duration -> assertThat(Durations.parse(Durations.format(duration))).contains(duration));
  }
}
