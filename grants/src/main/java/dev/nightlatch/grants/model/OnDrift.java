package dev.nightlatch.grants.model;

import java.util.Arrays;
import java.util.Optional;

/// What becomes of a grant whose policy somebody altered or deleted while it is open.
public enum OnDrift {
  /// The policy is put right, or put in again, until the same end.
  MEND("Mend"),
  /// The grant closes for good.
  CLOSE("Close");

  private final String text;

  OnDrift(String text) {
    this.text = text;
  }

  /// The API's spelling.
  public String text() {
    return text;
  }

  /// What the API spells so.
  public static Optional<OnDrift> parse(String text) {
    return Arrays.stream(values()).filter(each -> each.text.equals(text)).findFirst();
  }
}
