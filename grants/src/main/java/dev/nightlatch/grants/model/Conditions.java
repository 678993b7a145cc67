package dev.nightlatch.grants.model;

/// Under which conditions a rule may be opened, beside its approvals, and stays open.
public record Conditions(
    IncidentKind incidents, BreakGlass breakGlass, Quota quota, OnDrift onDrift) {

  /// For any incident, never without approval, as often as anybody wants; what somebody changes is
  /// mended.
  public static final Conditions USUAL =
      new Conditions(IncidentKind.ANY, new BreakGlass.Forbidden(), Quota.NONE);

  /// Where what somebody changes is mended.
  public Conditions(IncidentKind incidents, BreakGlass breakGlass, Quota quota) {
    this(incidents, breakGlass, quota, OnDrift.MEND);
  }
}
