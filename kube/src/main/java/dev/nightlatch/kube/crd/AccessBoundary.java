package dev.nightlatch.kube.crd;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/// What no rule and no grant may exceed, in the whole cluster.
@Group("nightlatch.dev")
@Version("v1alpha1")
@Plural("accessboundaries")
@ShortNames("nlboundary")
@JsonClassDescription(
    "What no rule and no grant may exceed, whoever wrote or approved it. All boundaries of the"
        + " cluster hold at once, the strictest of each limit. A grant that crosses one opens"
        + " nothing; one that is open when a boundary is made stricter is closed.")
@ValidationRule(
    value = Checks.NAME,
    message = Checks.LABEL_MESSAGE,
    messageExpression = Checks.NAME_FOUND)
@AdditionalPrinterColumn(
    name = "Max-Duration",
    jsonPath = ".spec.maxDuration",
    getDescription = "The longest time that one grant may ask for")
@AdditionalPrinterColumn(
    name = "Approvals",
    type = AdditionalPrinterColumn.Type.INTEGER,
    jsonPath = ".spec.minimumApprovals",
    getDescription = "How many approvals a rule must require")
@AdditionalPrinterColumn(
    name = "Age",
    type = AdditionalPrinterColumn.Type.DATE,
    jsonPath = ".metadata.creationTimestamp")
public final class AccessBoundary extends CustomResource<AccessBoundarySpec, Void> {

  @Override
  @Required
  @JsonPropertyDescription("The limits. At least one of them is wanted.")
  public AccessBoundarySpec getSpec() {
    return super.getSpec();
  }
}
