/// The real cluster behind the port: reads, writes, watches and the translation of failures.
///
/// The only room that knows the Kubernetes client; its types never leave it.
@NullMarked
package dev.nightlatch.kube;

import org.jspecify.annotations.NullMarked;
