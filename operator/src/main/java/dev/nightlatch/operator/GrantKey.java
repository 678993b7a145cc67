package dev.nightlatch.operator;

import dev.nightlatch.grants.model.Uid;

/// Which grant a pass is about: the UID says which, the name says where to read it.
record GrantKey(Uid uid, String name) {}
