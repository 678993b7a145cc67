/// The tools in which incidents live, each behind one port: is it open, how severe, who is on call.
///
/// Never imports the cluster's adapters: what lies in a cluster is read through the cluster's port.
@NullMarked
package dev.nightlatch.incidents;

import org.jspecify.annotations.NullMarked;
