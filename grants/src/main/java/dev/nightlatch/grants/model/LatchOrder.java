package dev.nightlatch.grants.model;

import java.time.Duration;

/// A latch to be armed: in which namespace, for which grant, for how long.
public record LatchOrder(String namespace, Uid grant, String grantName, Duration deadline) {

  public ObjectKey key() {
    return new ObjectKey(namespace, Names.latch(grant));
  }
}
