package dev.nightlatch.manifests;

import dev.nightlatch.grants.model.DnsNames;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Wording;
import dev.nightlatch.manifests.Problem.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the kinds of `nightlatch.dev` have in common.
final class Ours {
  static final String GROUP = "nightlatch.dev";
  static final String API_VERSION = GROUP + "/v1alpha1";
  static final String SOURCE = "AccessSource";
  static final String RULE = "AccessRule";
  static final String BOUNDARY = "AccessBoundary";
  static final String GRANT = "AccessGrant";
  static final String PROVIDER = "IncidentProvider";

  private Ours() {}

  /// How heavy an unknown field is: in a file it is a slip of the pen that must not be passed over;
  /// an API server may know a newer version of the kind than we do.
  static Weight unknownField(Cursor cursor) {
    return cursor.place().isInFile() ? Weight.SEVERE : Weight.NOTICE;
  }

  static void only(Cursor cursor, String... known) {
    cursor.only(unknownField(cursor), known);
  }

  /// A text for people that may be absent, with line breaks.
  static String description(Cursor cursor, int longest) {
    Optional<String> text = cursor.text();
    text.filter(found -> !Wording.isLines(found) || Wording.length(found) > longest)
        .ifPresent(_ -> cursor.wrong("at most " + longest + " characters, none of them a control"));
    return text.orElse("");
  }

  /// A text for people that must say something.
  static Optional<String> saying(Cursor cursor, int longest, boolean lines) {
    String wanted =
        "1 to " + longest + " characters that can be read" + (lines ? "" : ", in one line");
    Optional<String> text = cursor.requiredText(wanted);
    boolean fine =
        text.filter(found -> !found.isBlank() && Wording.length(found) <= longest)
            .filter(found -> lines ? Wording.isLines(found) : Wording.isOneLine(found))
            .isPresent();
    if (text.isPresent() && !fine) {
      cursor.wrong(wanted);
      return Optional.empty();
    }
    return text;
  }

  /// A whole number within these bounds, both included; empty if it is absent or is none.
  static Optional<Integer> whole(Cursor cursor, int least, int most) {
    Optional<Long> number = cursor.whole();
    if (number.isPresent() && (number.get() < least || number.get() > most)) {
      cursor.wrong("a number from " + least + " to " + most);
      return Optional.empty();
    }
    return number.map(Long::intValue);
  }

  /// `namespace` and `name` of one of our namespaced objects.
  static Optional<ObjectKey> key(Cursor cursor) {
    Optional<String> namespace = label(cursor.at("namespace"));
    Optional<String> name = label(cursor.at("name"));
    return namespace.flatMap(in -> name.map(called -> new ObjectKey(in, called)));
  }

  /// Words of a list; empty if one of them is none.
  static Optional<List<String>> words(Cursor list, String wanted) {
    List<String> words = new ArrayList<>();
    for (Cursor item : list.items()) {
      Optional<String> word = item.requiredText(wanted);
      if (word.isPresent() && !Wording.isUnbroken(word.get())) {
        item.wrong(wanted);
        return Optional.empty();
      }
      word.ifPresent(words::add);
    }
    return words.size() == list.items().size() ? Optional.of(words) : Optional.empty();
  }

  /// A name as namespaces, sources, rules and boundaries bear it.
  static Optional<String> label(Cursor cursor) {
    String wanted = "a name of lower-case letters, digits and -, at most 63";
    Optional<String> text = cursor.requiredText(wanted);
    if (text.isPresent() && !DnsNames.isLabel(text.get())) {
      cursor.wrong(wanted);
      return Optional.empty();
    }
    return text;
  }
}
