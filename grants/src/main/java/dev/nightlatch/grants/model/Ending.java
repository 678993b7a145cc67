package dev.nightlatch.grants.model;

/// Why a grant ends: the stable code, and a sentence that says it for this grant, in one line
/// whatever people wrote into it: it goes into logs and tables.
public record Ending(Code code, String sentence) {
  public Ending {
    sentence = sentence.strip().replaceAll("\\s*[\\r\\n\\t]+\\s*", " ");
  }
}
