/// From a request and the facts to the policies that would open, or to a refusal.
///
/// Never imports the ports: a plan is made from what was already read.
@NullMarked
package dev.nightlatch.grants.plan;

import org.jspecify.annotations.NullMarked;
