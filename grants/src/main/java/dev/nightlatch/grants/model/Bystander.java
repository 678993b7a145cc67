package dev.nightlatch.grants.model;

/// Something of somebody else beside what a grant opens: a pod at one of the ends, or a standing
/// policy that selects such a pod.
///
/// @param name `Pod shop/db-0`, `NetworkPolicy shop/default-deny`
/// @param content a short hash of what a policy says; empty of a pod
public record Bystander(String name, String content) {}
