package dev.nightlatch.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nightlatch.testkit.AuditEvent.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/// Says from outside whether what was opened was open in its time alone.
///
/// It knows what the API server witnessed, what the cluster holds at the end, and when an opening
/// was put on record. It asks nothing of the program that it judges: when a lease ends it works out
/// from the latch, as the cluster's own controllers do.
///
/// Judged is each policy that the operator made. Costs one pass over the audit log.
public final class Inspector {
  private static final String LABEL = "nightlatch.dev/grant";
  private static final String OPERATOR =
      "system:serviceaccount:nightlatch-system:nightlatch-operator";

  private final Map<String, Instant> recorded;
  private final List<Outage> outages;
  private final Map<String, Latch> latches = new HashMap<>();

  /// By the policy's UID, in the order they were made.
  private final Map<String, Held> held = new LinkedHashMap<>();

  private final List<String> faults = new ArrayList<>();
  private final List<String> remade = new ArrayList<>();

  private Inspector(Map<String, Instant> recorded, List<Outage> outages) {
    this.recorded = recorded;
    this.outages = outages;
  }

  /// A time in which nobody could close, since the API server answered nobody.
  public record Outage(Instant from, Instant to) {}

  /// One policy, from its making to its end.
  ///
  /// @param made the latest instant at which it was made
  /// @param leaseEnd when its latch's time is over; put off to the end of an outage
  /// @param gone the latest instant at which it went; none where it is still there
  /// @param closer who took it out; empty where it is still there
  public record Opening(
      String policy,
      String grant,
      Instant made,
      Instant leaseEnd,
      Optional<Instant> gone,
      String closer) {

    /// How long it was there after its lease; negative where it went before.
    public Optional<Duration> lateness() {
      return gone.map(at -> Duration.between(leaseEnd, at));
    }
  }

  /// What was found.
  ///
  /// @param faults sentences, each about one policy; none where all was as promised
  /// @param remade what the operator made again though nobody but itself and the cluster had taken
  ///     it out: no fault while the latch is there, and nothing that one operator alone does
  public record Report(List<Opening> openings, List<String> faults, List<String> remade) {
    public Report {
      openings = List.copyOf(openings);
      faults = List.copyOf(faults);
      remade = List.copyOf(remade);
    }

    /// The longest that a policy was there after its lease.
    public Optional<Opening> latest() {
      return openings.stream()
          .filter(opening -> opening.gone().isPresent())
          .max(Comparator.comparing(opening -> opening.lateness().orElseThrow()));
    }

    /// One line: how much was judged, and the worst of it.
    public String summary() {
      return "%d policies judged; %s"
          .formatted(
              openings.size(),
              latest()
                  .map(
                      worst ->
                          "the latest went %.2f s after its lease's end, taken out by %s"
                              .formatted(
                                  worst.lateness().orElseThrow().toMillis() / 1000.0,
                                  worst.closer()))
                  .orElse("none of them is gone"));
    }
  }

  /// A latch, as the API server saw it. Its first deadline counts: whoever puts it off later moves
  /// no lease.
  private static final class Latch {
    private final Duration deadline;
    private Optional<Instant> start = Optional.empty();
    private Instant startSeen = Instant.MAX;
    private Instant ended = Instant.MAX;

    Latch(Duration deadline) {
      this.deadline = deadline;
    }
  }

  private static final class Held {
    private final String key;
    private final String namespace;
    private final String grant;
    private final Instant made;
    private final JsonNode spec;
    private final Optional<Latch> latch;
    private Optional<Instant> gone = Optional.empty();
    private String closer = "";

    Held(
        String key,
        String namespace,
        String grant,
        Instant made,
        JsonNode spec,
        Optional<Latch> latch) {
      this.key = key;
      this.namespace = namespace;
      this.grant = grant;
      this.made = made;
      this.spec = spec;
      this.latch = latch;
    }

    boolean isThere() {
      return gone.isEmpty();
    }
  }

