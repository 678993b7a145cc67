/// Clusters made up to measure on, and the measuring.
@NullMarked
package dev.nightlatch.bench;

import org.jspecify.annotations.NullMarked;
