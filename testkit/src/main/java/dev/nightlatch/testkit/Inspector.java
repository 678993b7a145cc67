package dev.nightlatch.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nightlatch.testkit.AuditEvent.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
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

  /// By the policy's key, what the operator asked to make and got no answer to: it was killed, or
  /// the API server could not say. Made it may be all the same.
  private final Map<String, AuditEvent> unanswered = new LinkedHashMap<>();

  /// By the policy's key, the last deletion that nobody got an answer to.
  private final Map<String, AuditEvent> undeleted = new HashMap<>();

  /// By the latch's key, for how long it was asked to run where nobody got an answer.
  private final Map<String, JsonNode> unarmed = new HashMap<>();

  /// The UIDs of policies that somebody else made.
  private final Set<String> foreign = new HashSet<>();

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
  /// @param there by its UID, each policy that the cluster holds now, as namespace and name
  /// @param outages in which nobody could close
  /// @param bound how long after its lease a policy may still be there
  /// @param now when `there` was read
  public static Report inspect(
      List<AuditEvent> events,
      Map<String, Instant> recorded,
      Map<String, String> there,
      List<Outage> outages,
      Duration bound,
      Instant now) {
    Inspector inspector = new Inspector(Map.copyOf(recorded), List.copyOf(outages));
    List<AuditEvent> done =
        events.stream()
            .filter(event -> event.stage().equals("ResponseComplete"))
            .filter(event -> isDone(event) || isUnanswered(event))
            .sorted(Comparator.comparing(AuditEvent::staged))
            .toList();
    // One after the other, since what is seen before its writer has been answered is told in the
    // wrong order: a latch's start before its making, or a policy before the start that allows it.
    see(done, "jobs", inspector::seeArmed);
    see(done, "jobs", inspector::seeLatch);
    see(done, "networkpolicies", inspector::seePolicy);
    return inspector.conclude(there, bound, now);
  }

  private static boolean isDone(AuditEvent event) {
    return event.code() >= 200 && event.code() < 300;
  }

  private static boolean isUnanswered(AuditEvent event) {
    return event.code() == 0 || event.code() >= 500;
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

  private void seeArmed(AuditEvent event, ObjectRef ref) {
    if (!ref.subresource().isEmpty()) {
      return;
    }
    if (event.code() == 201) {
      know(event.raw().path("responseObject"), event.raw().path("responseObject"));
    } else if (event.verb().equals("create") && isUnanswered(event)) {
      JsonNode asked = event.raw().path("requestObject");
      unarmed.putIfAbsent(ref.namespace() + "/" + asked.at("/metadata/name").asText(), asked);
    }
  }

  /// @param as says for how long it was armed
  private void know(JsonNode job, JsonNode as) {
    latches.putIfAbsent(
        uid(job), new Latch(Duration.ofSeconds(as.at("/spec/activeDeadlineSeconds").asLong())));
  }

  private void seeLatch(AuditEvent event, ObjectRef ref) {
    if (!isDone(event)) {
      return;
    }
    JsonNode job = event.raw().path("responseObject");
    String uid = job.at("/metadata/uid").asText(job.at("/details/uid").asText());
    if (event.verb().equals("delete")) {
      Optional.ofNullable(latches.get(uid))
          .filter(latch -> latch.ended.isAfter(event.staged()))
          .ifPresent(latch -> latch.ended = event.staged());
      return;
    }
    JsonNode asked = unarmed.get(key(ref));
    if (!uid.isEmpty() && asked != null) {
      // Whoever made it was not answered, as where it was killed meanwhile.
      know(job, asked);
    }
    String start = job.at("/status/startTime").asText();
    Latch latch = latches.get(uid);
    if (latch != null && !start.isEmpty() && latch.start.isEmpty()) {
      latch.start = Optional.of(Instant.parse(start));
      latch.startSeen = event.received();
    }
  }

  private void seePolicy(AuditEvent event, ObjectRef ref) {
    JsonNode answer = event.raw().path("responseObject");
    switch (event.verb()) {
      case "create", "patch", "update" -> {
        if (isDone(event)) {
          seeApplied(answer, event, ref);
        } else if (event.user().equals(OPERATOR) && asksForAPolicy(event)) {
          unanswered.putIfAbsent(key(ref), event);
        }
      }
      case "delete" -> {
        if (isDone(event)) {
          seeDeleted(answer, event, ref);
        } else {
          undeleted.put(key(ref), event);
        }
      }
      case "deletecollection" -> {
        if (isDone(event)) {
          seeAllDeleted(event, ref);
        }
      }
      default -> {
        // Reading changes nothing.
      }
    }
  }

  /// Not one that takes a finalizer off, nor one that failed before it was understood.
  private static boolean asksForAPolicy(AuditEvent event) {
    return event.raw().at("/requestObject/kind").asText().equals("NetworkPolicy");
  }

  private void seeAllDeleted(AuditEvent event, ObjectRef ref) {
    List.copyOf(unanswered.values()).stream()
        .flatMap(asked -> asked.object().stream())
        .filter(asked -> asked.namespace().equals(ref.namespace()))
        .forEach(asked -> made("one that was in " + key(asked), asked));
    held.values().stream()
        .filter(policy -> policy.isThere() && policy.namespace.equals(ref.namespace()))
        .forEach(policy -> end(policy, event));
  }

  private void seeApplied(JsonNode policy, AuditEvent event, ObjectRef ref) {
    Held known = held.get(uid(policy));
    if (known != null) {
      unanswered.remove(known.key);
      seeChanged(known, policy, event);
    } else if (event.code() != 201) {
      made(uid(policy), ref).ifPresent(made -> seeChanged(made, policy, event));
    } else if (event.user().equals(OPERATOR)) {
      var _ = seeMade(uid(policy), policy, event, ref);
    } else {
      foreign.add(uid(policy));
    }
  }

  /// A policy whose making was not answered is seen for the first time.
  private Optional<Held> made(String uid, ObjectRef ref) {
    return Optional.of(key(ref))
        .filter(_ -> !foreign.contains(uid))
        .map(unanswered::remove)
        .map(asked -> seeMade(uid, asked.raw().path("requestObject"), asked, ref));
  }

  private Held seeMade(String uid, JsonNode policy, AuditEvent event, ObjectRef ref) {
    JsonNode owners = policy.at("/metadata/ownerReferences");
    Held made =
        new Held(
            key(ref),
            ref.namespace(),
            policy.at("/metadata/labels").path(LABEL).asText(),
            event.staged(),
            policy.path("spec"),
            Optional.ofNullable(latches.get(owners.path(0).path("uid").asText()))
                .filter(_ -> owners.size() == 1));
    unanswered.remove(made.key);
    judgeMaking(made, owners, event);
    held.put(uid, made);
    return made;
  }

  private void judgeMaking(Held policy, JsonNode owners, AuditEvent event) {
    if (policy.latch.filter(owner -> !owner.startSeen.isAfter(policy.made)).isEmpty()) {
      faults.add(
          "%s was made at %s without exactly one latch that had started; it names %s, %s"
              .formatted(
                  policy.key,
                  policy.made,
                  owners,
                  policy
                      .latch
                      .map(owner -> "which was seen to start at " + owner.startSeen)
                      .orElse("which is no latch that was seen")));
    }
    Instant record = recorded.get(policy.grant);
    if (record == null) {
      faults.add(policy.key + " was made, and its opening is on no record");
    } else if (record.isAfter(policy.made)) {
      faults.add(
          "%s was made at %s, and its opening put on record at %s"
              .formatted(policy.key, policy.made, record));
    }
    if (!isNarrow(policy.spec)) {
      faults.add(
          policy.key
              + " opens more than some ports to some peers in one direction: "
              + policy.spec);
    }
    held.values().stream()
        .filter(earlier -> earlier.key.equals(policy.key))
        .filter(earlier -> earlier.isThere() || !isMeddler(earlier.closer))
        .findFirst()
        .ifPresent(
            _ -> {
              remade.add(policy.key);
              if (policy
                  .latch
                  .filter(owner -> owner.ended.isBefore(event.received()))
                  .isPresent()) {
                faults.add(policy.key + " was made again after its latch had gone");
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

  private void seeChanged(Held known, JsonNode policy, AuditEvent event) {
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
  private void seeDeleted(JsonNode answer, AuditEvent event, ObjectRef ref) {
    if (answer.at("/metadata").has("deletionTimestamp")) {
      return;
    }
    String uid = answer.at("/details/uid").asText();
    if (uid.isEmpty()) {
      held.values().stream()
          .filter(policy -> policy.isThere() && policy.key.equals(key(ref)))
          .forEach(policy -> end(policy, event));
      return;
    }
    Optional.ofNullable(held.get(uid))
        .or(() -> made(uid, ref))
        .filter(Held::isThere)
        .ifPresent(policy -> end(policy, event));
  }

  private static String key(ObjectRef ref) {
    return ref.namespace() + "/" + ref.name();
  }

  private static String uid(JsonNode object) {
    return object.at("/metadata/uid").asText();
  }

  private static void end(Held policy, AuditEvent event) {
    policy.gone = Optional.of(event.staged());
    policy.closer = event.user();
  }

  private Report conclude(Map<String, String> there, Duration bound, Instant now) {
    List<Opening> openings = new ArrayList<>();
    there.forEach(
        (uid, key) -> {
          AuditEvent asked = unanswered.get(key);
          if (asked != null && !held.containsKey(uid)) {
            asked.object().ifPresent(ref -> made(uid, ref));
          }
        });
    held.forEach(
        (uid, policy) -> {
          AuditEvent deletion = undeleted.get(policy.key);
          if (policy.isThere()
              && !there.containsKey(uid)
              && deletion != null
              && deletion.staged().isAfter(policy.made)) {
            // It was carried out, though nobody was told so.
            end(policy, deletion);
          }
          if (policy.isThere() != there.containsKey(uid)) {
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
