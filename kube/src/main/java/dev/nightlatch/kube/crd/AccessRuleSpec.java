package dev.nightlatch.kube.crd;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an [AccessRule] could open.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "!has(self.approval) || !has(self.approval.waivedForOnCall) ||"
            + " !self.approval.waivedForOnCall || has(self.incidents)",
    fieldPath = ".approval.waivedForOnCall",
    message =
        "waivedForOnCall wants incidents.providers: who is on call is what they say, and no other"
            + " provider")
public record AccessRuleSpec(
    @JsonPropertyDescription(
            "What this rule is for, for people, as whoever is on call will read it. Up to 1024"
                + " characters.")
        @Size(max = 1024)
        @ValidationRule(value = Checks.LINES, message = Checks.LINES_MESSAGE)
        @Nullable String description,
    @JsonPropertyDescription("The pods and ports that the rule could open.") @Required
        Target target,
    @JsonPropertyDescription(
            "Who could come in, each an AccessSource by namespace and name. 1 to 16. A source that"
                + " does not name this rule's namespace in usableFrom opens nothing.")
        @Required
        @Size(min = 1, max = 16)
        List<Source> sources,
    @JsonPropertyDescription(
            "The longest time that one grant may hold the rule open, from 10s to 24h, such as 30m,"
                + " 2h or 1h30m.")
        @Required
        @Size(min = 1, max = 16)
        @ValidationRule(
            value = Checks.DURATION,
            message = Checks.DURATION_MESSAGE,
            messageExpression = Checks.DURATION_FOUND)
        String maxDuration,
    @JsonPropertyDescription(
            "How a grant of this rule is approved. Left out, it needs one approval.")
        @Nullable Approval approval,
    @JsonPropertyDescription(
            "Which incidents the rule may be opened for; all that is named must fit. Left out, any"
                + " incident, also one that nobody but its requester vouches for.")
        @Nullable Incidents incidents,
    @JsonPropertyDescription(
            "Set, if only as {}, whoever has the verb break-glass on the rule may open it without"
                + " approval: everybody is told, and it must be reviewed. Left out, nobody may.")
        @Nullable BreakGlass breakGlass,
    @JsonPropertyDescription(
            "How many grants of the rule there may be at once, and how soon another one. Left out,"
                + " as many as anybody asks for.")
        @Nullable Quota quota,
    @JsonPropertyDescription(
            "What becomes of a grant whose policy somebody alters or deletes while it is open."
                + " Mend, also where left out: the policy is put right or in again, until the same"
                + " end. Close: the grant closes for good.")
        @Nullable OnDrift onDrift,
    @JsonPropertyDescription(
            "Where the sources may resolve names as well, on 53/UDP and 53/TCP, as long as a grant is"
                + " open. It opens nothing where a source's pods are not isolated for egress: there"
                + " they may go anywhere. Left out, no names are opened.")
        @Nullable Dns dns) {

  public AccessRuleSpec {
    sources = Wire.copy(sources);
  }

  /// Pods of the rule's own namespace, and ports of theirs.
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Target(
      @JsonPropertyDescription(
              "Chooses pods of the rule's own namespace by their labels. At least one label value"
                  + " must be named.")
          @Required
          PodSelector podSelector,
      @JsonPropertyDescription("The ports that could be opened, by number. 1 to 16.")
          @Required
          @Size(min = 1, max = 16)
          List<Port> ports) {

    public Target {
      ports = Wire.copy(ports);
    }
  }

  /// One port, or up to sixteen in a row.
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  @ValidationRule(
      value = "!has(self.endPort) || (self.endPort > self.port && self.endPort - self.port < 16)",
      fieldPath = ".endPort",
      message = "endPort must be greater than port, with at most 16 ports in the range",
      messageExpression =
          "self.endPort > self.port ? 'the range holds more than 16 ports: wanted is an endPort of"
              + " at most port + 15' : 'endPort must be greater than port: for a single port leave"
              + " it out'")
  public record Port(
      @JsonPropertyDescription("TCP, UDP or SCTP; TCP if left out.") @Default("TCP")
          Protocol protocol,
      @JsonPropertyDescription("The port number, as the pod listens on it (not a Service's).")
          @Required
          @Min(1)
          @Max(65_535)
          int port,
      @JsonPropertyDescription(
              "The last port of a range that starts at port; for a single port leave it out. A"
                  + " range holds at most 16 ports.")
          @Min(1)
          @Max(65_535)
          @Nullable Integer endPort) {}

  /// The protocols that a network policy can name.
  public enum Protocol {
    TCP,
    UDP,
    SCTP
  }

  /// An [AccessSource], by name.
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Source(
      @JsonPropertyDescription("The namespace of the AccessSource.")
          @Required
          @Size(min = 1, max = 63)
          @ValidationRule(
              value = Checks.LABEL,
              message = Checks.LABEL_MESSAGE,
              messageExpression = Checks.LABEL_FOUND)
          String namespace,
      @JsonPropertyDescription("The name of the AccessSource.")
          @Required
          @Size(min = 1, max = 63)
          @ValidationRule(
              value = Checks.LABEL,
              message = Checks.LABEL_MESSAGE,
              messageExpression = Checks.LABEL_FOUND)
          String name,
      @JsonPropertyDescription(
              "If true, a grant must name the requester's own address inside one of this source's"
                  + " blocks, and only that address is opened. If false, the whole source is.")
          @Default("false")
          boolean pinAddress) {}

  /// How a grant of the rule is approved.
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Approval(
      @JsonPropertyDescription(
              "How many people other than the requester must approve, 0 to 5. Left out, one must; 0"
                  + " opens without approval.")
          @Min(0)
          @Max(5)
          @Nullable Integer required,
      @JsonPropertyDescription(
              "How long a grant waits for its approvals, from 10s to 24h, such as 15m. Left out, 15"
                  + " minutes.")
          @Size(min = 1, max = 16)
          @ValidationRule(
              value = Checks.DURATION,
              message = Checks.DURATION_MESSAGE,
              messageExpression = Checks.DURATION_FOUND)
          @Nullable String timeout,
      @JsonPropertyDescription(
              "If true, a requester who is on call for the incident, as its provider says, needs no"
                  + " approval. False if left out.")
          @Nullable Boolean waivedForOnCall) {}

  /// Which incidents count.
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Incidents(
      @JsonPropertyDescription(
              "Where the incident is kept: names of IncidentProviders, or manual for those that"
                  + " nobody but their requester vouches for. 1 to 16.")
          @Required
          @Size(min = 1, max = 16)
          @ValidationRule(
              value = "self.all(n, !format.dns1123Label().validate(n).hasValue())",
              message = "one of these is no provider's name")
          List<@Size(min = 1, max = 63) String> providers,
      @JsonPropertyDescription(
              "How severe it is: one of these words, as the provider writes them. 1 to 16. Left"
                  + " out, any.")
          @Size(min = 1, max = 16)
          @ValidationRule(value = Checks.WORDS, message = Checks.WORDS_MESSAGE)
          List<@Size(min = 1, max = 128) String> severities,
      @JsonPropertyDescription(
              "Whose it is: at least one of these services, as the provider writes them. 1 to 32."
                  + " Left out, any.")
          @Size(min = 1, max = 32)
          @ValidationRule(value = Checks.WORDS, message = Checks.WORDS_MESSAGE)
          List<@Size(min = 1, max = 128) String> services) {

    public Incidents {
      providers = Wire.copy(providers);
      severities = Wire.copy(severities);
      services = Wire.copy(services);
    }
  }

  /// Pods that resolve names.
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Dns(
      @JsonPropertyDescription("The namespace of the name servers, such as kube-system.")
          @Required
          @Size(min = 1, max = 63)
          @ValidationRule(
              value = Checks.LABEL,
              message = Checks.LABEL_MESSAGE,
              messageExpression = Checks.LABEL_FOUND)
          String namespace,
      @JsonPropertyDescription(
              "Chooses the name servers by their labels, such as k8s-app: kube-dns. At least one"
                  + " label value must be named.")
          @Required
          PodSelector podSelector) {}

  /// What becomes of a grant whose policy somebody changed.
  public enum OnDrift {
    @JsonProperty("Mend")
    MEND,
    @JsonProperty("Close")
    CLOSE
  }

  /// Opening without approval.
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record BreakGlass(
      @JsonPropertyDescription(
              "Within how long after its opening a grant must have been reviewed, from 10s to 720h,"
                  + " such as 24h or 72h. Left out, 24 hours.")
          @Size(min = 1, max = 16)
          @ValidationRule(
              value = Checks.DAYS,
              message = Checks.DAYS_MESSAGE,
              messageExpression = Checks.DAYS_FOUND)
          @Nullable String reviewWithin) {}

  /// How many grants, and how often.
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value = "has(self.grants) || has(self.grantsPerRequester) || has(self.coolDown)",
      message = "wanted is at least one of grants, grantsPerRequester, coolDown")
  public record Quota(
      @JsonPropertyDescription(
              "How many grants of the rule there may be at once, those that wait counted. 1 to"
                  + " 1000.")
          @Min(1)
          @Max(1000)
          @Nullable Integer grants,
      @JsonPropertyDescription("The same of one requester. 1 to 1000.") @Min(1) @Max(1000)
          @Nullable Integer grantsPerRequester,
      @JsonPropertyDescription(
              "How long after a grant of the rule was open nobody may ask for another one, from 10s"
                  + " to 24h. An extension may be asked for all the same.")
          @Size(min = 1, max = 16)
          @ValidationRule(
              value = Checks.DURATION,
              message = Checks.DURATION_MESSAGE,
              messageExpression = Checks.DURATION_FOUND)
          @Nullable String coolDown) {}
}
