package dev.nightlatch.kube.crd;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalSelectableField;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/// One use of one rule, for one incident. Cluster-scoped, so that it can own its latches in every
/// namespace concerned.
@Group("nightlatch.dev")
@Version("v1alpha1")
@ShortNames("nlgrant")
@JsonClassDescription(
    "One use of one AccessRule, for one incident and a limited time. Create it to ask; add a"
        + " revocation to close early. Deleting it closes at once whatever it holds open.")
@ValidationRule(
    value =
        "!has(oldSelf.status) || !has(oldSelf.status.phase) || !(oldSelf.status.phase in"
            + " ['Rejected', 'Withdrawn', 'TimedOut', 'Refused', 'Expired', 'Closed', 'Revoked'])"
            + " || (has(self.status) && has(self.status.phase) && self.status.phase =="
            + " oldSelf.status.phase)",
    fieldPath = ".status.phase",
    message = "the grant has ended, and the phase in which it ended never changes",
    messageExpression =
        "'the grant has ended as ' + oldSelf.status.phase + ', which never changes; ask anew with"
            + " another grant'")
@AdditionalPrinterColumn(
    name = "Rule-Namespace",
    jsonPath = ".spec.request.rule.namespace",
    getDescription = "The namespace of the rule, and of its target")
@AdditionalPrinterColumn(
    name = "Rule",
    jsonPath = ".spec.request.rule.name",
    getDescription = "The rule that the grant uses")
@AdditionalPrinterColumn(
    name = "Incident",
    jsonPath = ".spec.request.incident.id",
    getDescription = "The incident that the grant is for")
@AdditionalPrinterColumn(
    name = "Requested-By",
    jsonPath = ".spec.request.requestedBy",
    getDescription = "Who asked")
@AdditionalPrinterColumn(
    name = "Phase",
    jsonPath = ".status.phase",
    getDescription = "Where in its life the grant is")
@AdditionalPrinterColumn(
    name = "Expires",
    jsonPath = ".status.expiresAt",
    getDescription = "The first instant at which it is over")
@AdditionalPrinterColumn(
    name = "Age",
    type = AdditionalPrinterColumn.Type.DATE,
    jsonPath = ".metadata.creationTimestamp")
@AdditionalSelectableField(jsonPath = ".spec.request.rule.namespace")
@AdditionalSelectableField(jsonPath = ".spec.request.rule.name")
@AdditionalSelectableField(jsonPath = ".spec.request.requestedBy")
@AdditionalSelectableField(jsonPath = ".status.phase")
public final class AccessGrant extends CustomResource<AccessGrantSpec, AccessGrantStatus> {

  @Override
  @Required
  @JsonPropertyDescription("What is asked for, and whether it was taken back.")
  public AccessGrantSpec getSpec() {
    return super.getSpec();
  }

  @Override
  @JsonPropertyDescription("How it went. Written by the operator alone.")
  public @Nullable AccessGrantStatus getStatus() {
    return super.getStatus();
  }
}
