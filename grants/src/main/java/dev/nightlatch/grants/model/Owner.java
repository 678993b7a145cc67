package dev.nightlatch.grants.model;

/// An object whose end takes another along: when all owners of an object are gone, the cluster's
/// garbage collector deletes it. Source: `OwnerReference`, meta/v1.
public record Owner(String apiVersion, String kind, String name, Uid uid) {}
