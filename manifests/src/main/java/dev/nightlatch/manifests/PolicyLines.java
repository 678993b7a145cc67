package dev.nightlatch.manifests;

import dev.nightlatch.engine.model.Lines;
import java.util.ArrayList;
import java.util.List;

/// Where the parts of a policy are written.
final class PolicyLines {
  private PolicyLines() {}

  /// The lines of a policy that could be read: each list of them goes along with the policy's.
  ///
  /// @param ports the field of a rule that holds its ports
  static Lines of(Cursor object, String ports) {
    Cursor spec = object.at("spec");
    Place place = object.place();
    return new Lines(
        place.file(),
        place.line(),
        rules(spec.at("ingress"), "from", ports),
        rules(spec.at("egress"), "to", ports));
  }

  /// The line of a policy whose rules are not known.
  static Lines start(Place place) {
    return new Lines(place.file(), place.line(), List.of(), List.of());
  }

  private static List<Lines.Rule> rules(Cursor list, String peers, String ports) {
    List<Lines.Rule> rules = new ArrayList<>();
    for (Cursor rule : list.items()) {
      rules.add(new Lines.Rule(rule.place().line(), lines(rule.at(peers)), lines(rule.at(ports))));
    }
    return rules;
  }

  private static List<Integer> lines(Cursor list) {
    List<Integer> lines = new ArrayList<>();
    for (Cursor item : list.items()) {
      lines.add(item.place().line());
    }
    return lines;
  }
}
