/// Text and trees to the model, and back: one decoder for YAML and JSON files and for the objects
/// of an API server, one encoder, and what is wrong with an input as data.
///
/// A value comes out only of an input that is understood as far as anybody will ask: of our kinds
/// and of policies wholly, of pods and their like what network policies see. What is not gives
/// problems and no value, and in a snapshot a gap; nothing ever becomes more open than it is
/// written.
///
/// Never imports a Kubernetes client: what a client hands over arrives as plain maps and lists.
@NullMarked
package dev.nightlatch.manifests;

import org.jspecify.annotations.NullMarked;
