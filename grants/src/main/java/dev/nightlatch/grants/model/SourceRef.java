package dev.nightlatch.grants.model;

/// One source that a rule names.
///
/// @param pinAddress whether a grant must name the requester's own address inside one of the
///     source's blocks; only that address is opened then
public record SourceRef(ObjectKey source, boolean pinAddress) {}
