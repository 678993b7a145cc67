package dev.nightlatch.grants.plan;

import dev.nightlatch.engine.explain.Answer;
import dev.nightlatch.engine.explain.Evidence;
import dev.nightlatch.engine.explain.Ground;
import dev.nightlatch.engine.explain.Verdict;
import dev.nightlatch.engine.model.End;
import java.util.stream.Collectors;

/// By whom a connection is allowed or denied, in words.
final class Grounds {
  private Grounds() {}

  /// What allows it at the destination: `NetworkPolicy shop/db`, or that nothing is against it.
  static String allowing(Verdict verdict) {
    return switch (verdict.ingress().ground()) {
      case Ground.ByRule(var rule) -> rule.policy().toString();
      case Ground.ByDefault() -> "default: no policy isolates " + name(verdict.to());
      case Ground.Exempt(var why) ->
          switch (why) {
            case SELF -> "default: it is the same pod";
            case OWN_NODE -> "default: it is the pod's own node";
            case ADDRESS -> "default: no policy is about an address";
            case HOST_NETWORK -> "default: " + name(verdict.to()) + " is on the host network";
          };
      case Ground.ByIsolation _, Ground.Open _ -> "nobody";
    };
  }

  /// What denies it: the rule, or the policies that isolate one of the ends; the source's side
  /// where both deny.
  static String denying(Verdict verdict) {
    return verdict.egress().answer() == Answer.ALLOWED
        ? denying(verdict.ingress(), verdict.to())
        : denying(verdict.egress(), verdict.from());
  }

  private static String denying(Evidence side, End end) {
    return switch (side.ground()) {
      case Ground.ByRule(var rule) -> rule.policy().toString();
      case Ground.ByIsolation(var isolating) ->
          isolating.stream().map(at -> at.policy().toString()).collect(Collectors.joining(", "))
              + ", which "
              + (isolating.size() == 1 ? "isolates " : "isolate ")
              + name(end)
              + (switch (side.direction()) {
                case EGRESS -> " for egress";
                case INGRESS -> " for ingress";
              });
      case Ground.ByDefault(), Ground.Exempt _, Ground.Open _ -> "nobody";
    };
  }

  private static String name(End end) {
    return switch (end) {
      case End.OfPod(var pod) -> "pod " + pod.namespace() + "/" + pod.name();
      case End.Replica(var pod) -> "pod " + pod.namespace() + "/" + pod.name();
      case End.OfAddress(var address) -> address.toString();
    };
  }
}
