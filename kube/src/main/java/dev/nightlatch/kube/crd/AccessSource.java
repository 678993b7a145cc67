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

/// Who may stand at the other end of an opening: pods of this namespace, or blocks of addresses.
/// Inert: it opens nothing by itself.
@Group("nightlatch.dev")
@Version("v1alpha1")
@ShortNames("nlsource")
@JsonClassDescription(
    "Who may stand at the other end of an opening: pods of this namespace, or blocks of addresses"
        + " such as jump hosts and workstations. Whoever keeps that end says here which namespaces'"
        + " rules may name it. It opens nothing by itself.")
@ValidationRule(
    value = Checks.NAME,
    message = Checks.LABEL_MESSAGE,
    messageExpression = Checks.NAME_FOUND)
@AdditionalPrinterColumn(
    name = "Pods",
    jsonPath = ".spec.pods.podSelector",
    getDescription = "The pods of this namespace that the source means")
@AdditionalPrinterColumn(
    name = "First-Block",
    jsonPath = ".spec.blocks[*].cidr",
    getDescription = "The first of the blocks of addresses that the source means")
@AdditionalPrinterColumn(
    name = "Usable-From",
    jsonPath = ".spec.usableFrom.namespaces",
    getDescription = "The namespaces whose rules may name the source")
@AdditionalPrinterColumn(
    name = "Age",
    type = AdditionalPrinterColumn.Type.DATE,
    jsonPath = ".metadata.creationTimestamp")
public final class AccessSource extends CustomResource<AccessSourceSpec, Void>
    implements Namespaced {

  @Override
  @Required
  @JsonPropertyDescription("Who the source is, and whose rules may name it.")
  public AccessSourceSpec getSpec() {
    return super.getSpec();
  }
}
