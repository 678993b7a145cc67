package dev.nightlatch.grants.model;

import java.util.List;

/// What a grant would open or has opened: what its approvers approve.
///
/// @param hash SHA-256 over all of it, in 64 hexadecimal digits; empty where the terms were not
///     worked out whole, or were written by a version that made none
/// @param approvals how many people other than the requester must approve: what the rule requires,
///     or 0 where the grant is exempt
/// @param exemption why it is exempt
/// @param doubts what is not known and might matter, sorted
/// @param connections what opens, a line for each source, sorted; equal lines open the same
/// @param targets the workloads and bare pods at the other end as they are now, sorted
/// @param basis the objects that the terms are made from
public record GrantTerms(
    String hash,
    int approvals,
    Exemption exemption,
    List<Doubt> doubts,
    List<String> connections,
    List<String> targets,
    List<Basis> basis) {

  /// Without doubts and without an exemption.
  public GrantTerms(
      String hash,
      int approvals,
      List<String> connections,
      List<String> targets,
      List<Basis> basis) {
    this(hash, approvals, new Exemption.None(), List.of(), connections, targets, basis);
  }

  public GrantTerms {
    doubts = doubts.stream().distinct().sorted().toList();
    connections = List.copyOf(connections);
    targets = List.copyOf(targets);
    basis = basis.stream().sorted().toList();
  }

  /// Terms of which only these connections are known.
  public static GrantTerms ofConnections(List<String> connections) {
    return new GrantTerms("", 0, connections, List.of(), List.of());
  }

  /// Whether nobody needs to say yes: no approval is required, and no doubt is to be accepted.
  public boolean needNobody() {
    return approvals == 0 && (doubts.isEmpty() || exemption.isBreakGlass());
  }

  /// The codes of the doubts, sorted, each once.
  public List<String> doubtCodes() {
    return doubts.stream().map(doubt -> doubt.code().text()).distinct().sorted().toList();
  }

  /// One object that terms are made from, and which state of it.
  ///
  /// Ordered by kind, namespace and name.
  ///
  /// @param kind `AccessBoundary`, `AccessRule` or `AccessSource`
  /// @param key a boundary's namespace is empty
  public record Basis(String kind, ObjectKey key, Uid uid, long generation)
      implements Comparable<Basis> {
    private static final String BOUNDARY = "AccessBoundary";

    /// A boundary as it is.
    public static Basis of(AccessBoundary boundary) {
      return of(BOUNDARY, boundary.meta());
    }

    /// A rule as it is.
    public static Basis of(AccessRule rule) {
      return of("AccessRule", rule.meta());
    }

    /// A source as it is.
    public static Basis of(AccessSource source) {
      return of("AccessSource", source.meta());
    }

    /// Whether it is a boundary.
    public boolean isBoundary() {
      return kind.equals(BOUNDARY);
    }

    private static Basis of(String kind, Meta meta) {
      return new Basis(kind, meta.key(), meta.uid(), meta.generation());
    }

    @Override
    public int compareTo(Basis other) {
      int byKind = kind.compareTo(other.kind);
      return byKind != 0 ? byKind : key.compareTo(other.key);
    }
  }
}
