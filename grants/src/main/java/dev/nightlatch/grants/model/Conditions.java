package dev.nightlatch.grants.model;

/// Under which conditions a rule may be opened, beside its approvals.
public record Conditions(IncidentKind incidents, BreakGlass breakGlass, Quota quota) {

  /// For any incident, never without approval, as often as anybody wants.
  public static final Conditions USUAL =
      new Conditions(IncidentKind.ANY, new BreakGlass.Forbidden(), Quota.NONE);
}
