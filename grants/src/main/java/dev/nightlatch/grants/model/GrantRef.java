package dev.nightlatch.grants.model;

/// One grant, by its name and, for a name can come again, its UID.
public record GrantRef(String name, Uid uid) {}
