package dev.nightlatch.grants.model;

import dev.nightlatch.engine.set.Cidr;
import dev.nightlatch.engine.set.Family;
import dev.nightlatch.engine.set.PortRange;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What no rule and no grant may exceed, whoever wrote or approved it. All boundaries of a cluster
/// hold at once. Cluster-scoped.
///
/// @param maxDuration the longest lease that a grant may ask for
/// @param widestBlock how wide a block of addresses may be that is opened
/// @param forbiddenNamespaces neither targets nor sources may stand there, sorted
/// @param forbiddenPorts nothing that is opened may include one of them, sorted
/// @param minimumApprovals a rule that requires fewer opens nothing
/// @param exemptions who may go without the approvals of [#minimumApprovals] all the same, where a
///     rule says so too; means nothing without it
public record AccessBoundary(
    Meta meta,
    String description,
    Optional<Duration> maxDuration,
    Optional<Widest> widestBlock,
    List<String> forbiddenNamespaces,
    List<PortRange> forbiddenPorts,
    OptionalInt minimumApprovals,
    List<Exemption.Kind> exemptions) {

  /// Of which nobody is exempt.
  public AccessBoundary(
      Meta meta,
      String description,
      Optional<Duration> maxDuration,
      Optional<Widest> widestBlock,
      List<String> forbiddenNamespaces,
      List<PortRange> forbiddenPorts,
      OptionalInt minimumApprovals) {
    this(
        meta,
        description,
        maxDuration,
        widestBlock,
        forbiddenNamespaces,
        forbiddenPorts,
        minimumApprovals,
        List.of());
  }

  /// @throws IllegalArgumentException if it limits nothing, or a limit is none that can be kept
  public AccessBoundary {
    if (maxDuration.filter(longest -> longest.compareTo(Request.SHORTEST) < 0).isPresent()) {
      throw new IllegalArgumentException("maxDuration is shorter than 10s");
    }
    if (minimumApprovals.isPresent() && minimumApprovals.getAsInt() < 1) {
      throw new IllegalArgumentException("minimumApprovals: " + minimumApprovals.getAsInt());
    }
    if (maxDuration.isEmpty()
        && widestBlock.isEmpty()
        && forbiddenNamespaces.isEmpty()
        && forbiddenPorts.isEmpty()
        && minimumApprovals.isEmpty()) {
      throw new IllegalArgumentException("a boundary needs a limit");
    }
    forbiddenNamespaces = forbiddenNamespaces.stream().distinct().sorted().toList();
    forbiddenPorts = forbiddenPorts.stream().distinct().sorted().toList();
    exemptions = exemptions.stream().distinct().sorted().toList();
  }

  /// Whether a grant may go without approvals for this reason.
  public boolean admits(Exemption.Kind exemption) {
    return minimumApprovals.isEmpty() || exemptions.contains(exemption);
  }

  /// The boundary's name.
  public String name() {
    return meta.name();
  }

  /// The shortest prefixes that blocks may have: a limit can only narrow what every source keeps
  /// to.
  public record Widest(int ipv4, int ipv6) {
    /// The shortest prefix of an IPv4 block that any source may have.
    public static final int IPV4 = 24;

    /// The shortest prefix of an IPv6 block that any source may have.
    public static final int IPV6 = 64;

    /// @throws IllegalArgumentException if a prefix is shorter than any source's, or longer than
    ///     an address
    public Widest {
      if (ipv4 < IPV4 || ipv4 > Family.IPV4.bits() || ipv6 < IPV6 || ipv6 > Family.IPV6.bits()) {
        throw new IllegalArgumentException("no prefixes: /%d and /%d".formatted(ipv4, ipv6));
      }
    }

    /// The shortest prefix that blocks of this family may have.
    public int prefix(Family family) {
      return switch (family) {
        case IPV4 -> ipv4;
        case IPV6 -> ipv6;
      };
    }

    /// Whether the block is narrow enough.
    public boolean admits(Cidr block) {
      return block.prefix() >= prefix(block.network().family());
    }
  }
}
