/// What a grant's next step is, and which policies are overdue.
///
/// Never imports the ports: what was seen is an argument, and so is the time.
@NullMarked
package dev.nightlatch.grants.life;

import org.jspecify.annotations.NullMarked;
