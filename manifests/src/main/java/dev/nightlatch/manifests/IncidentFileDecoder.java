package dev.nightlatch.manifests;

import dev.nightlatch.grants.model.IncidentFile;
import dev.nightlatch.grants.model.IncidentFile.Duty;
import dev.nightlatch.grants.model.IncidentFile.Entry;
import dev.nightlatch.grants.model.IncidentFile.Who;
import dev.nightlatch.grants.model.Wording;
import dev.nightlatch.manifests.Problem.Weight;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/// A file of incidents that a team keeps, and of who is on call.
///
/// An entry counts whole or not at all: a shift whose end is misspelt would never end.
final class IncidentFileDecoder {
  private static final String WORD = "a word without blanks";
  private static final String ID = "an incident's identifier without blanks, such as INC-4711";

  private IncidentFileDecoder() {}

  static Decoded<IncidentFile> incidents(Tree tree) {
    List<Problem> ofDuties = new ArrayList<>();
    Incidents incidents = new Incidents();
    Log log = new Log();
    Cursor file = Cursor.of(tree, log);
    List<Duty> onCall = List.of();
    if (file.requireMapping("incidents and onCall")) {
      Ours.only(file, "incidents", "onCall");
      incidents.read(tree);
      onCall = each(tree, "onCall", ofDuties, IncidentFileDecoder::duty);
    }
    incidents.leaveOutTwice(file);
    List<Problem> ofFile = log.decoded(() -> Optional.of(file)).problems();
    boolean namesAll =
        incidents.namesAll
            && ofFile.stream().allMatch(problem -> problem.weight() == Weight.NOTICE);
    return new Decoded<>(
        Optional.of(new IncidentFile(incidents.entries, onCall, incidents.unread, namesAll)),
        Stream.of(ofFile, incidents.problems, ofDuties).flatMap(List::stream).toList());
  }

  /// The incidents of a file, each read by itself.
  private static final class Incidents {
    private final List<Problem> problems = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();

    /// Those that stand there and that nobody can tell anything of.
    private final Set<String> unread = new TreeSet<>();

    private boolean namesAll = true;

    private void read(Tree tree) {
      Log log = new Log();
      for (Tree item : items(Cursor.of(tree, log), tree, "incidents")) {
        Decoded<Entry> decoded = incident(Cursor.of(item, new Log()));
        problems.addAll(decoded.problems());
        decoded.value().ifPresentOrElse(entries::add, () -> leaveOut(item));
      }
      List<Problem> ofList = log.decoded(() -> Optional.of("incidents")).problems();
      namesAll &= ofList.isEmpty();
      problems.addAll(ofList);
    }

    private void leaveOut(Tree item) {
      Cursor cursor = Cursor.of(item, new Log());
      Optional<String> id =
          cursor.requireMapping("an incident") ? word(cursor.at("id"), ID) : Optional.empty();
      id.ifPresent(unread::add);
      namesAll &= id.isPresent();
    }

    /// An incident that is there twice is none: nobody knows which of the two counts.
    private void leaveOutTwice(Cursor file) {
      Set<String> seen = new HashSet<>();
      Set<String> twice = new TreeSet<>();
      entries.stream().map(Entry::id).filter(id -> !seen.add(id)).forEach(twice::add);
      twice.stream()
          .map(
              id ->
                  new Problem(
                      ProblemCode.OBJECT_TWICE,
                      Weight.SEVERE,
                      file.place(),
                      "incident " + Shown.text(id) + " twice",
                      "each incident once"))
          .forEach(problems::add);
      unread.addAll(twice);
      entries.removeIf(entry -> unread.contains(entry.id()));
    }
  }

  /// The entries of a list, each read by itself, so that what is wrong with one is wrong with it
  /// alone.
  private static <T> List<T> each(
      Tree tree, String field, List<Problem> problems, Function<Cursor, Decoded<T>> entry) {
    Log log = new Log();
    List<T> values = new ArrayList<>();
    for (Tree item : items(Cursor.of(tree, log), tree, field)) {
      Decoded<T> decoded = entry.apply(Cursor.of(item, new Log()));
      decoded.value().ifPresent(values::add);
      problems.addAll(decoded.problems());
    }
    problems.addAll(log.decoded(() -> Optional.of(field)).problems());
    return values;
  }

  private static List<Tree> items(Cursor file, Tree tree, String field) {
    List<Cursor> _ = file.at(field).items();
    return tree instanceof Tree.Mapping map
            && map.value(field).orElse(tree) instanceof Tree.Sequence(_, var items)
        ? items
        : List.of();
  }

  private static Decoded<Entry> incident(Cursor cursor) {
    if (!cursor.requireMapping("an incident with id and status")) {
      return cursor.log().decoded(Optional::empty);
    }
    cursor.only(Weight.SEVERE, "id", "status", "severity", "services", "title");
    cursor.requireValues();
    Optional<String> id = word(cursor.at("id"), ID);
    Cursor at = cursor.at("status");
    Optional<String> status = at.requiredText("open or resolved");
    boolean isOpen = status.filter("open"::equals).isPresent();
    if (status.isPresent() && !isOpen && !status.get().equals("resolved")) {
      at.wrong("open or resolved");
    }
    Cursor severe = cursor.at("severity");
    Optional<String> severity = severe.isPresent() ? word(severe, WORD) : Optional.empty();
    Optional<List<String>> services = Ours.words(cursor.at("services"), WORD);
    var _ = cursor.at("title").text();
    return cursor
        .log()
        .decoded(
            () ->
                id.flatMap(called -> services.map(of -> new Entry(called, isOpen, severity, of))));
  }

  private static Decoded<Duty> duty(Cursor cursor) {
    if (!cursor.requireMapping("who is on call: user or group")) {
      return cursor.log().decoded(Optional::empty);
    }
    cursor.only(Weight.SEVERE, "user", "group", "services", "from", "until");
    cursor.requireValues();
    if (cursor.at("services").isListOf(0)) {
      cursor.at("services").wrong("at least one service; or leave the field out");
    }
    Optional<Who> who = who(cursor);
    Optional<List<String>> services = Ours.words(cursor.at("services"), WORD);
    Optional<Instant> from = Times.instant(cursor.at("from"));
    Optional<Instant> until = Times.instant(cursor.at("until"));
    return cursor
        .log()
        .decoded(() -> who.flatMap(one -> services.map(of -> new Duty(one, of, from, until))));
  }

  private static Optional<Who> who(Cursor cursor) {
    Cursor user = cursor.at("user");
    Cursor group = cursor.at("group");
    if (user.isPresent() == group.isPresent()) {
      cursor.wrong("either a user or a group");
      return Optional.empty();
    }
    return user.isPresent()
        ? Ours.saying(user, Wording.LONGEST_USER, false).map(Who.User::new)
        : Ours.saying(group, Wording.LONGEST_USER, false).map(Who.Group::new);
  }

  private static Optional<String> word(Cursor cursor, String wanted) {
    Optional<String> text = cursor.requiredText(wanted);
    boolean isWord =
        text.filter(Wording::isUnbroken)
            .filter(found -> Wording.length(found) <= Wording.LONGEST_INCIDENT)
            .isPresent();
    if (text.isPresent() && !isWord) {
      cursor.wrong(wanted);
      return Optional.empty();
    }
    return text;
  }
}
