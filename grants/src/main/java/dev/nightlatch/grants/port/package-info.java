/// What the product needs of the world: a cluster, a journal.
///
/// Interfaces and their exceptions only; adapters stand in modules above.
@NullMarked
package dev.nightlatch.grants.port;

import org.jspecify.annotations.NullMarked;
