package dev.nightlatch.manifests;

import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.grants.model.AccessBoundary;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.AccessSource;
import dev.nightlatch.grants.model.Approval;
import dev.nightlatch.grants.model.Conditions;
import dev.nightlatch.grants.model.Dns;
import dev.nightlatch.grants.model.Doubt;
import dev.nightlatch.grants.model.Durations;
import dev.nightlatch.grants.model.Exemption;
import dev.nightlatch.grants.model.FourEyes;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.GrantTerms;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.IncidentKind;
import dev.nightlatch.grants.model.IncidentProvider;
import dev.nightlatch.grants.model.IncidentRef;
import dev.nightlatch.grants.model.LatchOrder;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.OnDrift;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.PolicyOrder;
import dev.nightlatch.grants.model.Proof;
import dev.nightlatch.grants.model.Prospect;
import dev.nightlatch.grants.model.Quota;
import dev.nightlatch.grants.model.Rejection;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.Review;
import dev.nightlatch.grants.model.Revocation;
import dev.nightlatch.grants.model.SourceRef;
import dev.nightlatch.grants.model.Stand;
import dev.nightlatch.grants.model.Uid;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// Makes trees of the model's values, in the shape of the API: maps in the order in which people
/// write the fields, lists, texts, numbers, booleans. The opposite of [Decoder].
///
/// What is absent is left out, apart from what must not be left to a default: a policy's
/// `policyTypes` and `podSelector`. What the API server fills in is written: a rule's `approval`
/// and its sources' `pinAddress`.
public final class Encoder {
  private Encoder() {}

  /// An `AccessSource`.
  public static Map<String, Object> source(AccessSource source) {
    Fields spec = new Fields().text("description", source.description());
    switch (source.stand()) {
      case Stand.Pods(var selector) ->
          spec.put("pods", Fields.of("podSelector", PolicyEncoder.selector(selector)));
      case Stand.Blocks(var blocks) ->
          spec.put(
              "blocks", blocks.stream().map(block -> Fields.of("cidr", block.toString())).toList());
    }
    spec.put("usableFrom", Fields.of("namespaces", source.usableFrom()));
    return Fields.object(Ours.API_VERSION, Ours.SOURCE, MetaEncoder.meta(source.meta()))
        .put("spec", spec.map())
        .map();
  }

  /// An `AccessRule`.
  public static Map<String, Object> rule(AccessRule rule) {
    Fields target =
        new Fields()
            .put("podSelector", PolicyEncoder.selector(rule.target().podSelector()))
            .put("ports", rule.target().ports().stream().map(PolicyEncoder::range).toList());
    Fields spec =
        new Fields()
            .text("description", rule.description())
            .put("target", target.map())
            .put("sources", rule.sources().stream().map(Encoder::source).toList())
            .put("maxDuration", Durations.format(rule.maxDuration()))
            .put("approval", approval(rule.fourEyes()));
    conditions(spec, rule.conditions());
    if (rule.dns() instanceof Dns.Pods(var namespace, var pods)) {
      spec.put(
          "dns",
          new Fields()
              .put("namespace", namespace)
              .put("podSelector", PolicyEncoder.selector(pods))
              .map());
    }
    return Fields.object(Ours.API_VERSION, Ours.RULE, MetaEncoder.meta(rule.meta()))
        .put("spec", spec.map())
        .map();
  }

  /// The time to approve is said where it is not the default.
  private static Map<String, Object> approval(FourEyes fourEyes) {
    Fields approval = new Fields().put("required", fourEyes.required());
    if (!fourEyes.timeout().equals(FourEyes.TIMEOUT)) {
      approval.put("timeout", Durations.format(fourEyes.timeout()));
    }
    if (fourEyes.waivedForOnCall()) {
      approval.put("waivedForOnCall", true);
    }
    return approval.map();
  }

