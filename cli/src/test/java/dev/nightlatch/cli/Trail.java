package dev.nightlatch.cli;

import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.testkit.AuditEvent;
import dev.nightlatch.testkit.AuditLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// What the API server witnessed of policies and latches: the answer of somebody who is not us.
record Trail(AuditLog audit) {
  /// An event is written when its request is answered, so it is there soon after its effect.
  private static final Duration SOON = Duration.ofSeconds(5);

  static final String OPERATOR = "system:serviceaccount:nightlatch-system:nightlatch-operator";
  static final String GARBAGE_COLLECTOR =
      "system:serviceaccount:kube-system:generic-garbage-collector";

  /// The request that made the policy. The operator applies, so the verb is `patch`.
  AuditEvent opening(ObjectKey policy) {
    return audit.await(isMade("networkpolicies", policy), SOON);
  }

  /// The request that took the policy away.
  AuditEvent closing(ObjectKey policy) {
    return audit.await(
        event ->
            event.is("delete", "networkpolicies", policy.namespace(), policy.name())
                && event.code() == 200,
        SOON);
  }

  /// The request that set the latch's start.
  AuditEvent latchStart(ObjectKey latch) {
    return audit.await(
        event ->
            event
                    .object()
                    .filter(ref -> ref.is("jobs", latch.namespace(), latch.name()))
                    .filter(ref -> ref.subresource().equals("status"))
                    .isPresent()
                && event.raw().at("/responseObject/status/startTime").isTextual(),
        SOON);
  }

  /// How many policies of that name were made so far.
  long policiesMade(ObjectKey policy) {
    return audit.events(isMade("networkpolicies", policy)).size();
  }

  /// How many latches of that name were made so far.
  long latchesMade(ObjectKey latch) {
    return audit.events(isMade("jobs", latch)).size();
  }

  /// The phases that were stored of a grant, one after the other, up to this one.
  List<Phase> phases(Asked asked, Phase last) {
    AuditEvent _ = audit.await(event -> phase(event, asked).filter(last::equals).isPresent(), SOON);
    List<Phase> phases = new ArrayList<>();
    audit.events(event -> phase(event, asked).isPresent()).stream()
        .sorted(Comparator.comparingLong(Trail::version))
        .map(event -> phase(event, asked).orElseThrow())
        .filter(phase -> phases.isEmpty() || phases.getLast() != phase)
        .forEach(phases::add);
    return phases;
  }

  private static Optional<Phase> phase(AuditEvent event, Asked asked) {
    boolean isNoted = event.is("update", "accessgrants", "", asked.name()) && event.code() == 200;
    return isNoted
        ? Phase.parse(event.raw().at("/responseObject/status/phase").asText())
        : Optional.empty();
  }

  private static long version(AuditEvent event) {
    return event.raw().at("/responseObject/metadata/resourceVersion").asLong();
  }

  /// The request that deleted the grant.
  AuditEvent deletion(Asked asked) {
    return audit.await(
        event -> event.is("delete", "accessgrants", "", asked.name()) && event.code() == 200, SOON);
  }

  private static Predicate<AuditEvent> isMade(String resource, ObjectKey key) {
    return event ->
        event.code() == 201
            && (event.is("create", resource, key.namespace(), key.name())
                || event.is("patch", resource, key.namespace(), key.name()));
  }
}
