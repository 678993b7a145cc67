package dev.nightlatch.grants.model;

import java.time.Duration;

/// How a rule wants its grants approved.
///
/// @param required how many people other than the requester must approve; the API's absent value
///     arrives here as 1
/// @param timeout how long a grant waits for them; the API's absent value arrives here as
///     [#TIMEOUT]
/// @param waivedForOnCall whether a requester who is on call for the incident needs nobody
public record FourEyes(int required, Duration timeout, boolean waivedForOnCall) {

  /// How long a grant waits where its rule does not say: nobody wants at noon what was asked for at
  /// night.
  public static final Duration TIMEOUT = Duration.ofMinutes(15);

  /// One other person, within [#TIMEOUT].
  public static final FourEyes DEFAULT = new FourEyes(1, TIMEOUT);

  /// Of everybody alike.
  public FourEyes(int required, Duration timeout) {
    this(required, timeout, false);
  }

  /// So many other people, within [#TIMEOUT].
  public static FourEyes of(int required) {
    return new FourEyes(required, TIMEOUT);
  }

  /// @throws IllegalArgumentException if the number is negative or there is no time to approve
  public FourEyes {
    if (required < 0) {
      throw new IllegalArgumentException("approvals required: " + required);
    }
    if (timeout.compareTo(Request.SHORTEST) < 0) {
      throw new IllegalArgumentException("no time to approve: " + timeout);
    }
  }
}