  /// What is as usual is not said.
  private static void conditions(Fields spec, Conditions conditions) {
    IncidentKind kind = conditions.incidents();
    if (!kind.equals(IncidentKind.ANY)) {
      spec.put(
          "incidents",
          new Fields()
              .list("providers", kind.providers())
              .list("severities", kind.severities())
              .list("services", kind.services())
              .map());
    }
    conditions
        .breakGlass()
        .review()
        .ifPresent(
            within -> spec.put("breakGlass", Fields.of("reviewWithin", Durations.format(within))));
    Quota quota = conditions.quota();
    if (quota.isLimited()) {
      Fields fields = new Fields();
      quota.grants().ifPresent(most -> fields.put("grants", most));
      quota.perRequester().ifPresent(most -> fields.put("grantsPerRequester", most));
      quota.coolDown().ifPresent(time -> fields.put("coolDown", Durations.format(time)));
      spec.put("quota", fields.map());
    }
    if (conditions.onDrift() != OnDrift.MEND) {
      spec.put("onDrift", conditions.onDrift().text());
    }
  }

  /// An `IncidentProvider`.
  public static Map<String, Object> incidentProvider(IncidentProvider provider) {
    Fields spec = new Fields().text("description", provider.description());
    switch (provider.place()) {
      case IncidentProvider.Place.File(var configMap, var key) ->
          spec.put(
              "file", new Fields().put("configMap", key(configMap).map()).put("key", key).map());
    }
    return Fields.object(Ours.API_VERSION, Ours.PROVIDER, MetaEncoder.meta(provider.meta()))
        .put("spec", spec.map())
        .map();
  }

  private static SequencedMap<String, Object> source(SourceRef ref) {
    return key(ref.source()).put("pinAddress", ref.pinAddress()).map();
  }

  private static Fields key(ObjectKey key) {
    return new Fields().put("namespace", key.namespace()).put("name", key.name());
  }

  /// An `AccessBoundary`.
  public static Map<String, Object> boundary(AccessBoundary boundary) {
    Fields spec = new Fields().text("description", boundary.description());
    boundary.maxDuration().ifPresent(longest -> spec.put("maxDuration", Durations.format(longest)));
    boundary
        .widestBlock()
        .ifPresent(
            widest ->
                spec.put(
                    "widestBlock",
                    new Fields().put("ipv4", widest.ipv4()).put("ipv6", widest.ipv6()).map()));
    spec.list("forbiddenNamespaces", boundary.forbiddenNamespaces())
        .list(
            "forbiddenPorts",
            boundary.forbiddenPorts().stream().map(PolicyEncoder::range).toList());
    boundary.minimumApprovals().ifPresent(least -> spec.put("minimumApprovals", least));
    spec.list("exemptions", boundary.exemptions().stream().map(Exemption.Kind::text).toList());
    return Fields.object(Ours.API_VERSION, Ours.BOUNDARY, MetaEncoder.meta(boundary.meta()))
        .put("spec", spec.map())
        .map();
  }

  /// An `AccessGrant`, with its status unless nobody has looked at it.
  public static Map<String, Object> grant(AccessGrant grant) {
    Fields spec =
        new Fields()
            .put("request", request(grant.request()))
            .list("approvals", grant.voices().approvals().stream().map(Encoder::approval).toList());
    switch (grant.voices().rejection()) {
      case Rejection.None() -> {}
      case Rejection.By by -> spec.put("rejection", rejection(by));
    }
    switch (grant.revocation()) {
      case Revocation.None() -> {}
      case Revocation.By by -> spec.put("revocation", revocation(by));
    }
    switch (grant.voices().review()) {
      case Review.None() -> {}
      case Review.By by -> spec.put("review", review(by));
    }
    Fields object =
        Fields.object(Ours.API_VERSION, Ours.GRANT, MetaEncoder.meta(grant.meta()))
            .put("spec", spec.map());
    if (!grant.status().equals(GrantStatus.NEW)) {
      object.put("status", status(grant.status()));
    }
    return object.map();
  }