  /// Judges everything that was opened so far.
  ///
  /// @param events the whole audit log, in any order
  /// @param recorded by the grant's UID, when its opening was put on record
  /// @param there the UIDs of all policies that the cluster holds now
  /// @param outages in which nobody could close
  /// @param bound how long after its lease a policy may still be there
  /// @param now when `there` was read
  public static Report inspect(
      List<AuditEvent> events,
      Map<String, Instant> recorded,
      Set<String> there,
      List<Outage> outages,
      Duration bound,
      Instant now) {
    Inspector inspector = new Inspector(Map.copyOf(recorded), List.copyOf(outages));
    List<AuditEvent> done =
        events.stream()
            .filter(event -> event.stage().equals("ResponseComplete"))
            .filter(event -> event.code() >= 200 && event.code() < 300)
            .sorted(Comparator.comparing(AuditEvent::staged))
            .toList();
    // The latches first: a start can be seen before its writer has been answered, and then the
    // policy that it allows is answered before the start is.
    see(done, "jobs", inspector::seeLatch);
    see(done, "networkpolicies", inspector::seePolicy);
    return inspector.conclude(there, bound, now);
  }

  private static void see(
      List<AuditEvent> events, String resource, BiConsumer<AuditEvent, ObjectRef> sight) {
    events.forEach(
        event ->
            event
                .object()
                .filter(ref -> ref.resource().equals(resource))
                .ifPresent(ref -> sight.accept(event, ref)));
  }

  private void seeLatch(AuditEvent event, ObjectRef ref) {
    JsonNode job = event.raw().path("responseObject");
    String uid = job.at("/metadata/uid").asText(job.at("/details/uid").asText());
    if (event.verb().equals("delete")) {
      Optional.ofNullable(latches.get(uid))
          .filter(latch -> latch.ended.isAfter(event.staged()))
          .ifPresent(latch -> latch.ended = event.staged());
      return;
    }
    if (event.code() == 201 && ref.subresource().isEmpty()) {
      latches.putIfAbsent(
          uid, new Latch(Duration.ofSeconds(job.at("/spec/activeDeadlineSeconds").asLong())));
    }
    String start = job.at("/status/startTime").asText();
    Latch latch = latches.get(uid);
    if (latch != null && !start.isEmpty() && latch.start.isEmpty()) {
      latch.start = Optional.of(Instant.parse(start));
      latch.startSeen = event.received();
    }
  }

  private void seePolicy(AuditEvent event, ObjectRef ref) {
    switch (event.verb()) {
      case "create", "patch", "update" -> {
        if (event.code() == 201) {
          seeMade(event, ref);
        } else {
          seeChanged(event);
        }
      }
      case "delete" -> seeDeleted(event, ref);
      case "deletecollection" ->
          held.values().stream()
              .filter(policy -> policy.isThere() && policy.namespace.equals(ref.namespace()))
              .forEach(policy -> end(policy, event));
      default -> {
        // Reading changes nothing.
      }
    }
  }

  private void seeMade(AuditEvent event, ObjectRef ref) {
    if (!event.user().equals(OPERATOR)) {
      return;
    }
    JsonNode policy = event.raw().path("responseObject");
    String key = ref.namespace() + "/" + policy.at("/metadata/name").asText();
    String grant = policy.at("/metadata/labels").path(LABEL).asText();
    JsonNode owners = policy.at("/metadata/ownerReferences");
    Optional<Latch> latch =
        Optional.ofNullable(latches.get(owners.path(0).path("uid").asText()))
            .filter(_ -> owners.size() == 1);
    judgeMaking(key, grant, policy.path("spec"), latch, event);
    held.put(
        policy.at("/metadata/uid").asText(),
        new Held(key, ref.namespace(), grant, event.staged(), policy.path("spec"), latch));
  }

  private void judgeMaking(
      String key, String grant, JsonNode spec, Optional<Latch> latch, AuditEvent event) {
    if (latch.filter(owner -> !owner.startSeen.isAfter(event.staged())).isEmpty()) {
      faults.add(key + " was made without exactly one latch that had started");
    }
    Instant record = recorded.get(grant);
    if (record == null) {
      faults.add(key + " was made, and its opening is on no record");
    } else if (record.isAfter(event.staged())) {
      faults.add(
          "%s was made at %s, and its opening put on record at %s"
              .formatted(key, event.staged(), record));
    }
    if (!isNarrow(spec)) {
      faults.add(key + " opens more than some ports to some peers in one direction: " + spec);
    }
    held.values().stream()
        .filter(earlier -> earlier.key.equals(key))
        .filter(earlier -> earlier.isThere() || !isMeddler(earlier.closer))
        .findFirst()
        .ifPresent(
            _ -> {
              remade.add(key);
              if (latch.filter(owner -> owner.ended.isBefore(event.received())).isPresent()) {
                faults.add(key + " was made again after its latch had gone");
              }
            });
  }

