package dev.nightlatch.kube.crd;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/// Where incidents live.
@Group("nightlatch.dev")
@Version("v1alpha1")
@ShortNames("nlprovider")
@JsonClassDescription(
    "Where incidents live, and who is on call. A rule names the providers whose incidents count; a"
        + " grant names one of them, and opens only while its incident is open there.")
@ValidationRule(
    value = Checks.NAME,
    message = Checks.LABEL_MESSAGE,
    messageExpression = Checks.NAME_FOUND)
@ValidationRule(
    value = "self.metadata.name != 'manual'",
    message =
        "the name manual is taken: it stands for incidents that nobody but their requester vouches"
            + " for")
@AdditionalPrinterColumn(
    name = "ConfigMap-Namespace",
    jsonPath = ".spec.file.configMap.namespace",
    getDescription = "Where the file of incidents is kept")
@AdditionalPrinterColumn(
    name = "ConfigMap",
    jsonPath = ".spec.file.configMap.name",
    getDescription = "The ConfigMap that holds it")
@AdditionalPrinterColumn(
    name = "Age",
    type = AdditionalPrinterColumn.Type.DATE,
    jsonPath = ".metadata.creationTimestamp")
public final class IncidentProvider extends CustomResource<IncidentProviderSpec, Void> {

  @Override
  @Required
  @JsonPropertyDescription("Where its incidents live.")
  public IncidentProviderSpec getSpec() {
    return super.getSpec();
  }
}
