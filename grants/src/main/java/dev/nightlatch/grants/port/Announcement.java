package dev.nightlatch.grants.port;

import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Sha256;
import dev.nightlatch.grants.model.Uid;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// That something became of an object of the cluster.
///
/// Source: `Event`, events.k8s.io/v1: `regarding`, `type`, `reason`, `action`, `note`.
///
/// @param regarding the object
/// @param weight whether somebody should look
/// @param reason one word for programs, in CamelCase: `WouldCut`
/// @param action what was done, in CamelCase: `Refused`
/// @param note a sentence for people, in one line; cut to 1024 bytes
/// @param occasion what tells this time from another of the same reason; the same where a pass is
///     repeated or another process says the same
public record Announcement(
    About regarding, Weight weight, String reason, String action, String note, String occasion) {
  private static final int LONGEST_NOTE = 1024;
  private static final Pattern CAMEL_CASE = Pattern.compile("[A-Z][A-Za-z0-9]{0,127}");

  public Announcement {
    if (!CAMEL_CASE.matcher(reason).matches() || !CAMEL_CASE.matcher(action).matches()) {
      throw new IllegalArgumentException("not in CamelCase: " + reason + ", " + action);
    }
    note = cut(note.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ").strip());
  }

  /// An object.
  ///
  /// @param uid empty where it is not known
  public record About(Kind kind, ObjectKey key, Optional<Uid> uid) {}

  /// The kinds of which something is told.
  public enum Kind {
    GRANT,
    RULE,
    POLICY,
    NAMESPACE
  }

  /// Whether somebody should look.
  public enum Weight {
    NORMAL,
    WARNING
  }

  /// A name that is the same for the same word on the same object: `nightlatch.` and 32 hexadecimal
  /// digits of a SHA-256.
  public String name() {
    String all =
        String.join(
            "\n",
            regarding.kind().name(),
            regarding.key().toString(),
            regarding.uid().map(Uid::text).orElse(""),
            reason,
            occasion);
    return "nightlatch." + Sha256.of(all).substring(0, 32);
  }

  /// At most as many bytes of UTF-8 as an event's note may have, and no half of a character.
  private static String cut(String note) {
    if (note.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NOTE) {
      return note;
    }
    StringBuilder cut = new StringBuilder();
    int bytes = "…".getBytes(StandardCharsets.UTF_8).length;
    for (int at = 0; at < note.length(); at = note.offsetByCodePoints(at, 1)) {
      String next = Character.toString(note.codePointAt(at));
      bytes += next.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > LONGEST_NOTE) {
        break;
      }
      cut.append(next);
    }
    return cut.append('…').toString();
  }
}
