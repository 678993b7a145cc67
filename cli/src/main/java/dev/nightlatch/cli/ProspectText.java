package dev.nightlatch.cli;

import dev.nightlatch.grants.model.Prospect;
import java.util.ArrayList;
import java.util.List;

/// What lies behind the pods that open, and what becomes of sessions, in words.
final class ProspectText {
  private ProspectText() {}

  /// All of it, a line each.
  static List<String> full(Prospect prospect) {
    List<String> lines = new ArrayList<>();
    lines.add("Within reach then, and not before (blast radius):");
    lines.add("  step 1, the pods that open: " + opened(prospect));
    lines.add("  step 2, through these pods alone: " + beyond(prospect));
    prospect.connections().forEach(line -> lines.add("    " + line));
    int more =
        prospect.beyond().connections()
            + prospect.beyond().undetermined()
            - prospect.connections().size();
    if (more > 0) {
      lines.add("    and " + count(more, "more connection"));
    }
    lines.add("  " + outward(prospect));
    lines.add("Sessions: " + prospect.sessions().sentence());
    return lines;
  }

  /// `3 pods of 1 workload in 1 namespace, by 1 connection.`
  static String opened(Prospect prospect) {
    return reach(prospect.opened()) + doubt(prospect.opened().undetermined());
  }

  /// `5 pods of 2 workloads in 2 namespaces, by 3 connections.`
  static String beyond(Prospect prospect) {
    return reach(prospect.beyond()) + doubt(prospect.beyond().undetermined());
  }

  /// `Out of the cluster: no.`
  static String outward(Prospect prospect) {
    return switch (prospect.outside()) {
      case ALLOWED -> "Out of the cluster: yes.";
      case DENIED -> "Out of the cluster: no.";
      case UNDETERMINED -> "Out of the cluster: not known.";
    };
  }

  private static String reach(Prospect.Step step) {
    if (step.connections() == 0) {
      return "nothing.";
    }
    String by = ", by " + count(step.connections(), "connection") + ".";
    return step.workloads() == 0
        ? "no more pods" + by
        : "%s of %s in %s%s"
            .formatted(
                count(step.pods(), "pod"),
                count(step.workloads(), "workload"),
                count(step.namespaces(), "namespace"),
                by);
  }

  private static String doubt(int undetermined) {
    return undetermined == 0
        ? ""
        : " Perhaps " + count(undetermined, "more connection") + ": a fact is not known.";
  }

  private static String count(int number, String of) {
    return number + " " + of + (number == 1 ? "" : "s");
  }
}
