package dev.nightlatch.engine.model;

import dev.nightlatch.engine.set.Protocol;

/// One port of a service. Source: `ServicePort`, v1.
///
/// @param name empty where the port has none
public record ServicePort(String name, Protocol protocol, int port, TargetPort target) {}
