package dev.nightlatch.kube;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the last lists of one kind led to: an object that has not changed since is decoded once,
/// and stands in memory once, however many lists of it are still held by somebody.
///
/// It answers for no list: each is read from the API server, which says by the `resourceVersion`
/// whether an object is still the one of this UID that was decoded before. Holds as much as the
/// last
/// list of all objects, and the last of each part since.
///
/// @param <T> what is decoded; immutable
final class Remembered<T> {
  /// The list of all objects.
  static final String ALL = "";

  private final Map<String, Map<String, Version<T>>> last = new ConcurrentHashMap<>();

  private record Version<T>(String resourceVersion, T decoded) {}

  /// One list that is being read. For one thread.
  final class Listing {
    private final String part;
    private final Map<String, Version<T>> before;
    private final Map<String, Version<T>> all;
    private final Map<String, Version<T>> now = new HashMap<>();

    private Listing(String part) {
      this.part = part;
      this.before = last.getOrDefault(part, Map.of());
      this.all = last.getOrDefault(ALL, Map.of());
    }

    /// What the object was decoded to before, or else what it is decoded to now, if it can be.
    ///
    /// @param uid as the server says it
    Optional<T> get(String uid, String resourceVersion, Supplier<Optional<T>> decoded) {
      Optional<Version<T>> version =
          same(before.get(uid), resourceVersion)
              .or(() -> same(all.get(uid), resourceVersion))
              .or(() -> decoded.get().map(fresh -> new Version<>(resourceVersion, fresh)));
      version.ifPresent(there -> now.put(uid, there));
      return version.map(Version::decoded);
    }

    private Optional<Version<T>> same(@Nullable Version<T> known, String resourceVersion) {
      return Optional.ofNullable(known)
          .filter(there -> there.resourceVersion().equals(resourceVersion));
    }

    /// Notes that the list was read to its end.
    void isDone() {
      if (part.equals(ALL)) {
        last.clear();
      }
      last.put(part, now);
    }
  }

  /// Begins a list.
  ///
  /// @param part what it is a list of, if not [#ALL]
  Listing listing(String part) {
    return new Listing(part);
  }
}
