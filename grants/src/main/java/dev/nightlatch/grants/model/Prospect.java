package dev.nightlatch.grants.model;

import dev.nightlatch.engine.explain.Answer;
import java.util.List;

/// What an approver is told besides the terms: what the source could reach next through the pods
/// that open, and what becomes of sessions when it closes. It changes by itself as the cluster
/// does, so it is no part of what is approved.
///
/// @param opened the pods that open
/// @param beyond what these reach and the source does not by itself
/// @param outside whether they reach addresses outside the cluster that the source does not
/// @param connections the most telling ones beyond, a line each, sorted; at most [#MOST_LINES]
/// @param sessions what becomes of established sessions
public record Prospect(
    Step opened, Step beyond, Answer outside, List<String> connections, Sessions sessions) {

  /// How many connections are listed.
  public static final int MOST_LINES = 20;

  /// Who is reached in one step, in numbers.
  ///
  /// @param undetermined connections of which it is not known whether they are allowed; who is
  ///     reached by them alone is not in the other numbers
  public record Step(int pods, int workloads, int namespaces, int connections, int undetermined) {}

  public Prospect {
    connections = List.copyOf(connections);
  }
}
