/// Kubernetes' network policies and what they speak of, with the API's traps resolved.
///
/// Values only: nothing here evaluates, and nothing here knows how a manifest is written.
@NullMarked
package dev.nightlatch.engine.model;

import org.jspecify.annotations.NullMarked;
