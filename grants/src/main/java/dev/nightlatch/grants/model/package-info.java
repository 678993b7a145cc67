/// Nightlatch's objects as values, and what is seen of them in a cluster.
///
/// Never imports the other packages of this module: a value does not know who decides with it.
@NullMarked
package dev.nightlatch.grants.model;

import org.jspecify.annotations.NullMarked;
