/// What policies do to pods.
///
/// Pure functions over the model: no clock, no file, no cluster, no log.
@NullMarked
package dev.nightlatch.engine.eval;

import org.jspecify.annotations.NullMarked;
