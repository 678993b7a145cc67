package dev.nightlatch.engine.model;

import dev.nightlatch.engine.set.Cidr;
import java.util.List;

/// Who may stand at the other end of a connection: one entry of a rule's `from` or `to` list.
///
/// The API writes this as one object with three optional fields, where a *missing* field and an
/// *empty* one mean different things: no `namespaceSelector` means "the policy's own namespace",
/// an empty one means "every namespace". The decoder resolves that difference once; from here on
/// the two are two types.
///
/// Source: `NetworkPolicyPeer`, networking.k8s.io/v1.
public sealed interface Peer {

  /// Pods of the policy's own namespace. API: only `podSelector` is set.
  record OwnNamespace(LabelSelector pods) implements Peer {}

  /// Pods of every selected namespace. API: `namespaceSelector` is set; an absent `podSelector`
  /// arrives here as [LabelSelector#EVERYTHING].
  record AcrossNamespaces(LabelSelector namespaces, LabelSelector pods) implements Peer {}

  /// Addresses of `cidr` that are in none of `except`. API: `ipBlock` is set, alone.
  record IpBlock(Cidr cidr, List<Cidr> except) implements Peer {

    /// Checks what the API server checks; a violation here is a bug in the decoder.
    ///
    /// @throws IllegalArgumentException if an exception lies outside `cidr`
    public IpBlock {
      except = List.copyOf(except);
      for (Cidr hole : except) {
        if (!cidr.contains(hole)) {
          throw new IllegalArgumentException("except " + hole + " lies outside " + cidr);
        }
      }
    }

    /// All addresses of the block.
    public static IpBlock whole(Cidr cidr) {
      return new IpBlock(cidr, List.of());
    }
  }
}
