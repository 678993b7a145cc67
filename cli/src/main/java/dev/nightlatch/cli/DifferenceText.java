package dev.nightlatch.cli;

import dev.nightlatch.engine.diff.Change;
import dev.nightlatch.engine.diff.Difference;
import dev.nightlatch.engine.set.ConnectionSet;
import dev.nightlatch.manifests.Json;
import dev.nightlatch.manifests.Yaml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What becomes different, in each form.
final class DifferenceText {
  private static final String CUT = "cuts";
  private static final String MAY_CUT = "may cut";
  private static final List<String> WORDS = List.of("opens", CUT, "may open", MAY_CUT);
  private static final List<String> CUTS = List.of(CUT, MAY_CUT);

  private DifferenceText() {}

  /// One of the four things that can become of some ports.
  private record Row(String what, Change change, ConnectionSet ports) {}

  static String text(Difference difference, OutputForm form) {
    List<Row> rows = rows(difference);
    return switch (form) {
      case text -> headline(rows) + table(rows);
      case json -> Json.write(tree(difference));
      case yaml -> Yaml.write(tree(difference));
      case markdown -> markdown(rows);
      case dot -> dot(rows);
    };
  }

  /// [Exit#NO] for what becomes different, [Exit#UNDETERMINED] where something only may.
  static int exitCode(Difference difference) {
    boolean isSure =
        difference.changes().stream()
            .allMatch(change -> change.maybeOpened().isEmpty() && change.maybeCut().isEmpty());
    if (!isSure) {
      return Exit.UNDETERMINED;
    }
    return difference.isEmpty() ? Exit.DONE : Exit.NO;
  }

  /// `{"changes":[{"from":P,"to":P,"opened":…,"cut":…,"maybeOpened":…,"maybeCut":…}]}`; what is
  /// empty is left out.
  static Map<String, Object> tree(Difference difference) {
    return Map.of("changes", changes(difference.changes()));
  }

  static List<Map<String, Object>> changes(List<Change> all) {
    List<Map<String, Object>> changes = new ArrayList<>();
    for (Change change : all) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("from", EngineTrees.party(change.from()));
      tree.put("to", EngineTrees.party(change.to()));
      put(tree, "opened", change.opened());
      put(tree, "cut", change.cut());
      put(tree, "maybeOpened", change.maybeOpened());
      put(tree, "maybeCut", change.maybeCut());
      changes.add(tree);
    }
    return changes;
  }

  private static void put(Map<String, Object> tree, String field, ConnectionSet ports) {
    if (!ports.isEmpty()) {
      tree.put(field, EngineTrees.ports(ports));
    }
  }

  private static List<Row> rows(Difference difference) {
    List<Row> rows = new ArrayList<>();
    for (Change change : difference.changes()) {
      rows.add(new Row("opens", change, change.opened()));
      rows.add(new Row(CUT, change, change.cut()));
      rows.add(new Row("may open", change, change.maybeOpened()));
      rows.add(new Row(MAY_CUT, change, change.maybeCut()));
    }
    return rows.stream().filter(row -> !row.ports().isEmpty()).toList();
  }

  /// The rows alone, for whoever has said already what they are.
  static String rows(List<Change> changes) {
    return table(rows(new Difference(changes)));
  }

  /// `Opens 2, cuts 1.`
  private static String headline(List<Row> rows) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    WORDS.forEach(
        word -> {
          int count = (int) rows.stream().filter(row -> row.what().equals(word)).count();
          if (count > 0) {
            counts.put(word, count);
          }
        });
    if (counts.isEmpty()) {
      return "Nothing changes.\n";
    }
    String line =
        counts.entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", "));
    String nothingCut = counts.keySet().stream().anyMatch(CUTS::contains) ? "" : ", cuts nothing";
    return line.substring(0, 1).toUpperCase(Locale.ROOT) + line.substring(1) + nothingCut + ".\n";
  }

  private static String table(List<Row> rows) {
    if (rows.isEmpty()) {
      return "";
    }
    Table table = new Table("WHAT", "FROM", "TO", "PORTS");
    for (Row row : rows) {
      table.row(row.what(), from(row), to(row), row.ports().toString());
    }
    return table.lines().stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  private static String from(Row row) {
    return FindingText.party(row.change().from());
  }

  private static String to(Row row) {
    return FindingText.party(row.change().to());
  }

  private static String markdown(List<Row> rows) {
    StringBuilder text =
        new StringBuilder("| What | From | To | Ports |\n| --- | --- | --- | --- |\n");
    for (Row row : rows) {
      text.append("| ")
          .append(String.join(" | ", row.what(), from(row), to(row), row.ports().toString()))
          .append(" |\n");
    }
    return text.toString();
  }

  private static String dot(List<Row> rows) {
    StringBuilder text =
        new StringBuilder("digraph changes {\n  rankdir=LR;\n  node [shape=box];\n");
    for (Row row : rows) {
      String colour = CUTS.contains(row.what()) ? "red" : "green";
      String style = row.what().startsWith("may") ? ", style=dashed" : "";
      text.append(
          "  \"%s\" -> \"%s\" [label=\"%s\", color=%s%s];\n"
              .formatted(from(row), to(row), row.ports(), colour, style));
    }
    return text.append("}\n").toString();
  }
}
