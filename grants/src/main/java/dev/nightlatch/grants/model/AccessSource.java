package dev.nightlatch.grants.model;

import java.util.List;

/// Who may stand at the other end of an opening, kept by whoever owns that end. Inert by itself.
///
/// @param usableFrom the namespaces whose rules may name this source, sorted; without that consent
///     nothing is opened on its side
public record AccessSource(Meta meta, String description, Stand stand, List<String> usableFrom) {
  public AccessSource {
    usableFrom = usableFrom.stream().distinct().sorted().toList();
  }
}
