/// Nightlatch's own kinds as the API server knows them: the Java types from which their
/// CustomResourceDefinitions are generated, and the generated texts.
///
/// What a field may hold is said here and nowhere else; the API server enforces it. These types
/// carry no behaviour and never import anything of the domain (`grants`, `engine`).
@NullMarked
package dev.nightlatch.kube.crd;

import org.jspecify.annotations.NullMarked;
