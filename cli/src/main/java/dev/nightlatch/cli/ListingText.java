package dev.nightlatch.cli;

import dev.nightlatch.engine.explain.Connection;
import dev.nightlatch.engine.explain.Party;
import dev.nightlatch.engine.set.ConnectionSet;
import dev.nightlatch.manifests.Json;
import dev.nightlatch.manifests.Problem;
import dev.nightlatch.manifests.Yaml;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A list of connections in each form.
record ListingText(
    List<Connection> allowed, List<Connection> undetermined, List<Problem> problems) {

  String text(OutputForm form) {
    return switch (form) {
      case text -> table();
      case json -> json();
      case yaml -> Yaml.write(tree());
      case markdown -> markdown();
      case dot -> dot();
    };
  }

  private Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("connections", allowed.stream().map(EngineTrees::connection).toList());
    tree.put("undetermined", undetermined.stream().map(EngineTrees::connection).toList());
    tree.put("problems", problems.stream().map(ProblemTrees::problem).toList());
    return tree;
  }

  /// One entry on each line: so two lists can be compared by eye and by `diff`. What comes again
  /// and again, parties and ports, is written once.
  private String json() {
    StringBuilder text = new StringBuilder(1 << 16);
    Map<Party, String> parties = new HashMap<>();
    Map<ConnectionSet, String> ports = new HashMap<>();
    text.append("{\"connections\":[");
    entries(text, allowed, parties, ports);
    text.append("],\n\"undetermined\":[");
    entries(text, undetermined, parties, ports);
    text.append("],\n\"problems\":[");
    String between = "\n";
    for (Problem problem : problems) {
      text.append(between).append(Json.line(ProblemTrees.problem(problem)));
      between = ",\n";
    }
    return text.append("]}\n").toString();
  }

  private static void entries(
      StringBuilder text,
      List<Connection> connections,
      Map<Party, String> parties,
      Map<ConnectionSet, String> ports) {
    String between = "\n";
    for (Connection connection : connections) {
      text.append(between).append("{\"from\":");
      text.append(parties.computeIfAbsent(connection.from(), ListingText::party));
      text.append(",\"to\":");
      text.append(parties.computeIfAbsent(connection.to(), ListingText::party));
      text.append(",\"ports\":");
      text.append(
          ports.computeIfAbsent(connection.ports(), set -> Json.line(EngineTrees.ports(set))));
      if (!connection.causes().isEmpty()) {
        text.append(",\"why\":");
        text.append(Json.line(connection.causes().stream().map(EngineTrees::word).toList()));
      }
      text.append('}');
      between = ",\n";
    }
  }

  private static String party(Party party) {
    return Json.line(EngineTrees.party(party));
  }

  private String table() {
    if (allowed.isEmpty() && undetermined.isEmpty()) {
      return "No connection is allowed between the pods that are known.\n";
    }
    Table table = new Table("FROM", "TO", "PORTS");
    for (Connection connection : allowed) {
      table.row(
          FindingText.party(connection.from()),
          FindingText.party(connection.to()),
          connection.ports().toString());
    }
    for (Connection connection : undetermined) {
      table.row(
          FindingText.party(connection.from()),
          FindingText.party(connection.to()),
          "not known: " + connection.ports() + " (" + causes(connection) + ")");
    }
    return table.lines().stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  private static String causes(Connection connection) {
    return connection.causes().stream().map(FindingText::cause).collect(Collectors.joining("; "));
  }

  private String markdown() {
    StringBuilder text = new StringBuilder("| From | To | Ports |\n| --- | --- | --- |\n");
    for (Connection connection : allowed) {
      row(text, connection, connection.ports().toString());
    }
    for (Connection connection : undetermined) {
      row(text, connection, "not known: " + connection.ports() + " (" + causes(connection) + ")");
    }
    return text.toString();
  }

  private static void row(StringBuilder text, Connection connection, String ports) {
    text.append("| ")
        .append(FindingText.party(connection.from()))
        .append(" | ")
        .append(FindingText.party(connection.to()))
        .append(" | ")
        .append(ports)
        .append(" |\n");
  }

  private String dot() {
    StringBuilder text =
        new StringBuilder("digraph connections {\n  rankdir=LR;\n  node [shape=box];\n");
    for (Connection connection : allowed) {
      edge(text, connection, "");
    }
    for (Connection connection : undetermined) {
      edge(text, connection, ", style=dashed");
    }
    return text.append("}\n").toString();
  }

  private static void edge(StringBuilder text, Connection connection, String style) {
    text.append("  ")
        .append(quoted(FindingText.party(connection.from())))
        .append(" -> ")
        .append(quoted(FindingText.party(connection.to())))
        .append(" [label=")
        .append(quoted(connection.ports().toString()))
        .append(style)
        .append("];\n");
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
