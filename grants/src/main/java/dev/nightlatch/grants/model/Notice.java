package dev.nightlatch.grants.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What became of something beside an open path.
///
/// @param bystander as it is now, or, of one that went, as it was
public record Notice(Bystander bystander, Turn turn) {

  /// What became of it.
  public enum Turn {
    /// It was not there before.
    CAME("Came"),
    /// It says something else now.
    CHANGED("Changed"),
    /// It is not there any more, or has nothing to do with the path any more.
    WENT("Went");

    private final String text;

    Turn(String text) {
      this.text = text;
    }

    /// The record's spelling.
    public String text() {
      return text;
    }

    /// What the record spells so.
    public static Optional<Turn> parse(String text) {
      return Arrays.stream(values()).filter(turn -> turn.text.equals(text)).findFirst();
    }
  }

  /// How many notices a sentence lists.
  private static final int MOST = 5;

  /// What became of what was there and is now there, sorted by name.
  public static List<Notice> between(List<Bystander> before, List<Bystander> now) {
    Map<String, Bystander> then = byName(before);
    Map<String, Bystander> there = byName(now);
    List<Notice> notices = new ArrayList<>();
    there.forEach(
        (name, bystander) -> {
          if (!then.containsKey(name)) {
            notices.add(new Notice(bystander, Turn.CAME));
          } else if (!bystander.equals(then.get(name))) {
            notices.add(new Notice(bystander, Turn.CHANGED));
          }
        });
    then.forEach(
        (name, bystander) -> {
          if (!there.containsKey(name)) {
            notices.add(new Notice(bystander, Turn.WENT));
          }
        });
    notices.sort(Comparator.comparing(notice -> notice.bystander.name()));
    return List.copyOf(notices);
  }

  /// What is there after these, sorted by name.
  public static List<Bystander> after(List<Bystander> before, List<Notice> notices) {
    Map<String, Bystander> there = byName(before);
    for (Notice notice : notices) {
      switch (notice.turn) {
        case CAME, CHANGED -> there.put(notice.bystander.name(), notice.bystander);
        case WENT -> there.remove(notice.bystander.name());
      }
    }
    return List.copyOf(there.values());
  }

  private static Map<String, Bystander> byName(List<Bystander> bystanders) {
    return bystanders.stream()
        .collect(
            Collectors.toMap(
                Bystander::name, bystander -> bystander, (_, last) -> last, TreeMap::new));
  }

  /// What became of it, as a clause: `Pod shop/db-1 came`.
  public String clause() {
    return bystander.name() + " " + turn.text.toLowerCase(Locale.ROOT);
  }

  /// What became of several, as clauses of one sentence.
  public static String clauses(List<Notice> notices) {
    String some =
        notices.stream().limit(MOST).map(Notice::clause).collect(Collectors.joining(", "));
    int more = notices.size() - MOST;
    return more > 0 ? some + ", and " + more + " more" : some;
  }
}
