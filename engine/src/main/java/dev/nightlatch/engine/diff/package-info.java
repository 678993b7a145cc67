/// What changes between two snapshots, as data.
///
/// Never imports the evaluation, which makes these.
@NullMarked
package dev.nightlatch.engine.diff;

import org.jspecify.annotations.NullMarked;
