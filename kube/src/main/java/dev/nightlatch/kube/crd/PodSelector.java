package dev.nightlatch.kube.crd;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/// A choice of pods that names at least one label value they must carry.
///
/// Narrower than Kubernetes' own: an empty selector is refused, and so are Nightlatch's own labels,
/// which are put on pods while a grant is open.
///
/// Source: `LabelSelector`, meta/v1.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "(has(self.matchLabels) && size(self.matchLabels) > 0) ||"
            + " (has(self.matchExpressions) &&"
            + " self.matchExpressions.exists(e, e.operator == 'In'))",
    message =
        "the selector names no label value that a pod must carry: give at least one entry of"
            + " matchLabels or one expression with In; empty, or with NotIn, Exists and"
            + " DoesNotExist alone, it chooses pods that nobody had in mind")
public record PodSelector(
    @JsonPropertyDescription(
            "Labels that a pod must carry, each with this value. Up to 8; keys under"
                + " nightlatch.dev/ are reserved.")
        @Size(max = 8)
        @ValidationRule(
            value = "self.all(k, !format.qualifiedName().validate(k).hasValue())",
            message = "matchLabels has a key that is no label key",
            messageExpression =
                "'found \"' + self.filter(k, format.qualifiedName().validate(k).hasValue())[0] +"
                    + " '\"; wanted is a label key, a name such as app or a DNS name before it such"
                    + " as example.com/app'")
        @ValidationRule(
            value = "self.all(k, !k.startsWith('nightlatch.dev/'))",
            message =
                "label keys under nightlatch.dev/ are reserved: Nightlatch puts them on objects"
                    + " itself; choose pods by labels of your own")
        @ValidationRule(
            value = "self.all(k, !format.labelValue().validate(self[k]).hasValue())",
            message = "matchLabels has a value that is no label value",
            messageExpression =
                "'found no label value at the key ' + self.filter(k,"
                    + " format.labelValue().validate(self[k]).hasValue())[0] + '; wanted are"
                    + " letters, digits, -, _ and ., with a letter or digit at both ends'")
        Map<String, @Size(max = 63) String> matchLabels,
    @JsonPropertyDescription("Further conditions that a pod's labels must all meet. Up to 8.")
        @Size(max = 8)
        List<Expression> matchExpressions) {

  public PodSelector {
    matchLabels = Wire.copy(matchLabels);
    matchExpressions = Wire.copy(matchExpressions);
  }

  /// One condition on a pod's labels. Source: `LabelSelectorRequirement`, meta/v1.
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  @ValidationRule(
      value = "!format.qualifiedName().validate(self.key).hasValue()",
      fieldPath = ".key",
      message = "not a label key",
      messageExpression =
          "'found \"' + self.key + '\"; wanted is a label key, a name such as app or a DNS name"
              + " before it such as example.com/app'")
  @ValidationRule(
      value = "!self.key.startsWith('nightlatch.dev/')",
      fieldPath = ".key",
      message =
          "label keys under nightlatch.dev/ are reserved: Nightlatch puts them on objects itself;"
              + " choose pods by labels of your own")
  @ValidationRule(
      value =
          "(self.operator == 'In' || self.operator == 'NotIn') == (has(self.values) &&"
              + " size(self.values) > 0)",
      fieldPath = ".values",
      message = "values are wanted with In and NotIn, and never with Exists and DoesNotExist",
      messageExpression =
          "(self.operator == 'In' || self.operator == 'NotIn') ? self.operator + ' wants at least"
              + " one value; found none' : self.operator + ' takes no values; leave them out'")
  @ValidationRule(
      value =
          "!has(self.values) || self.values.all(v,"
              + " !format.labelValue().validate(v).hasValue())",
      fieldPath = ".values",
      message =
          "one of the values is no label value; wanted are letters, digits, -, _ and ., with a"
              + " letter or digit at both ends")
  public record Expression(
      @JsonPropertyDescription(
              "The label key that the condition speaks of. Keys under nightlatch.dev/ are"
                  + " reserved.")
          @Required
          @Size(min = 1, max = 317)
          String key,
      @JsonPropertyDescription(
              "In: the label is one of values. NotIn: it is absent or none of values. Exists: it is"
                  + " there. DoesNotExist: it is not.")
          @Required
          Operator operator,
      @JsonPropertyDescription("Label values, for In and NotIn only. Up to 16.") @Size(max = 16)
          List<@Size(max = 63) String> values) {

    public Expression {
      values = Wire.copy(values);
    }
  }

  /// How a condition relates a key to its values.
  public enum Operator {
    @JsonProperty("In")
    IN,
    @JsonProperty("NotIn")
    NOT_IN,
    @JsonProperty("Exists")
    EXISTS,
    @JsonProperty("DoesNotExist")
    DOES_NOT_EXIST
  }
}
