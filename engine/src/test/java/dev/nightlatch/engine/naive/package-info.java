/// A second opinion of the engine: slow, obvious, pair by pair and packet by packet, and small
/// clusters at random to ask it about.
///
/// Written from decision 0008 and from the API's text, as the engine is, and from nothing else. It
/// takes the values of `model` and `set` as data and uses none of their functions: selectors,
/// ports and blocks of addresses are matched here a second time.
@NullMarked
package dev.nightlatch.engine.naive;

import org.jspecify.annotations.NullMarked;
