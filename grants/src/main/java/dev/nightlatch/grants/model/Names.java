package dev.nightlatch.grants.model;

import java.util.List;

/// The names and marks of a grant's own objects. All derive from the grant's UID, so that whoever
/// sees one knows whose it is, without asking anybody's memory.
public final class Names {
  /// The operator's own namespace.
  public static final String OPERATOR_NAMESPACE = "nightlatch-system";

  /// Label of latches and policies: the grant's UID.
  public static final String GRANT_LABEL = "nightlatch.dev/grant";

  /// Label of latches, `true`.
  public static final String LATCH_LABEL = "nightlatch.dev/latch";

  /// Label of latches and policies that says, in everybody's convention, who manages them.
  public static final String MANAGED_BY_LABEL = "app.kubernetes.io/managed-by";

  /// The value of [#MANAGED_BY_LABEL].
  public static final String MANAGED_BY_VALUE = "nightlatch";

  /// Finalizers that a network plugin puts on policies and takes off itself: the controller of the
  /// plugin for Amazon EKS.
  public static final List<String> PLUGIN_FINALIZERS = List.of("networking.k8s.aws/resources");

  /// Annotation of policies: the lease's end, RFC 3339, so that anyone can tell it is overdue.
  public static final String EXPIRES_AT = "nightlatch.dev/expires-at";

  /// Annotation of policies: the grant's name.
  public static final String GRANT_NAME = "nightlatch.dev/grant-name";

  /// Annotation of policies: the rule, as `namespace/name`.
  public static final String RULE = "nightlatch.dev/rule";

  /// Annotation of policies: the incident.
  public static final String INCIDENT = "nightlatch.dev/incident";

  /// Annotation of policies: who asked.
  public static final String REQUESTED_BY = "nightlatch.dev/requested-by";

  private static final String PREFIX = "nl-";
  private static final String INGRESS = "-ingress";
  private static final String EGRESS = "-egress";

  private Names() {}

  /// `nl-<uid>`: the grant's latch, in every namespace concerned.
  public static String latch(Uid grant) {
    return PREFIX + grant;
  }

  /// `nl-<uid>-ingress`: the policy that opens the target's side.
  public static String ingressPolicy(Uid grant) {
    return latch(grant) + INGRESS;
  }

  /// `nl-<uid>-egress-1`: a policy that opens a source's side.
  ///
  /// @param number of the source among those of its namespace, from 1
  public static String egressPolicy(Uid grant, int number) {
    return latch(grant) + EGRESS + "-" + number;
  }

  /// Whether a policy of this name may be one of the grant's.
  public static boolean isPolicyOf(Uid grant, String name) {
    String egress = latch(grant) + EGRESS + "-";
    return name.equals(ingressPolicy(grant))
        || (name.startsWith(egress) && name.substring(egress.length()).matches("[1-9][0-9]?"));
  }
}