  /// Whoever is neither the operator nor the cluster itself.
  private static boolean isMeddler(String user) {
    return !user.equals(OPERATOR) && !user.startsWith("system:serviceaccount:kube-system:");
  }

  private static boolean isNarrow(JsonNode spec) {
    JsonNode types = spec.path("policyTypes");
    boolean in = types.size() == 1 && types.path(0).asText().equals("Ingress");
    boolean out = types.size() == 1 && types.path(0).asText().equals("Egress");
    JsonNode rules = spec.path(in ? "ingress" : "egress");
    return (in || out)
        && !spec.has(in ? "egress" : "ingress")
        && !rules.isEmpty()
        && rules
            .valueStream()
            .allMatch(
                rule -> !rule.path(in ? "from" : "to").isEmpty() && !rule.path("ports").isEmpty());
  }

  private void seeChanged(AuditEvent event) {
    JsonNode policy = event.raw().path("responseObject");
    Held known = held.get(policy.at("/metadata/uid").asText());
    if (known == null) {
      return;
    }
    if (event.user().equals(OPERATOR) && !policy.path("spec").equals(known.spec)) {
      faults.add(known.key + " was made another by the operator");
    }
    boolean isLeaving = policy.at("/metadata").has("deletionTimestamp");
    if (isLeaving && policy.at("/metadata/finalizers").isEmpty() && known.isThere()) {
      end(known, event);
    }
  }

  /// The answer to a deletion names the policy by its UID; it is the policy itself where something
  /// still holds it.
  private void seeDeleted(AuditEvent event, ObjectRef ref) {
    JsonNode answer = event.raw().path("responseObject");
    if (answer.at("/metadata").has("deletionTimestamp")) {
      return;
    }
    String uid = answer.at("/details/uid").asText();
    held.entrySet().stream()
        .filter(entry -> entry.getValue().isThere())
        .filter(
            entry ->
                uid.isEmpty()
                    ? entry.getValue().key.equals(ref.namespace() + "/" + ref.name())
                    : entry.getKey().equals(uid))
        .forEach(entry -> end(entry.getValue(), event));
  }

  private static void end(Held policy, AuditEvent event) {
    policy.gone = Optional.of(event.staged());
    policy.closer = event.user();
  }

  private Report conclude(Set<String> there, Duration bound, Instant now) {
    List<Opening> openings = new ArrayList<>();
    held.forEach(
        (uid, policy) -> {
          if (policy.isThere() != there.contains(uid)) {
            faults.add(
                policy.key
                    + (policy.isThere()
                        ? " is not there, and nobody saw it go"
                        : " was seen to go, and is there"));
          }
          policy.latch.ifPresent(
              latch ->
                  latch.start.ifPresent(
                      start ->
                          openings.add(
                              judgeEnd(policy, putOff(start.plus(latch.deadline)), bound, now))));
        });
    return new Report(openings, faults, remade);
  }

  private Instant putOff(Instant leaseEnd) {
    return outages.stream()
        .filter(outage -> !leaseEnd.isBefore(outage.from()) && leaseEnd.isBefore(outage.to()))
        .map(Outage::to)
        .max(Comparator.naturalOrder())
        .orElse(leaseEnd);
  }

  private Opening judgeEnd(Held policy, Instant leaseEnd, Duration bound, Instant now) {
    Instant last = policy.gone.orElse(now);
    if (last.isAfter(leaseEnd.plus(bound))) {
      faults.add(
          "%s was still there at %s, and its lease was over at %s; allowed are %s more"
              .formatted(policy.key, last, leaseEnd, bound));
    }
    return new Opening(policy.key, policy.grant, policy.made, leaseEnd, policy.gone, policy.closer);
  }
}
