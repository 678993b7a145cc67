/// The second opinion on the engine, and clusters at random to ask both about.
@NullMarked
package dev.nightlatch.engine.naive;

import org.jspecify.annotations.NullMarked;