  /// An `AccessGrant` to be created: the API server makes its name, which begins with
  /// `generateName`.
  public static Map<String, Object> request(String generateName, Request request) {
    return Fields.object(Ours.API_VERSION, Ours.GRANT, Fields.of("generateName", generateName))
        .put("spec", Fields.of("request", request(request)))
        .map();
  }

  private static Map<String, Object> request(Request request) {
    Fields fields =
        new Fields()
            .put("rule", key(request.rule()).map())
            .put("incident", incident(request.incident()))
            .put("reason", request.reason())
            .put("duration", Durations.format(request.duration()));
    switch (request.from()) {
      case Origin.AnySource() -> {}
      case Origin.OneAddress(var address) -> fields.put("from", address.toString());
    }
    request.startsAt().ifPresent(at -> fields.put("startsAt", at.toString()));
    if (request.breakGlass()) {
      fields.put("breakGlass", true);
    }
    request
        .extended()
        .ifPresent(
            ref ->
                fields.put(
                    "extends",
                    new Fields().put("name", ref.name()).put("uid", ref.uid().text()).map()));
    return fields
        .list("sources", request.part().sources().stream().map(at -> key(at).map()).toList())
        .list("ports", request.part().ports().stream().map(PolicyEncoder::range).toList())
        .put("requestedBy", request.requestedBy())
        .list("groups", request.requester().groups())
        .map();
  }

  private static Map<String, Object> incident(IncidentRef incident) {
    Fields fields = new Fields();
    if (!incident.isManual()) {
      fields.put("provider", incident.provider());
    }
    return fields.put("id", incident.id()).map();
  }

  /// One entry of `spec.approvals` of an `AccessGrant`.
  public static Map<String, Object> approval(Approval approval) {
    return who(approval.by())
        .put("terms", approval.terms())
        .list("accepts", approval.accepts())
        .text("reason", approval.reason())
        .map();
  }

  /// `spec.rejection` of an `AccessGrant`.
  public static Map<String, Object> rejection(Rejection.By by) {
    return who(by.who()).text("reason", by.reason()).map();
  }

  private static Fields who(Identity identity) {
    return new Fields().put("by", identity.user()).list("groups", identity.groups());
  }

  /// `spec.revocation` of an `AccessGrant`.
  public static Map<String, Object> revocation(Revocation.By by) {
    return who(by.who()).text("reason", by.reason()).map();
  }

  /// `spec.review` of an `AccessGrant`.
  public static Map<String, Object> review(Review.By by) {
    return who(by.who()).put("finding", by.finding()).map();
  }

  /// `status` of an `AccessGrant`.
  public static Map<String, Object> status(GrantStatus status) {
    Fields fields =
        new Fields().put("phase", status.phase().text()).text("message", status.message());
    status.code().ifPresent(code -> fields.put("code", code.text()));
    status.startsAt().ifPresent(at -> fields.put("startsAt", at.toString()));
    status.expiresAt().ifPresent(at -> fields.put("expiresAt", at.toString()));
    status.closedAt().ifPresent(at -> fields.put("closedAt", at.toString()));
    status.terms().ifPresent(terms -> fields.put("terms", terms(terms)));
    status.reviewBy().ifPresent(at -> fields.put("reviewBy", at.toString()));
    fields
        .list("latches", status.latches().stream().map(Encoder::latch).toList())
        .list("policies", status.policies().stream().map(Encoder::policy).toList())
        .list("proofs", status.proofs().stream().map(Encoder::proof).toList());
    status.prospect().ifPresent(found -> fields.put("prospect", prospect(found)));
    return fields.list("notIndependent", status.notIndependent()).map();
  }

  /// `status.prospect` of an `AccessGrant`.
  public static Map<String, Object> prospect(Prospect prospect) {
    return ProspectEncoder.prospect(prospect);
  }

