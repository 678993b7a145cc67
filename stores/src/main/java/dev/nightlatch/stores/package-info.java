/// Where the journal lies: a file of JSON lines.
///
/// Never imports the cluster's adapters: a record does not ask what it is about.
@NullMarked
package dev.nightlatch.stores;

import org.jspecify.annotations.NullMarked;
