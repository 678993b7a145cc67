/// What goes on record about a grant.
///
/// Never imports plans or ports: the record is read by people who have neither.
@NullMarked
package dev.nightlatch.grants.record;

import org.jspecify.annotations.NullMarked;
