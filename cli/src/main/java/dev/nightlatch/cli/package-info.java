/// The terminal: commands, what they print, and their exit codes.
///
/// Commands read and write through the ports; none of them decides what may be open.
@NullMarked
package dev.nightlatch.cli;

import org.jspecify.annotations.NullMarked;
