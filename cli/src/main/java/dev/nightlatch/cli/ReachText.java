package dev.nightlatch.cli;

import dev.nightlatch.engine.explain.Party;
import dev.nightlatch.engine.explain.Reached;
import dev.nightlatch.manifests.Json;
import dev.nightlatch.manifests.Yaml;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A blast radius in each form; two of them where an opening is given.
///
/// @param hops how many steps were looked at
/// @param after as it would be with the opening; empty where none is given
record ReachText(String source, int hops, List<Reached> now, Optional<List<Reached>> after) {

  /// Somebody who is reached, and what an opening makes of it.
  private record Row(String change, Reached reached) {}

  String text(OutputForm form) {
    return switch (form) {
      case text -> table();
      case json -> Json.write(tree());
      case yaml -> Yaml.write(tree());
      case markdown -> markdown();
      case dot -> dot();
    };
  }

  private Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    if (after.isPresent()) {
      tree.put("before", trees(now));
      tree.put("after", trees(after.get()));
    } else {
      tree.put("reached", trees(now));
    }
    return tree;
  }

  private static List<Map<String, Object>> trees(List<Reached> reached) {
    return reached.stream()
        .map(
            one -> {
              Map<String, Object> tree = new LinkedHashMap<>();
              tree.put("party", EngineTrees.party(one.party()));
              tree.put("hops", one.hops());
              tree.put("via", EngineTrees.party(one.via()));
              tree.put("ports", EngineTrees.ports(one.ports()));
              return tree;
            })
        .toList();
  }

  /// What is reached with the opening, and what is not reached any more.
  private List<Row> rows() {
    if (after.isEmpty()) {
      return now.stream().map(one -> new Row("", one)).toList();
    }
    Map<Party, Reached> before = new HashMap<>();
    now.forEach(one -> before.put(one.party(), one));
    List<Row> rows = new ArrayList<>();
    for (Reached one : after.get()) {
      Reached old = before.remove(one.party());
      rows.add(new Row(change(old == null ? Optional.empty() : Optional.of(old), one), one));
    }
    now.stream()
        .filter(one -> before.containsKey(one.party()))
        .forEach(one -> rows.add(new Row("no more", one)));
    return rows;
  }

  private static String change(Optional<Reached> old, Reached one) {
    if (old.isEmpty()) {
      return "new";
    }
    if (one.hops() < old.get().hops()) {
      return "nearer";
    }
    return one.equals(old.get()) ? "" : "other way";
  }

  private String headline() {
    String steps = hops == 1 ? "1 step" : "at most " + hops + " steps";
    String before =
        now.isEmpty()
            ? "Nobody is reached from %s in %s".formatted(source, steps)
            : "From %s one reaches %d in %s".formatted(source, now.size(), steps);
    return after
        .map(
            with -> {
              long more = rows().stream().filter(row -> row.change().equals("new")).count();
              return "%s; with the opening %d, of which %d new."
                  .formatted(before, with.size(), more);
            })
        .orElse(before + ".");
  }

  private String table() {
    List<Row> rows = rows();
    if (rows.isEmpty()) {
      return headline() + "\n";
    }
    boolean isCompared = after.isPresent();
    Table table =
        isCompared
            ? new Table("STEPS", "REACHED", "THROUGH", "PORTS", "CHANGE")
            : new Table("STEPS", "REACHED", "THROUGH", "PORTS");
    for (Row row : rows) {
      List<String> cells = new ArrayList<>(cells(row.reached()));
      if (isCompared) {
        cells.add(row.change());
      }
      table.row(cells.toArray(String[]::new));
    }
    return headline()
        + "\n"
        + table.lines().stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  private static List<String> cells(Reached one) {
    return List.of(
        String.valueOf(one.hops()),
        FindingText.party(one.party()),
        FindingText.party(one.via()),
        one.ports().toString());
  }

  private String markdown() {
    boolean isCompared = after.isPresent();
    StringBuilder text = new StringBuilder(headline()).append("\n\n");
    text.append("| Steps | Reached | Through | Ports |")
        .append(isCompared ? " Change |\n" : "\n")
        .append("| --- | --- | --- | --- |")
        .append(isCompared ? " --- |\n" : "\n");
    for (Row row : rows()) {
      text.append("| ").append(String.join(" | ", cells(row.reached()))).append(" |");
      text.append(isCompared ? " " + row.change() + " |\n" : "\n");
    }
    return text.toString();
  }

  private String dot() {
    StringBuilder text = new StringBuilder("digraph reach {\n  rankdir=LR;\n  node [shape=box];\n");
    for (Row row : rows()) {
      String look =
          switch (row.change()) {
            case "new", "nearer", "other way" -> ", color=red";
            case "no more" -> ", style=dashed";
            default -> "";
          };
      text.append(
          "  \"%s\" -> \"%s\" [label=\"%s\"%s];\n"
              .formatted(
                  FindingText.party(row.reached().via()),
                  FindingText.party(row.reached().party()),
                  row.reached().ports(),
                  look));
    }
    return text.append("}\n").toString();
  }
}
