package dev.nightlatch.engine.naive;

import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Reading;
import dev.nightlatch.engine.model.Switch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Network plugins at random.
final class RandomProfiles {

  /// Each switch is answered in any way.
  static final Gen<CniProfile> ANY = any();

  private RandomProfiles() {}

  private static Gen<CniProfile> any() {
    Gen<List<Reading>> readings = Gen.just(List.of());
    for (Switch question : Switch.values()) {
      List<Reading> answers =
          Arrays.stream(Reading.values()).filter(one -> one.question() == question).toList();
      readings = readings.with(Gen.of(answers), RandomProfiles::and);
    }
    return readings.map(chosen -> CniProfile.DEFAULT.with(chosen.toArray(Reading[]::new)));
  }

  private static List<Reading> and(List<Reading> readings, Reading one) {
    List<Reading> more = new ArrayList<>(readings);
    more.add(one);
    return more;
  }
}
