package dev.nightlatch.grants.model;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/// An emergency rule: an opening that could be made. Inert by itself.
///
/// @param sources sorted by namespace and name
/// @param maxDuration the longest lease that a grant may ask for
/// @param dns where its sources may resolve names too
public record AccessRule(
    Meta meta,
    String description,
    Target target,
    List<SourceRef> sources,
    Duration maxDuration,
    FourEyes fourEyes,
    Conditions conditions,
    Dns dns) {

  /// Without names.
  public AccessRule(
      Meta meta,
      String description,
      Target target,
      List<SourceRef> sources,
      Duration maxDuration,
      FourEyes fourEyes,
      Conditions conditions) {
    this(meta, description, target, sources, maxDuration, fourEyes, conditions, new Dns.None());
  }

  /// Under the usual conditions.
  public AccessRule(
      Meta meta,
      String description,
      Target target,
      List<SourceRef> sources,
      Duration maxDuration,
      FourEyes fourEyes) {
    this(meta, description, target, sources, maxDuration, fourEyes, Conditions.USUAL);
  }

  /// @throws IllegalArgumentException if there is no source or no time
  public AccessRule {
    if (sources.isEmpty()) {
      throw new IllegalArgumentException("a rule needs a source");
    }
    if (maxDuration.compareTo(Request.SHORTEST) < 0) {
      throw new IllegalArgumentException("maxDuration is shorter than 10s");
    }
    sources = sources.stream().sorted(Comparator.comparing(SourceRef::source)).toList();
  }
}
