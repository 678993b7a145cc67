package dev.nightlatch.grants.model;

import static dev.nightlatch.grants.model.Samples.NIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.IncidentFile.Duty;
import dev.nightlatch.grants.model.IncidentFile.Entry;
import dev.nightlatch.grants.model.IncidentFile.Who;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IncidentFileTest {
  private static final Entry SHOP =
      new Entry("INC-1", true, Optional.of("critical"), List.of("shop"));
  private static final Who ALICE = new Who.User("alice");

  @Test
  void anIncidentIsOpenClosedOrUnknown() {
    Entry over = new Entry("INC-2", false, Optional.empty(), List.of());
    IncidentFile file = new IncidentFile(List.of(SHOP, over), List.of());
    assertThat(file.view("INC-1", NIGHT))
        .isEqualTo(new IncidentView.Open(Optional.of("critical"), List.of("shop"), List.of()));
    assertThat(file.view("INC-2", NIGHT)).isEqualTo(new IncidentView.Closed());
    assertThat(file.view("inc-1", NIGHT)).isEqualTo(new IncidentView.Unknown());
  }

  @Test
  void aShiftBeginsAtItsFirstInstantAndIsOverAtItsLast() {
    Duty duty = new Duty(ALICE, List.of(), Optional.of(NIGHT), Optional.of(NIGHT.plusSeconds(60)));
    assertThat(onCall(duty, NIGHT.minusNanos(1))).isEmpty();
    assertThat(onCall(duty, NIGHT)).containsExactly(ALICE);
    assertThat(onCall(duty, NIGHT.plusSeconds(60).minusNanos(1))).containsExactly(ALICE);
    assertThat(onCall(duty, NIGHT.plusSeconds(60))).isEmpty();
  }

  @Test
  void aDutyForOtherServicesIsNoneForThisIncident() {
    assertThat(onCall(always(List.of("billing")), NIGHT)).isEmpty();
    assertThat(onCall(always(List.of("billing", "shop")), NIGHT)).containsExactly(ALICE);
    assertThat(onCall(always(List.of()), NIGHT)).containsExactly(ALICE);
  }

  private static Duty always(List<String> services) {
    return new Duty(ALICE, services, Optional.empty(), Optional.empty());
  }

  private static List<Who> onCall(Duty duty, Instant now) {
    return switch (new IncidentFile(List.of(SHOP), List.of(duty)).view("INC-1", now)) {
      case IncidentView.Open open -> open.onCall();
      case IncidentView other -> throw new AssertionError(other.toString());
    };
  }
}
