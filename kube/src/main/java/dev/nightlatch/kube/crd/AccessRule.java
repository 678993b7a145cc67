package dev.nightlatch.kube.crd;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/// An opening that could be made, in the namespace of its target. Inert until a grant uses it.
@Group("nightlatch.dev")
@Version("v1alpha1")
@ShortNames("nlrule")
@JsonClassDescription(
    "An opening that could be made: from named sources to some ports of some pods of this"
        + " namespace, for a limited time. Written and reviewed in daylight; it opens nothing until"
        + " an AccessGrant uses it.")
@ValidationRule(
    value = Checks.NAME,
    message = Checks.LABEL_MESSAGE,
    messageExpression = Checks.NAME_FOUND)
@AdditionalPrinterColumn(
    name = "Target",
    jsonPath = ".spec.target.podSelector",
    getDescription = "The pods that the rule could open")
@AdditionalPrinterColumn(
    name = "Ports",
    jsonPath = ".spec.target.ports",
    getDescription = "The ports that the rule could open")
@AdditionalPrinterColumn(
    name = "Longest",
    jsonPath = ".spec.maxDuration",
    getDescription = "The longest time that one grant may hold the rule open")
@AdditionalPrinterColumn(
    name = "Age",
    type = AdditionalPrinterColumn.Type.DATE,
    jsonPath = ".metadata.creationTimestamp")
public final class AccessRule extends CustomResource<AccessRuleSpec, Void> implements Namespaced {

  @Override
  @Required
  @JsonPropertyDescription("What the rule could open, for whom and for how long.")
  public AccessRuleSpec getSpec() {
    return super.getSpec();
  }
}
