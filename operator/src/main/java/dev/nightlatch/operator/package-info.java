/// The loop that opens and closes, and the sweeper beside it.
///
/// Never imports an adapter: it works on the ports, so that the same loop runs on a real cluster
/// and on the embedded one.
@NullMarked
package dev.nightlatch.operator;

import org.jspecify.annotations.NullMarked;
