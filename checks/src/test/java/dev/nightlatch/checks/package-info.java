/// The rows of the house, the documentation and the examples, held to their word.
///
/// Reads what the other modules wrote and built, as files: sources, classes, poms, pages. Never
/// part of the product. Each rule is a function from a [House] to findings, and is also applied to
/// a small house that breaks it ([Sketch]), so that a rule that cannot fail is noticed.
@NullMarked
package dev.nightlatch.checks;

import org.jspecify.annotations.NullMarked;