  private static Map<String, Object> terms(GrantTerms terms) {
    Fields fields = new Fields().text("hash", terms.hash());
    if (!terms.hash().isEmpty()) {
      fields.put("approvals", terms.approvals());
    }
    terms.exemption().kind().ifPresent(kind -> fields.put("exemption", kind.text()));
    terms
        .exemption()
        .review()
        .ifPresent(within -> fields.put("reviewWithin", Durations.format(within)));
    return fields
        .list("doubts", terms.doubts().stream().map(Encoder::doubt).toList())
        .list("connections", terms.connections())
        .list("targets", terms.targets())
        .list("basis", terms.basis().stream().map(Encoder::basis).toList())
        .map();
  }

  private static Map<String, Object> doubt(Doubt doubt) {
    return new Fields().put("code", doubt.code().text()).put("message", doubt.sentence()).map();
  }

  private static Map<String, Object> basis(GrantTerms.Basis basis) {
    return new Fields()
        .put("kind", basis.kind())
        .text("namespace", basis.key().namespace())
        .put("name", basis.key().name())
        .put("uid", basis.uid().text())
        .put("generation", basis.generation())
        .map();
  }

  private static Map<String, Object> proof(Proof proof) {
    return new Fields()
        .put("moment", proof.moment().text())
        .put("method", proof.method().text())
        .put("at", proof.at().toString())
        .put("holds", proof.holds())
        .put("message", proof.sentence())
        .list("connections", proof.connections())
        .map();
  }

  private static Map<String, Object> latch(GrantStatus.LatchRef latch) {
    return key(latch.key())
        .put("uid", latch.uid().text())
        .put("startTime", latch.startedAt().toString())
        .put("expiresAt", latch.expiresAt().toString())
        .map();
  }

  private static Map<String, Object> policy(GrantStatus.PolicyRef policy) {
    return key(policy.key()).put("uid", policy.uid().text()).map();
  }

  /// A `NetworkPolicy` as it stands in a cluster.
  public static Map<String, Object> policy(HeldPolicy held) {
    return PolicyEncoder.object(MetaEncoder.meta(held.meta()), held.policy());
  }

  /// A `NetworkPolicy` to be put in, as server-side apply sends it: only what is ours of it. Its
  /// owner is never its controller.
  public static Map<String, Object> policy(PolicyOrder order) {
    return PolicyEncoder.object(meta(order), order.policy());
  }

  /// [#policy(PolicyOrder)] with empty lists of rules said: what an apply does not say stays as
  /// somebody else made it.
  public static Map<String, Object> mended(PolicyOrder order) {
    return PolicyEncoder.whole(meta(order), order.policy());
  }

  private static Map<String, Object> meta(PolicyOrder order) {
    return key(order.key())
        .texts("labels", order.labels())
        .texts("annotations", order.annotations())
        .put("ownerReferences", List.of(MetaEncoder.blocking(order.latch())))
        .map();
  }

  /// The `Job` that is a latch.
  ///
  /// @param image the image of its container, which never runs and is never pulled
  public static Map<String, Object> latch(LatchOrder order, String image) {
    return LatchEncoder.job(order, image);
  }

  /// The `Job` that is the latch of a canary.
  ///
  /// @param image as [#latch] has it
  public static Map<String, Object> canary(String name, Duration flight, String image) {
    return LatchEncoder.canary(name, flight, image);
  }

  /// The `ConfigMap` that the latch of a canary takes along.
  public static Map<String, Object> canaryMark(String name, Uid latch) {
    return LatchEncoder.mark(name, latch);
  }

  /// A NetworkPolicy as somebody would write it: its name, its namespace and its spec.
  public static Map<String, Object> policy(NetworkPolicy policy) {
    Map<String, Object> meta = new LinkedHashMap<>();
    meta.put("name", policy.name());
    meta.put("namespace", policy.namespace());
    return PolicyEncoder.object(meta, policy);
  }
}
