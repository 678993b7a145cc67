/// A control plane for whoever wants to try things by hand: what `dev/control-plane` calls. A
/// process of its own holds it, from `up` to `down`.
///
/// Must never be used by other code, which starts a [dev.nightlatch.controlplane.ControlPlane]
/// itself.
@NullMarked
package dev.nightlatch.controlplane.byhand;

import org.jspecify.annotations.NullMarked;
