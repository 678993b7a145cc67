package dev.nightlatch.operator;

/// What a line of the log says about the grant that it is about, in the order it is written.
public enum LogField {
  /// The grant's name.
  GRANT("grant", "grant"),
  /// The grant's UID.
  UID("grantUid", "uid"),
  /// For which incident, as `provider/id`.
  INCIDENT("incident", "incident");

  private final String key;
  private final String word;

  LogField(String key, String word) {
    this.key = key;
    this.word = word;
  }

  /// Under which key the logger keeps it, and how a JSON line names it.
  public String key() {
    return key;
  }

  /// How a line for people names it.
  public String word() {
    return word;
  }
}
