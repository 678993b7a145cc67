/// Addresses and blocks of addresses as values.
///
/// Never imports the model: a block does not know who uses it.
@NullMarked
package dev.nightlatch.engine.set;

import org.jspecify.annotations.NullMarked;
