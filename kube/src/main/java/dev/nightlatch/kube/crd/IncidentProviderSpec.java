package dev.nightlatch.kube.crd;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/// Where the incidents of an [IncidentProvider] live.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record IncidentProviderSpec(
    @JsonPropertyDescription("What this is, for people. Up to 1024 characters.")
        @Size(max = 1024)
        @ValidationRule(value = Checks.LINES, message = Checks.LINES_MESSAGE)
        @Nullable String description,
    @JsonPropertyDescription(
            "A file that a team keeps in a ConfigMap. Whoever may write it says which incidents are"
                + " open and who is on call; the operator must be allowed to read it.")
        @Required
        File file) {

  /// A file in a ConfigMap.
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record File(
      @JsonPropertyDescription("The ConfigMap.") @Required ConfigMap configMap,
      @JsonPropertyDescription(
              "The entry of its data that holds the incidents; incidents.yaml if left out.")
          @Size(min = 1, max = 253)
          @ValidationRule(
              value = "self.matches('^[-._a-zA-Z0-9]+$')",
              message = "wanted is a key of a ConfigMap: letters, digits, -, _ and .")
          @Nullable String key) {}

  /// A ConfigMap, by name.
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record ConfigMap(
      @JsonPropertyDescription("The ConfigMap's namespace.")
          @Required
          @Size(min = 1, max = 63)
          @ValidationRule(
              value = Checks.LABEL,
              message = Checks.LABEL_MESSAGE,
              messageExpression = Checks.LABEL_FOUND)
          String namespace,
      @JsonPropertyDescription("The ConfigMap's name.")
          @Required
          @Size(min = 1, max = 63)
          @ValidationRule(
              value = Checks.LABEL,
              message = Checks.LABEL_MESSAGE,
              messageExpression = Checks.LABEL_FOUND)
          String name) {}
}
