package dev.nightlatch.grants.model;

/// Why a grant ends: the stable code, and a sentence that says it for this grant.
public record Ending(Code code, String sentence) {}
