/// Why a verdict is what it is, as data: never as sentences, which are the command's.
///
/// Never imports the evaluation: it is evaluated first and explained with what was kept.
@NullMarked
package dev.nightlatch.engine.explain;

import org.jspecify.annotations.NullMarked;
